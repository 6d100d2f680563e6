import type { DropSlot, Rect, WireNode } from '../host';

/** Nodes that follow the pointer; `dx`, `dy` px of the sheet from where they were picked up. */
export type Carried = { nodes: readonly WireNode[]; dx: number; dy: number; settling: boolean };

/** What gestures draw above the scene; never part of it. Coordinates are px of the sheet. */
export class Overlay {
  marquee = $state.raw<Rect | null>(null);
  slot = $state.raw<DropSlot | null>(null);
  carried = $state.raw<Carried | null>(null);
  /** The value of an emotion point while it is dragged, and the node that it belongs to. */
  level = $state.raw<{ node: string; tenths: number } | null>(null);
  /** The cell under the pointer. */
  hover = $state.raw<{ row: number; column: number } | null>(null);
  panning = $state(false);

  clear(): void {
    this.marquee = null;
    this.slot = null;
    this.carried = null;
    this.level = null;
  }
}
