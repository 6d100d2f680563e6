import type { Camera } from '../canvas/camera.svelte';
import type { Insert } from '../canvas/insert';
import type { Overlay } from '../canvas/overlay.svelte';
import type { Point } from '../host';
import type { OpenMap } from '../mirror/open_map.svelte';

/** A pointer event as tools see it. */
export type Pointer = {
  /** px from the top left of the canvas. */
  screen: Point;
  /** px of the sheet. */
  sheet: Point;
  /** What is pressed: differs from `sheet` over headings that stay at an edge of the window. */
  on: Point;
  button: number;
  shift: boolean;
  /** Space is held: whatever is under the pointer, the hand moves the map. */
  space: boolean;
  touch: boolean;
};

/** What tools act on. Tests give a small one. */
export interface ToolContext {
  readonly map: OpenMap;
  readonly camera: Camera;
  readonly overlay: Overlay;
  /** Opens the text of a node for editing, if it has one. */
  beginEditing(node: string): void;
  /** Adds a card to a cell, or a point to an empty step of a curve, at `y` px of the sheet. */
  addTo(row: number, column: number, typed?: string, y?: number): void;
  /** Puts something new at a point of the sheet. */
  insertAt(what: Insert, at: Point): void;
  /** Gives these their automatic size. */
  resetSize(ids: readonly string[]): void;
  announce(text: string): void;
  fail(error: unknown): void;
}

/** One state of a tool. A state gets every pointer event while it is current, and nothing after. */
export interface ToolState {
  readonly name: string;
  enter?(): void;
  leave?(): void;
  down?(pointer: Pointer): void;
  move?(pointer: Pointer): void;
  up?(pointer: Pointer): void;
  double?(pointer: Pointer): void;
  /** Escape, or the pointer was taken away. */
  cancel?(): void;
}

/** Past this many CSS px a press is a drag. */
export const DRAG_THRESHOLD = 4;

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
