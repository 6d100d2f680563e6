import type { CanvasSession } from '../canvas/canvas_session.svelte';
import type { Direction } from '../canvas/grid';

/**
 * Something that a key, a button or a menu can do. Keys are written `Mod+Z`; Mod is Command on a Mac and
 * Control elsewhere.
 */
export type Action = {
  id: string;
  keys: readonly string[];
  /** Works also while a text field has the keyboard. */
  everywhere?: boolean;
  enabled(session: CanvasSession): boolean;
  run(session: CanvasSession): void;
};

const always = () => true;
const arrows: readonly (readonly [Direction, string])[] = [
  ['left', 'ArrowLeft'],
  ['right', 'ArrowRight'],
  ['up', 'ArrowUp'],
  ['down', 'ArrowDown'],
];

/** Actions that work anywhere in the editor. */
export const editorActions: readonly Action[] = [
  { id: 'undo', keys: ['Mod+Z'], enabled: ({ map }) => map.history.undo !== null, run: (session) => session.undo() },
  {
    id: 'redo',
    keys: ['Shift+Mod+Z', 'Mod+Y'],
    enabled: ({ map }) => map.history.redo !== null,
    run: (session) => session.redo(),
  },
  { id: 'fit', keys: ['Mod+0'], everywhere: true, enabled: always, run: ({ camera }) => camera.fit() },
  { id: 'zoom100', keys: ['Mod+1'], everywhere: true, enabled: always, run: ({ camera }) => camera.zoomTo(1) },
  {
    id: 'zoomIn',
    keys: ['Mod++', 'Mod+=', 'Shift+Mod++'],
    everywhere: true,
    enabled: always,
    run: ({ camera }) => camera.zoomStep(true),
  },
  {
    id: 'zoomOut',
    keys: ['Mod+-', 'Mod+−'],
    everywhere: true,
    enabled: always,
    run: ({ camera }) => camera.zoomStep(false),
  },
];

/** Actions of the keyboard on the canvas; the first enabled one of a key runs. */
export const canvasActions: readonly Action[] = [
  { id: 'raise', keys: ['ArrowUp'], enabled: (s) => s.selectedScore !== null, run: (s) => s.nudge(true) },
  { id: 'lower', keys: ['ArrowDown'], enabled: (s) => s.selectedScore !== null, run: (s) => s.nudge(false) },
  ...arrows.map(([direction, key]) => ({
    id: `go-${direction}`,
    keys: [key],
    enabled: always,
    run: (session: CanvasSession) => session.go(direction),
  })),
  ...arrows.map(([direction, key]) => ({
    id: `carry-${direction}`,
    keys: [`Alt+${key}`],
    enabled: (session: CanvasSession) => session.selectedCards.length === 1,
    run: (session: CanvasSession) => session.carry(direction),
  })),
  {
    id: 'edit',
    keys: ['Enter', 'F2'],
    enabled: ({ spot }) => spot !== null && spot.node !== null,
    run: (session) => session.spot?.node && session.beginEditing(session.spot.node),
  },
  {
    id: 'add',
    keys: ['Enter', 'F2'],
    enabled: ({ spot }) => spot !== null && spot.node === null,
    run: (session) => session.spot && session.addTo(session.spot.row, session.spot.column),
  },
  {
    id: 'remove',
    keys: ['Delete', 'Backspace'],
    enabled: (session) => session.removable().length > 0,
    run: (session) => session.removeSelected(),
  },
  {
    id: 'selectAll',
    keys: ['Mod+A'],
    enabled: always,
    run: ({ map }) => map.select(map.mirror.nodes().flatMap((node) => (node.role === 'card' ? [node.id] : []))),
  },
];

export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '');

/** A key event in the way that actions write keys. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>): string {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [event.altKey && 'Alt', event.shiftKey && 'Shift', mod && 'Mod', key].filter(Boolean).join('+');
}

/** Runs the first enabled action of a key; tells whether there was one. */
export function runKey(
  actions: readonly Action[],
  event: KeyboardEvent,
  session: CanvasSession,
  inField = false,
): boolean {
  const key = keyOf(event);
  const action = actions.find(
    (other) => other.keys.includes(key) && (!inField || other.everywhere) && other.enabled(session),
  );
  action?.run(session);
  return action !== undefined;
}
