import type { Point, Rect } from '../host';
import type { OpenMap } from '../mirror/open_map.svelte';

/** Something at the edge of a node that can be pulled. */
export type Handle = { sort: 'width' | 'height' | 'span' | 'note' | 'link'; node: string; side?: Side };
export type Side = 'left' | 'right' | 'bottom';

/** Half of the strip along an edge that can be grabbed, in CSS px. */
const REACH = 4;
/** Half of the square round a link's dot that can be grabbed, in CSS px; less on a card that is small on screen. */
const DOT = 9;
/** Smaller than this, dots and grips would lie on each other. */
const LEAST_SCALE = 0.3;
const SIDES: readonly Side[] = ['left', 'right', 'bottom'];

/** The middle of a side. */
export function sidePoint(rect: Rect, side: Side): Point {
  if (side === 'bottom') return { x: rect.x + rect.width / 2, y: rect.y + rect.height };
  return { x: side === 'left' ? rect.x : rect.x + rect.width, y: rect.y + rect.height / 2 };
}

/** The handle at a point of the sheet, at this scale. */
export function handleAt(map: OpenMap, at: Point, scale: number): Handle | null {
  if (scale < LEAST_SCALE) return null;
  const { mirror, outline } = map;
  const reach = REACH / scale;
  const only = map.selection.length === 1 ? mirror.get(map.selection[0] as string) : undefined;
  if (only?.role === 'card') {
    const dot = Math.min(DOT / scale, only.height / 3, only.width / 6);
    const near = (side: Side) => {
      const point = sidePoint(only, side);
      return Math.abs(point.x - at.x) <= dot && Math.abs(point.y - at.y) <= dot;
    };
    const side = SIDES.find(near);
    if (side) return { sort: 'link', node: only.id, side };
    if (only.cell && nearRight(only, at, reach)) return { sort: 'span', node: only.id };
  }
  if (only?.role === 'note' && nearRight(only, at, reach)) return { sort: 'note', node: only.id };

  const headings = mirror.grid;
  for (const step of outline.steps) {
    const node = mirror.get(step.id);
    if (node && Math.abs(node.x + node.width - at.x) <= reach && at.y >= node.y && at.y < headings.y)
      return { sort: 'width', node: step.id };
  }
  if (at.x < headings.x && at.x > 0)
    for (const lane of outline.lanes) {
      if (lane.family === 'separator' || lane.collapsed) continue;
      if (Math.abs(lane.y + lane.height - at.y) <= reach) return { sort: 'height', node: lane.id };
    }
  return null;
}

function nearRight(rect: Rect, at: Point, reach: number): boolean {
  return (
    Math.abs(rect.x + rect.width - at.x) <= reach && at.y >= rect.y - reach && at.y <= rect.y + rect.height + reach
  );
}

/** The pointer that says what a handle does. */
export function cursorOf(handle: Handle | null): string | null {
  if (!handle) return null;
  if (handle.sort === 'link') return 'crosshair';
  if (handle.sort === 'height') return 'row-resize';
  return handle.sort === 'width' ? 'col-resize' : 'ew-resize';
}
