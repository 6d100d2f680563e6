import type { Point } from '../host';
import type { Camera } from './camera.svelte';

/** Two fingers on the canvas: they move and zoom the sheet under them. Points are CSS px of the canvas. */
export class Pinch {
  #camera: Camera;
  #fingers = new Map<number, Point>();

  constructor(camera: Camera) {
    this.#camera = camera;
  }

  /** Whether two fingers are down. */
  get active(): boolean {
    return this.#fingers.size === 2;
  }

  /** A finger comes down; tells whether it is the second one. */
  down(id: number, at: Point): boolean {
    if (this.#fingers.size >= 2) return false;
    this.#fingers.set(id, at);
    return this.active;
  }

  move(id: number, at: Point): void {
    const before = this.#fingers.get(id);
    if (!before) return;
    this.#fingers.set(id, at);
    const other = [...this.#fingers].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const was = apart(before, other);
    const now = apart(at, other);
    // The middle moved by half of what this finger did.
    this.#camera.panBy((at.x - before.x) / 2, (at.y - before.y) / 2);
    if (was > 0) {
      const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
      this.#camera.zoomTo((this.#camera.view.scale * now) / was, middle);
    }
  }

  up(id: number): void {
    this.#fingers.delete(id);
  }
}

function apart(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
