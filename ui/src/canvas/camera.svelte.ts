import type { Point, Rect } from '../host';
import * as view from './viewport';

/** Where the maps that were open stood, for as long as the app runs. */
const remembered = new Map<string, view.Viewport>();

/** Desk left round what is brought into the window, and round what headings cover, in CSS px. */
const MARGIN = 48;
const CLOSE = 8;
/** The largest scale that a selection is brought up to. */
const CLOSEST = 1.5;

/** The window onto the sheet: where it stands, how large it is, and how it moves. */
export class Camera {
  view = $state.raw<view.Viewport>({ x: 0, y: 0, scale: 1 });
  window = $state.raw<view.Size>({ width: 0, height: 0 });
  #sheet: () => view.Size;
  #key: string | null;

  /** `key` names the sheet: a camera of the same key begins where the last one was left. */
  constructor(sheet: () => view.Size, key: string | null = null) {
    this.#sheet = sheet;
    this.#key = key;
  }

  /** Takes the size of the canvas; the first time it also chooses how the map opens. */
  resize(window: view.Size): void {
    const first = this.window.width === 0;
    this.window = window;
    const before = this.#key === null ? undefined : remembered.get(this.#key);
    this.#to(first && window.width > 0 ? (before ?? view.openingView(this.#sheet(), window)) : this.view);
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
    this.#set(view.fitAll(this.#sheet(), this.window));
  }

  /** Moves just enough to show a rectangle of the sheet; `covered` CSS px at the edges count as outside. */
  reveal(rect: Rect, covered: { top: number; left: number } = { top: 0, left: 0 }): void {
    const shown = this.toScreen(rect);
    const along = (at: number, extent: number, room: number, hidden: number, end = MARGIN) => {
      const least = hidden > 0 ? hidden + CLOSE : MARGIN;
      if (at < least || extent > room - least - end) return least - at;
      return Math.min(0, room - end - (at + extent));
    };
    this.panBy(
      along(shown.x, shown.width, this.window.width, covered.left),
      along(shown.y, shown.height, this.window.height, covered.top, view.FLOOR + CLOSE),
    );
  }

  /** Fills the window with a rectangle of the sheet, but never larger than it is good to read. */
  show(rect: Rect): void {
    const { width, height } = this.window;
    const fits = Math.min((width - 2 * MARGIN) / rect.width, (height - 2 * MARGIN) / rect.height);
    const scale = view.clampScale(Math.min(fits, CLOSEST));
    this.#to({
      scale,
      x: width / 2 - (rect.x + rect.width / 2) * scale,
      y: height / 2 - (rect.y + rect.height / 2) * scale,
    });
  }

  /** Stands exactly there, wherever of the sheet that is: for moves that someone else guides. */
  stand(view: view.Viewport): void {
    this.#set(view);
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
    this.#set(view.keepInSight(next, this.#sheet(), this.window));
  }

  #set(next: view.Viewport): void {
    this.view = next;
    if (this.#key !== null && this.window.width > 0) remembered.set(this.#key, next);
  }
}
