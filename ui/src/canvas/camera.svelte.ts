import type { Point, Rect } from '../host';
import * as view from './viewport';

/** The window onto the sheet: where it stands, how large it is, and how it moves. */
export class Camera {
  view = $state.raw<view.Viewport>({ x: 0, y: 0, scale: 1 });
  window = $state.raw<view.Size>({ width: 0, height: 0 });
  #sheet: () => view.Size;

  constructor(sheet: () => view.Size) {
    this.#sheet = sheet;
  }

  /** Takes the size of the canvas; the first time it also chooses how the map opens. */
  resize(window: view.Size): void {
    const first = this.window.width === 0;
    this.window = window;
    if (first && window.width > 0) this.view = view.openingView(this.#sheet(), window);
    else this.#to(this.view);
  }

  panBy(dx: number, dy: number): void {
    this.#to({ ...this.view, x: this.view.x + dx, y: this.view.y + dy });
  }

  zoomTo(scale: number, at: Point = this.middle): void {
    this.#to(view.zoomAt(this.view, at, scale));
  }

  zoomStep(up: boolean): void {
    this.zoomTo(view.nextStep(this.view.scale, up));
  }

  fit(): void {
    this.view = view.fitAll(this.#sheet(), this.window);
  }

  reveal(rect: Rect): void {
    this.#to(view.reveal(this.view, rect, this.window));
  }

  toSheet(screen: Point): Point {
    return view.toSheet(this.view, screen);
  }

  toScreen(rect: Rect): Rect {
    return view.rectToScreen(this.view, rect);
  }

  get middle(): Point {
    return { x: this.window.width / 2, y: this.window.height / 2 };
  }

  #to(next: view.Viewport): void {
    this.view = view.keepInSight(next, this.#sheet(), this.window);
  }
}
