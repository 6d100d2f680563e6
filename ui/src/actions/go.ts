import type { CanvasSession } from '../canvas/canvas_session.svelte';
import { type Direction, readingOrder } from '../canvas/grid';
import { t } from '../i18n';
import { focusNextPanel } from '../panels/focus';
import { selectionBar } from '../panels/selection_bar.svelte';
import { type Action, onMap } from './action';
import { subjectOf } from './subject';

const ways: readonly (readonly [Direction, string, string])[] = [
  ['left', 'ArrowLeft', t.actions.goLeft],
  ['right', 'ArrowRight', t.actions.goRight],
  ['up', 'ArrowUp', t.actions.goUp],
  ['down', 'ArrowDown', t.actions.goDown],
];

/** Whether reading order goes on from the selection; where it does not, Tab leaves the canvas. */
function goesOn({ map }: CanvasSession, by: 1 | -1): boolean {
  const last = map.selection.at(-1);
  if (last === undefined) return false;
  const order = readingOrder(map.mirror, map.outline);
  const at = order.indexOf(last);
  return at >= 0 && order[at + by] !== undefined;
}

export const goActions: readonly Action[] = [
  ...ways.map(([direction, key, label]) =>
    onMap({
      id: `go-${direction}`,
      group: 'go',
      label,
      keys: [key],
      reach: 'canvas',
      run: (session) => session.go(direction),
    }),
  ),
  onMap({
    id: 'next',
    group: 'go',
    label: t.actions.next,
    keys: ['Tab'],
    reach: 'canvas',
    enabled: (session) => goesOn(session, 1),
    run: (session) => void session.next(true),
  }),
  onMap({
    id: 'previous',
    group: 'go',
    label: t.actions.previous,
    keys: ['Shift+Tab'],
    reach: 'canvas',
    enabled: (session) => goesOn(session, -1),
    run: (session) => void session.next(false),
  }),
  onMap({
    id: 'to-bar',
    group: 'go',
    label: t.actions.toBar,
    keys: ['Mod+.', 'F10'],
    enabled: (session) => subjectOf(session) !== null,
    run: () => selectionBar.focus?.(),
  }),
  onMap({
    id: 'context-menu',
    group: 'go',
    label: t.actions.contextMenu,
    keys: ['Shift+F10', 'ContextMenu'],
    reach: 'canvas',
    run: () => selectionBar.openMenu?.(null),
  }),
  onMap({
    id: 'next-panel',
    group: 'go',
    label: t.actions.nextPanel,
    keys: ['F6'],
    reach: 'everywhere',
    run: () => focusNextPanel(1),
  }),
  onMap({
    id: 'previous-panel',
    group: 'go',
    label: null,
    keys: ['Shift+F6'],
    reach: 'everywhere',
    run: () => focusNextPanel(-1),
  }),
];
