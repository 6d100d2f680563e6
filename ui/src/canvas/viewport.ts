import type { Point, Rect } from '../host';

/**
 * Where the sheet stands in the window: a point p of the sheet is drawn at `p * scale + (x, y)`,
 * in CSS px from the top left of the canvas.
 */
export type Viewport = { readonly x: number; readonly y: number; readonly scale: number };
export type Size = { width: number; height: number };

/** Small enough to see all of a map of 10,000 cards. */
export const MIN_SCALE = 0.02;
export const MAX_SCALE = 6;
/** Desk that stays visible round the sheet when it is fitted, in CSS px. */
export const DESK = 28;
/** Never open a map smaller than this: card text would be below 8 px. */
const READABLE = 0.66;

const STEPS = [0.02, 0.05, 0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4, 6];

export function clampScale(scale: number): number {
  return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
}

export function toSheet(view: Viewport, screen: Point): Point {
  return { x: (screen.x - view.x) / view.scale, y: (screen.y - view.y) / view.scale };
}

export function toScreen(view: Viewport, sheet: Point): Point {
  return { x: sheet.x * view.scale + view.x, y: sheet.y * view.scale + view.y };
}

export function rectToScreen(view: Viewport, rect: Rect): Rect {
  const { x, y } = toScreen(view, rect);
  return { x, y, width: rect.width * view.scale, height: rect.height * view.scale };
}

/** Zooms so that the point of the sheet under `at` stays under it. */
export function zoomAt(view: Viewport, at: Point, scale: number): Viewport {
  const next = clampScale(scale);
  const ratio = next / view.scale;
  return { scale: next, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** The next larger (or smaller) step of the zoom control. */
export function nextStep(scale: number, up: boolean): number {
  const found = up ? STEPS.find((step) => step > scale * 1.01) : STEPS.findLast((step) => step < scale * 0.99);
  return found ?? (up ? MAX_SCALE : MIN_SCALE);
}

/** Keeps at least a margin of the sheet in the window, so that it can never be lost. */
export function keepInSight(view: Viewport, sheet: Size, window: Size): Viewport {
  const margin = 96;
  const hold = (at: number, extent: number, room: number) =>
    Math.min(Math.max(at, Math.min(margin - extent, room - extent - DESK)), Math.max(room - margin, DESK));
  return {
    scale: view.scale,
    x: hold(view.x, sheet.width * view.scale, window.width),
    y: hold(view.y, sheet.height * view.scale, window.height),
  };
}

/** What the keys and the zoom control cover at the bottom of the window, in CSS px. */
export const FLOOR = 52;

/** The whole sheet in the window. */
export function fitAll(sheet: Size, window: Size): Viewport {
  const height = window.height - FLOOR;
  const scale = clampScale(Math.min((window.width - 2 * DESK) / sheet.width, (height - 2 * DESK) / sheet.height, 1.5));
  return {
    scale,
    x: (window.width - sheet.width * scale) / 2,
    y: (height - sheet.height * scale) / 2,
  };
}

/** How a map opens: as wide as the window, but never too small to read; then its top left. */
export function openingView(sheet: Size, window: Size): Viewport {
  const width = (window.width - 2 * DESK) / sheet.width;
  const scale = Math.min(Math.max(width, READABLE), 1);
  const slack = window.width - sheet.width * scale;
  return { scale, x: slack > 2 * DESK ? slack / 2 : DESK, y: DESK };
}

/** The part of the sheet that the window shows, grown by `margin` CSS px on every side. */
export function visibleRect(view: Viewport, window: Size, margin = 0): Rect {
  const { x, y } = toSheet(view, { x: -margin, y: -margin });
  return { x, y, width: (window.width + 2 * margin) / view.scale, height: (window.height + 2 * margin) / view.scale };
}

/** Moves the view just enough to show a rectangle of the sheet. */
export function reveal(view: Viewport, rect: Rect, window: Size, margin = 48): Viewport {
  const shown = rectToScreen(view, rect);
  const shift = (at: number, extent: number, room: number) => {
    if (at < margin || extent > room - 2 * margin) return margin - at;
    return Math.min(0, room - margin - (at + extent));
  };
  return {
    scale: view.scale,
    x: view.x + shift(shown.x, shown.width, window.width),
    y: view.y + shift(shown.y, shown.height, window.height),
  };
}

export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

export function rectBetween(a: Point, b: Point): Rect {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
