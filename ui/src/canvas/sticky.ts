import type { Outline, Point, Rect, WireNode } from '../host';
import { recordOf, type SceneMirror } from '../mirror/scene';
import type { Size, Viewport } from './viewport';

/** Headings that left the window and stay at its edge: `from` to `to` of the sheet, drawn `shift` px on. */
export type Band = { from: number; to: number; shift: number };
/** The stage band at the top edge, and the lane labels at the left one; null where they are in their place. */
export type Sticky = { top: Band | null; left: Band | null };

/** Where the headings lie on the sheet. */
export type Headings = { top: number; left: number; grid: Rect };

/** Paper kept free before the headings, in px of the sheet. */
const EDGE = 8;
/** Below this scale headings cannot be read, so that they only would take room. */
const LEAST_SCALE = 0.4;
/** The part of the window that they may take. */
const MOST = 0.34;

const NOT_STICKY: Sticky = { top: null, left: null };

export function headingsOf(mirror: SceneMirror, outline: Outline): Headings {
  const stage = mirror.get(outline.stages[0]?.id ?? '') ?? mirror.get(outline.steps[0]?.id ?? '');
  const lane = mirror.get(outline.lanes[0]?.id ?? '');
  const { grid } = mirror;
  return { top: Math.min(stage?.y ?? grid.y, grid.y), left: Math.min(lane?.x ?? grid.x, grid.x), grid };
}

/** Which headings stay at the edges of the window, and where. */
export function stickyOf({ top, left, grid }: Headings, view: Viewport, window: Size): Sticky {
  if (view.scale < LEAST_SCALE) return NOT_STICKY;
  return {
    top: bandOf(top, grid.y, grid.y + grid.height, view.y, view.scale, window.height),
    left: bandOf(left, grid.x, grid.x + grid.width, view.x, view.scale, window.width),
  };
}

/** Room (CSS px) that headings take at the top and left of the window once they stay there. */
export function stickyRoom({ top, left, grid }: Headings, scale: number, window: Size): { top: number; left: number } {
  const room = (from: number, to: number, extent: number) => {
    const size = (to - from + EDGE) * scale;
    return scale < LEAST_SCALE || from >= to || size > extent * MOST ? 0 : size;
  };
  return { top: room(top, grid.y, window.height), left: room(left, grid.x, window.width) };
}

/** One axis: headings from `head` to `body`, with the grid behind them until `end`. */
function bandOf(head: number, body: number, end: number, at: number, scale: number, extent: number): Band | null {
  const from = head - EDGE;
  const size = (body - from) * scale;
  const shown = at + from * scale;
  const rest = at + end * scale;
  if (head >= body || size > extent * MOST || shown >= 0 || rest <= 0) return null;
  // With the last of the grid the headings leave too.
  return { from, to: body, shift: (Math.min(0, rest - size) - shown) / scale };
}

/** The point of the sheet that is drawn at a point: over headings that stay, what they show there. */
export function pointOn(sticky: Sticky, { grid }: Headings, at: Point): Point {
  const { top, left } = sticky;
  const inTop = top !== null && within(top, at.y);
  const inLeft = left !== null && within(left, at.x);
  // The corner is paper.
  if (inTop && inLeft) return { x: left.from, y: top.from };
  if (inTop) return { x: at.x, y: at.y - top.shift };
  if (inLeft && at.y >= grid.y && at.y < grid.y + grid.height) return { x: at.x - left.shift, y: at.y };
  return at;
}

function within({ from, to, shift }: Band, at: number): boolean {
  return at >= from + shift && at < to + shift;
}

/** Which headings a node belongs to. */
export function headingSide(node: WireNode, mirror: SceneMirror): 'top' | 'left' | null {
  const role = mirror.get(recordOf(node.id))?.role ?? node.role;
  if (role === 'stage' || role === 'step') return 'top';
  if ((role === 'lane' || role === 'separator') && node.x < mirror.grid.x) return 'left';
  return null;
}

/** How far (px of the sheet) a node is drawn from its place. */
export function stickyShift(node: WireNode, mirror: SceneMirror, sticky: Sticky): Point {
  const side = headingSide(node, mirror);
  return {
    x: side === 'left' ? (sticky.left?.shift ?? 0) : 0,
    y: side === 'top' ? (sticky.top?.shift ?? 0) : 0,
  };
}
