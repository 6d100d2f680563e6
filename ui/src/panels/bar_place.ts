import type { Rect } from '../host';

/** Air between the bar and what it belongs to, and between the bar and the edges of the canvas, in CSS px. */
export const GAP = 8;

export type Place = { x: number; y: number; above: boolean };

/**
 * Where the bar of a selection stands, in CSS px from the top left of the canvas: centred above the
 * bounds, below them where there is no room, and always inside of the canvas. `reach` is how far handles
 * stand out of the bounds. Null where nothing of the selection is to be seen.
 */
export function placeBar(
  bounds: Rect,
  bar: { width: number; height: number },
  canvas: { width: number; height: number },
  reach = 0,
): Place | null {
  const seen =
    bounds.x < canvas.width && bounds.x + bounds.width > 0 && bounds.y < canvas.height && bounds.y + bounds.height > 0;
  if (!seen || canvas.width === 0) return null;
  const hold = (at: number, extent: number, room: number) => Math.max(GAP, Math.min(at, room - extent - GAP));
  const over = bounds.y - GAP - reach - bar.height;
  const under = bounds.y + bounds.height + GAP + reach;
  const above = over >= GAP || under + bar.height + GAP > canvas.height;
  // Between two edges the bar follows what is left of the selection in the window.
  const left = Math.max(bounds.x, 0);
  const right = Math.min(bounds.x + bounds.width, canvas.width);
  return {
    x: Math.round(hold((left + right - bar.width) / 2, bar.width, canvas.width)),
    y: Math.round(hold(above ? over : under, bar.height, canvas.height)),
    above,
  };
}

/** The rectangle round all of these; null for none. */
export function boundsOf(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x, y, width: right - x, height: bottom - y };
}
