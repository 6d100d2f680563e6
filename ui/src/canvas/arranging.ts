import type { Edit, Outline, WireNode } from '../host';
import { t } from '../i18n';
import type { OpenMap } from '../mirror/open_map.svelte';
import { clampLevel, levelText, readScore } from '../tools/level';
import type { CanvasSession } from './canvas_session.svelte';
import { type Direction, nodesIn, spotOf, takesCards } from './grid';

/** Half a point of the emotion scale, in tenths: what one arrow key does. */
const NUDGE = 5;
/** What one key press moves a note, or widens a column, in px of the sheet. */
const NOTE_STEP = 8;
const SIZE_STEP = 16;
/** Narrowest column and lowest lane that keys and handles make, in px of the sheet. */
export const LEAST_WIDTH = 96;
export const LEAST_HEIGHT = 40;
export const LEAST_NOTE = 64;

export type Resize = 'wider' | 'narrower' | 'taller' | 'shorter' | 'spanMore' | 'spanFewer';

/** What carrying the only selected record one place in a direction does (null: nothing), and what is then said. */
export function carryEdit(map: OpenMap, direction: Direction): { edit: Edit | null; said: string } | null {
  const only = map.selection.length === 1 ? map.selection[0] : undefined;
  const node = only === undefined ? undefined : map.mirror.get(only);
  if (!node) return null;
  const by = direction === 'left' || direction === 'up' ? -1 : 1;
  const sideways = direction === 'left' || direction === 'right';
  switch (node.role) {
    case 'card':
      return carryCard(map, node, direction);
    case 'stage':
      return sideways ? carryStage(map.outline, node.id, by) : null;
    case 'step':
      return sideways ? carryStep(map.outline, node.id, by) : null;
    case 'lane':
    case 'separator':
      return sideways ? null : carryLane(map.outline, node.id, by);
    case 'note': {
      const x = Math.max(0, Math.round(node.x + (sideways ? by * NOTE_STEP : 0)));
      const y = Math.max(0, Math.round(node.y + (sideways ? 0 : by * NOTE_STEP)));
      return { edit: { type: 'updateNote', note: node.id, fields: { x, y } }, said: t.canvas.noteMoved };
    }
    default:
      return null;
  }
}

function carryCard(map: OpenMap, card: WireNode, direction: Direction): { edit: Edit; said: string } | null {
  const { outline, mirror } = map;
  const spot = spotOf(mirror, outline, card.id);
  if (!spot) return null;
  const stackOf = (row: number, column: number) =>
    nodesIn(mirror, outline, row, column).filter((node) => node.cell?.column === column && node.id !== card.id);
  const to = (row: number, column: number, index: number) => {
    const lane = outline.lanes[row];
    const step = outline.steps[column];
    if (!lane || !step) return null;
    const after = stackOf(row, column)[index - 1]?.id ?? null;
    const edit: Edit = { type: 'moveCards', cards: [card.id], lane: lane.id, step: step.id, after };
    return { edit, said: t.editor.movedTo(lane.title, step.title) };
  };
  const here = nodesIn(mirror, outline, spot.row, spot.column).filter((node) => node.cell?.column === spot.column);
  const at = here.findIndex((node) => node.id === card.id);
  if (direction === 'left' || direction === 'right') {
    const column = spot.column + (direction === 'left' ? -1 : 1);
    return to(spot.row, column, Math.min(at, stackOf(spot.row, column).length));
  }
  const down = direction === 'down';
  if (down ? at < here.length - 1 : at > 0) return to(spot.row, spot.column, at + (down ? 1 : -1));
  for (let row = spot.row + (down ? 1 : -1); outline.lanes[row]; row += down ? 1 : -1) {
    if (takesCards(outline, row)) return to(row, spot.column, down ? 0 : stackOf(row, spot.column).length);
  }
  return null;
}

/** Behind which sibling a record comes that goes one place on; undefined at the end. */
function afterOf(list: readonly { id: string }[], id: string, by: -1 | 1): string | null | undefined {
  const at = list.findIndex((item) => item.id === id);
  if (at < 0 || !list[at + by]) return undefined;
  return by > 0 ? list[at + 1]?.id : (list[at - 2]?.id ?? null);
}

function carryStage(outline: Outline, stage: string, by: -1 | 1) {
  const after = afterOf(outline.stages, stage, by);
  if (after === undefined) return null;
  return { edit: { type: 'moveStage', stage, after } as Edit, said: saidBehind(outline.stages, stage, after) };
}

function carryLane(outline: Outline, lane: string, by: -1 | 1) {
  const after = afterOf(outline.lanes, lane, by);
  if (after === undefined) return null;
  return { edit: { type: 'moveLane', lane, after } as Edit, said: saidBehind(outline.lanes, lane, after) };
}

