import type { Outline, Point, Rect, WireNode } from '../host';
import { recordOf, type SceneMirror } from '../mirror/scene';

/**
 * A place for the keyboard: a node, or an empty cell. Row -1 is the step headings, -2 the stages, -3 the
 * title, -4 what lies outside of the grid, such as notes; column -1 is the lane headings.
 */
export type Spot = { row: number; column: number; node: string | null };
export type Direction = 'up' | 'down' | 'left' | 'right';

const IN_CELLS = new Set(['card', 'score']);
/** The row of what lies outside of the grid. */
const LOOSE = -4;

export function cellRect(outline: Outline, row: number, column: number): Rect | null {
  const lane = outline.lanes[row];
  const step = outline.steps[column];
  return lane && step ? { x: step.x, y: lane.y, width: step.width, height: lane.height } : null;
}

export function cellAt(outline: Outline, point: Point): { row: number; column: number } | null {
  const row = outline.lanes.findIndex((lane) => point.y >= lane.y && point.y < lane.y + lane.height);
  const column = outline.steps.findIndex((step) => point.x >= step.x && point.x < step.x + step.width);
  return row < 0 || column < 0 ? null : { row, column };
}

/** The cards (or points) of a cell from top to bottom; cards that span into it come with it. */
export function nodesIn(mirror: SceneMirror, outline: Outline, row: number, column: number): WireNode[] {
  const rect = cellRect(outline, row, column);
  if (!rect) return [];
  const found: WireNode[] = [];
  for (const node of mirror.within(rect)) {
    // Parts of a record, such as the word of a point, stand for the record itself.
    if (!node.cell || !IN_CELLS.has(node.role) || node.id !== recordOf(node.id)) continue;
    const { cell } = node;
    if (cell.row === row && column >= cell.column && column < cell.column + cell.columns) found.push(node);
  }
  return found.sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Whether cards can lie in that lane. */
export function takesCards(outline: Outline, row: number): boolean {
  const lane = outline.lanes[row];
  return lane !== undefined && !lane.collapsed && lane.family !== 'curve' && lane.family !== 'separator';
}

/** Where the keyboard stands on a node. */
export function spotOf(mirror: SceneMirror, outline: Outline, id: string): Spot | null {
  const node = mirror.get(id);
  if (!node) return null;
  if (IN_CELLS.has(node.role) && node.cell) return { row: node.cell.row, column: node.cell.column, node: id };
  if (node.role === 'step')
    return {
      row: -1,
      column: Math.max(
        0,
        outline.steps.findIndex((step) => step.id === id),
      ),
      node: id,
    };
  if (node.role === 'stage')
    return {
      row: -2,
      column: Math.max(
        0,
        outline.steps.findIndex((step) => step.stage === id),
      ),
      node: id,
    };
  if (node.role === 'title') return { row: -3, column: 0, node: id };
  if (node.role === 'lane' || node.role === 'separator') {
    const row = outline.lanes.findIndex((lane) => lane.id === id);
    return row < 0 ? null : { row, column: -1, node: id };
  }
  return { row: LOOSE, column: 0, node: id };
}

/** Everything that can be selected, as it is read: the header, the headings, lane by lane, then what lies loose. */
export function readingOrder(mirror: SceneMirror, outline: Outline): string[] {
  const loose = (roles: readonly string[]) =>
    mirror
      .nodes()
      .filter((node) => roles.includes(node.role) && (node.id === recordOf(node.id) || node.id.startsWith('map/')))
      .sort((a, b) => a.y - b.y || a.x - b.x)
      .map((node) => node.id);
  const drawn = (id: string) => (mirror.get(id) ? [id] : []);
  return [
    ...loose(['title', 'subtitle', 'persona', 'objective']),
    ...outline.stages.flatMap(({ id }) => drawn(id)),
    ...outline.steps.flatMap(({ id }) => drawn(id)),
    ...outline.lanes.flatMap((lane, row) => {
      const seen = new Set(drawn(lane.id));
      for (const column of outline.steps.keys())
        for (const node of nodesIn(mirror, outline, row, column)) seen.add(node.id);
      return [...seen];
    }),
    ...loose(['link', 'note']),
  ];
}

/** The next place in a direction; the same one at the edge of the map. */
export function neighbour(mirror: SceneMirror, outline: Outline, from: Spot, direction: Direction): Spot {
  if (from.row === LOOSE) return entry(mirror, outline, from.node);
  if (direction === 'left' || direction === 'right')
    return beside(mirror, outline, from, direction === 'left' ? -1 : 1);
  const down = direction === 'down';
  const stack = from.row >= 0 && from.column >= 0 ? nodesIn(mirror, outline, from.row, from.column) : [];
  const at = stack.findIndex((node) => node.id === from.node);
  const next = at < 0 ? undefined : stack[at + (down ? 1 : -1)];
  if (next) return { ...from, node: next.id };
  const row = from.row + (down ? 1 : -1);
  if (row < -3 || row >= outline.lanes.length || (row < 0 && from.column < 0)) return from;
  return enter(mirror, outline, row, from.column, down ? 0 : -1) ?? from;
}

/** Back into the grid from what lies outside of it: to the place that is nearest. */
function entry(mirror: SceneMirror, outline: Outline, id: string | null): Spot {
  const node = id === null ? undefined : mirror.get(id);
  const row = Math.max(
    0,
    outline.lanes.findLastIndex((lane) => lane.y <= (node?.y ?? 0)),
  );
  const column = Math.max(
    0,
    outline.steps.findLastIndex((step) => step.x <= (node?.x ?? 0)),
  );
  return enter(mirror, outline, row, column, 0) ?? { row, column, node: null };
}

function beside(mirror: SceneMirror, outline: Outline, from: Spot, step: -1 | 1): Spot {
  if (from.row === -3) return from;
  let column = from.column + step;
  if (from.row === -2) {
    // Stages stand over several steps: go to the first step of the next stage.
    const stage = outline.steps[from.column]?.stage;
    while (outline.steps[column] && outline.steps[column]?.stage === stage) column += step;
  }
  const separator = outline.lanes[from.row]?.family === 'separator';
  if (column >= outline.steps.length || column < (from.row < 0 ? 0 : -1) || (separator && column >= 0)) return from;
  const stack = from.column >= 0 ? nodesIn(mirror, outline, from.row, from.column) : [];
  const index = Math.max(
    0,
    stack.findIndex((node) => node.id === from.node),
  );
  return enter(mirror, outline, from.row, column, index) ?? from;
}

/** The place in a cell: its card of that index (-1: the last), or the cell itself where it is empty. */
function enter(mirror: SceneMirror, outline: Outline, row: number, column: number, index: number): Spot | null {
  if (row === -3) {
    const title = mirror.nodes().find((node) => node.role === 'title');
    return title ? { row, column: 0, node: title.id } : null;
  }
  if (row === -2) return headed(mirror, row, column, outline.steps[column]?.stage);
  if (row === -1) return headed(mirror, row, column, outline.steps[column]?.id);
  const lane = outline.lanes[row];
  if (!lane) return null;
  if (column < 0 || lane.family === 'separator')
    return headed(mirror, row, -1, lane.id) ?? { row, column: -1, node: null };
  const stack = nodesIn(mirror, outline, row, column);
  const node = index < 0 ? stack.at(-1) : stack[Math.min(index, stack.length - 1)];
  return { row, column, node: node?.id ?? null };
}

function headed(mirror: SceneMirror, row: number, column: number, id: string | undefined): Spot | null {
  return id !== undefined && mirror.get(id) ? { row, column, node: id } : null;
}
