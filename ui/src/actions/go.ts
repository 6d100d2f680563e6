import type { Direction } from '../canvas/grid';
import { t } from '../i18n';
import { type Action, onMap } from './action';

const ways: readonly (readonly [Direction, string, string])[] = [
  ['left', 'ArrowLeft', t.actions.goLeft],
  ['right', 'ArrowRight', t.actions.goRight],
  ['up', 'ArrowUp', t.actions.goUp],
  ['down', 'ArrowDown', t.actions.goDown],
];

export const goActions: readonly Action[] = ways.map(([direction, key, label]) =>
  onMap({
    id: `go-${direction}`,
    group: 'go',
    label,
    keys: [key],
    reach: 'canvas',
    run: (session) => session.go(direction),
  }),
);
