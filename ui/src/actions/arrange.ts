import type { Direction } from '../canvas/grid';
import { t } from '../i18n';
import { type Action, onMap } from './action';

const moves: readonly (readonly [Direction, string, string])[] = [
  ['left', 'ArrowLeft', t.actions.moveLeft],
  ['right', 'ArrowRight', t.actions.moveRight],
  ['up', 'ArrowUp', t.actions.moveUp],
  ['down', 'ArrowDown', t.actions.moveDown],
];

export const arrangeActions: readonly Action[] = [
  onMap({
    id: 'edit',
    group: 'arrange',
    label: t.actions.edit,
    keys: ['Enter', 'F2'],
    reach: 'canvas',
    enabled: ({ spot }) => spot !== null && spot.node !== null,
    run: (session) => session.spot?.node && session.beginEditing(session.spot.node),
  }),
  onMap({
    id: 'raise',
    group: 'arrange',
    label: t.actions.raise,
    keys: ['ArrowUp'],
    reach: 'canvas',
    enabled: ({ selectedScore }) => selectedScore !== null,
    run: (session) => session.nudge(true),
  }),
  onMap({
    id: 'lower',
    group: 'arrange',
    label: t.actions.lower,
    keys: ['ArrowDown'],
    reach: 'canvas',
    enabled: ({ selectedScore }) => selectedScore !== null,
    run: (session) => session.nudge(false),
  }),
  ...moves.map(([direction, key, label]) =>
    onMap({
      id: `move-${direction}`,
      group: 'arrange',
      label,
      keys: [`Alt+${key}`],
      reach: 'canvas',
      enabled: (session) => session.selectedCards.length === 1,
      run: (session) => session.carry(direction),
    }),
  ),
];
