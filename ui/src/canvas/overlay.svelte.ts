import type { DropSlot, Point, Rect, WireNode } from '../host';
import type { Handle } from './handles';
import type { Insert } from './insert';

/** Nodes that follow the pointer; `dx`, `dy` px of the sheet from where they were picked up. */
export type Carried = { nodes: readonly WireNode[]; dx: number; dy: number; settling: boolean };

/** Something new on its way from the palette; `x`, `y` CSS px of the page. */
export type Brought = { what: Insert; label: string; x: number; y: number; lands: boolean };

/** A link being made: to a node, or to a point of the sheet where none is under it. */
export type LooseLink = { from: string; to: string | null; at: Point | null };

/** What gestures draw above the scene; never part of it. Coordinates are px of the sheet. */
export class Overlay {
  marquee = $state.raw<Rect | null>(null);
  slot = $state.raw<DropSlot | Rect | null>(null);
  carried = $state.raw<Carried | null>(null);
  brought = $state.raw<Brought | null>(null);
  link = $state.raw<LooseLink | null>(null);
  /** Where something lands among stages, steps or lanes. */
  line = $state.raw<Rect | null>(null);
  /** The value of an emotion point while it is dragged, and the node that it belongs to. */
  level = $state.raw<{ node: string; tenths: number } | null>(null);
  /** What a resize comes to, in words, and the node that it belongs to. */
  size = $state.raw<{ node: string; text: string } | null>(null);
  /** The handle under the pointer, or the one that is being pulled. */
  handle = $state.raw<Handle | null>(null);
  /** The cell under the pointer. */
  hover = $state.raw<{ row: number; column: number } | null>(null);
  /** The node under the pointer. */
  over = $state.raw<string | null>(null);
  /** The pointer, while nothing is pressed. */
  at = $state.raw<Point | null>(null);
  panning = $state(false);
  /** A drag runs that changes the map while it is previewed. */
  arranging = $state(false);

  clear(): void {
    this.marquee = null;
    this.slot = null;
    this.carried = null;
    this.brought = null;
    this.link = null;
    this.line = null;
    this.level = null;
    this.size = null;
    this.handle = null;
    this.arranging = false;
  }

  /** The pointer went away. */
  leave(): void {
    this.hover = null;
    this.over = null;
    this.at = null;
    this.handle = null;
  }

  /** Whether something is being dragged. */
  get busy(): boolean {
    return (
      this.carried !== null ||
      this.brought !== null ||
      this.marquee !== null ||
      this.level !== null ||
      this.link !== null ||
      this.arranging
    );
  }
}