/** At the end of its stage a step goes on into the next one. */
function carryStep(outline: Outline, id: string, by: -1 | 1) {
  const step = outline.steps.find((other) => other.id === id);
  if (!step) return null;
  const mates = outline.steps.filter((other) => other.stage === step.stage);
  const within = afterOf(mates, id, by);
  if (within !== undefined)
    return {
      edit: { type: 'moveStep', step: id, stage: step.stage, after: within } as Edit,
      said: saidBehind(mates, id, within),
    };
  const stage = outline.stages[outline.stages.findIndex((other) => other.id === step.stage) + by];
  if (!stage) return null;
  const said = t.canvas.movedToStage(nameOf(outline.steps, id), nameOf(outline.stages, stage.id));
  if (mates.length === 1) return { edit: null, said: t.canvas.lastStep };
  const after = by > 0 ? null : (outline.steps.findLast((other) => other.stage === stage.id)?.id ?? null);
  return { edit: { type: 'moveStep', step: id, stage: stage.id, after } as Edit, said };
}

/** The title of one of these, or that it has none. */
export function nameOf(list: readonly { id: string; title: string }[], id: string): string {
  return list.find((item) => item.id === id)?.title || t.canvas.untitled;
}

/** What is said when something was put behind a sibling. */
export function saidBehind(list: readonly { id: string; title: string }[], id: string, after: string | null): string {
  const name = nameOf(list, id);
  return after === null ? t.canvas.movedToFront(name) : t.canvas.movedBehind(name, nameOf(list, after));
}

/** Makes the selected steps, lanes, cards or notes larger or smaller; null where that means nothing. */
export function resizeEdit(map: OpenMap, way: Resize): { edit: Edit; said: string } | null {
  const { outline, mirror, selection } = map;
  const by = way === 'wider' || way === 'taller' || way === 'spanMore' ? 1 : -1;
  const edits: Edit[] = [];
  let said = '';
  for (const id of selection) {
    const node = mirror.get(id);
    if (!node) continue;
    const [edit, text] = resizedNode(outline, node, way, by) ?? [];
    if (!edit || text === undefined) continue;
    edits.push(edit);
    said = text;
  }
  return bundled(edits, said);
}

function resizedNode(outline: Outline, node: WireNode, way: Resize, by: number): [Edit, string] | null {
  const sideways = way === 'wider' || way === 'narrower';
  if (node.role === 'step' && sideways) {
    const width = Math.max(LEAST_WIDTH, Math.round(node.width) + by * SIZE_STEP);
    return [{ type: 'updateStep', step: node.id, fields: { width: { to: width } } }, t.canvas.width(width)];
  }
  if (node.role === 'lane' && (way === 'taller' || way === 'shorter')) {
    const lane = outline.lanes.find((other) => other.id === node.id);
    const height = Math.max(LEAST_HEIGHT, Math.round(lane?.height ?? node.height) + by * SIZE_STEP);
    return [{ type: 'updateLane', lane: node.id, fields: { height: { to: height } } }, t.canvas.height(height)];
  }
  if (node.role === 'note' && sideways) {
    const width = Math.max(LEAST_NOTE, Math.round(node.width) + by * SIZE_STEP);
    return [{ type: 'updateNote', note: node.id, fields: { width } }, t.canvas.width(width)];
  }
  if (node.role === 'card' && node.cell && (way === 'spanMore' || way === 'spanFewer')) {
    const span = node.cell.columns + by;
    if (span < 1 || node.cell.column + span > outline.steps.length) return null;
    return [{ type: 'updateCards', cards: [node.id], fields: { span } }, t.canvas.spans(span)];
  }
  return null;
}

/** Gives the selected steps, lanes and cards their automatic size. */
export function resetSizeEdit(map: OpenMap, ids: readonly string[]): { edit: Edit; said: string } | null {
  const edits = ids.flatMap((id): Edit[] => {
    const node = map.mirror.get(id);
    if (node?.role === 'step') return [{ type: 'updateStep', step: id, fields: { width: 'clear' } }];
    if (node?.role === 'lane') return [{ type: 'updateLane', lane: id, fields: { height: 'clear' } }];
    if (node?.role === 'card' && (node.cell?.columns ?? 1) > 1)
      return [{ type: 'updateCards', cards: [id], fields: { span: 1 } }];
    return [];
  });
  return bundled(edits, t.canvas.automatic);
}

function bundled(edits: Edit[], said: string): { edit: Edit; said: string } | null {
  const [first] = edits;
  if (!first) return null;
  return { edit: edits.length === 1 ? first : { type: 'several', label: t.canvas.resize, edits }, said };
}

/** Raises or lowers an emotion point by half a point. */
export async function nudge(session: CanvasSession, id: string, up: boolean): Promise<void> {
  const { map, announce } = session;
  const cell = map.mirror.get(id)?.cell;
  const lane = map.outline.lanes[cell?.row ?? -1];
  const step = map.outline.steps[cell?.column ?? -1];
  if (!lane || !step) return;
  const { tenths, persona } = await readScore(map, id);
  const next = clampLevel((up ? Math.floor(tenths / NUDGE) + 1 : Math.ceil(tenths / NUDGE) - 1) * NUDGE);
  if (next === tenths) return;
  await map.edit({ type: 'setEmotion', lane: lane.id, step: step.id, persona, fields: { tenths: next } });
  announce(t.editor.emotionAt(levelText(next)));
}
