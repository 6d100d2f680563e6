import type { DropSlot, EditReply, OpenedMap } from '../types';
import { between } from './patch';
import { type FakeMap, floodMap, largeMap } from './records';
import { sheetOf } from './sheet';
import { known, type Open, orders, report, state } from './state';

/** A map as it stands; opened first where it is not yet. */
export function opened(id: string): Open {
  let open = state.open.get(id);
  if (!open) {
    const map = orders.has('large') ? largeMap(30, 5) : floodMap();
    if (!orders.has('large')) map.title = known(id).title;
    open = { map, revision: 1, past: [], future: [] };
    state.open.set(id, open);
  }
  return open;
}

export function history(open: Open) {
  return { undo: open.past.at(-1)?.[1] ?? null, redo: open.future.at(-1)?.[1] ?? null };
}

/** Puts the next map in the place of the open one, and tells what changed. */
export function reply(id: string, open: Open, next: FakeMap, selection: string[], added: string[]): EditReply {
  const before = sheetOf(open.map);
  const after = sheetOf(next);
  open.map = next;
  open.revision++;
  const { revision } = open;
  const entry = known(id);
  entry.title = next.title;
  entry.revision = revision;
  entry.modifiedAt = Date.now();
  report({ kind: 'saving' });
  setTimeout(() => report({ kind: 'saved' }), 30);
  return {
    revision,
    patch: between(before.scene, after.scene),
    history: history(open),
    selection,
    added,
    title: next.title,
    notices: [],
    saved: state.saved,
    outline: after.outline,
  };
}

export function slotAt(open: Open, x: number, y: number, dragging: string[]): DropSlot | null {
  const without = { ...open.map, cards: open.map.cards.filter((card) => !dragging.includes(card.id)) };
  const { scene, outline } = sheetOf(without);
  const row = outline.lanes.findIndex((lane) => y >= lane.y && y < lane.y + lane.height);
  const column = outline.steps.findIndex((step) => x >= step.x && x < step.x + step.width);
  const lane = outline.lanes[row];
  const step = outline.steps[column];
  if (!lane || !step || lane.family === 'curve' || lane.family === 'separator') return null;
  const stack = scene.nodes.filter(
    (node) => node.role === 'card' && node.cell?.row === row && node.cell.column === column,
  );
  const above = stack.filter((node) => node.y + node.height / 2 < y);
  const last = above.at(-1);
  return {
    lane: lane.id,
    step: step.id,
    after: last?.id ?? null,
    x: step.x + 8,
    y: last ? last.y + last.height + 8 : lane.y + 12,
    width: step.width - 16,
    height: 48,
  };
}

/** What the real layout once made, shown as it is. */
export async function realScene(url: string, id: string): Promise<OpenedMap> {
  const response = await fetch(url);
  const opened = (await response.json()) as OpenedMap;
  return {
    ...opened,
    map: id,
    outline: { ...opened.outline, hidden: opened.outline.hidden ?? [], personas: opened.outline.personas ?? [] },
  };
}
