import type { Camera } from '../canvas/camera.svelte';
import type { Pointer } from './tool';

const ZONE = 36;
const FASTEST = 18;

/** Pans while a drag holds the pointer near the edge of the canvas. */
export class EdgePan {
  #camera: Camera;
  #moved: (pointer: Pointer) => void;
  #pointer: Pointer | null = null;
  #frame = 0;

  /** `moved` gets the same pointer at its new place on the sheet after each step. */
  constructor(camera: Camera, moved: (pointer: Pointer) => void) {
    this.#camera = camera;
    this.#moved = moved;
  }

  follow(pointer: Pointer): void {
    this.#pointer = pointer;
    if (this.#frame === 0 && this.#speed()) this.#frame = requestAnimationFrame(() => this.#step());
  }

  stop(): void {
    if (this.#frame !== 0) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#pointer = null;
  }

  #step(): void {
    this.#frame = 0;
    const speed = this.#speed();
    const pointer = this.#pointer;
    if (!speed || !pointer) return;
    const before = this.#camera.view;
    this.#camera.panBy(speed.x, speed.y);
    if (this.#camera.view.x === before.x && this.#camera.view.y === before.y) return;
    this.#moved({ ...pointer, sheet: this.#camera.toSheet(pointer.screen) });
  }

  #speed(): { x: number; y: number } | null {
    const pointer = this.#pointer;
    if (!pointer) return null;
    const { width, height } = this.#camera.window;
    const along = (at: number, room: number) => {
      const depth = at < ZONE ? ZONE - at : at > room - ZONE ? room - ZONE - at : 0;
      return Math.max(-1, Math.min(1, depth / ZONE)) * FASTEST;
    };
    const speed = { x: along(pointer.screen.x, width), y: along(pointer.screen.y, height) };
    return speed.x === 0 && speed.y === 0 ? null : speed;
  }
}
