import type { CanvasSession } from '../../canvas/canvas_session.svelte';
import { cardPlaceAt, cardWithLane, type Insert, insertEdit } from '../../canvas/insert';
import type { Edit, Point, Rect } from '../../host';
import { EdgePan } from '../edge_pan';
import { Latest } from '../latest';
import { DRAG_THRESHOLD, distance, type Pointer } from '../tool';

/** How far (CSS px) from the edges something is well inside of the canvas. */
const ENTRY = 48;

/**
 * Something new comes from outside of the canvas, such as the palette: it follows the pointer, the map
 * makes room where it would go, and dropping it is one edit. Not a state of the tool, since the pointer
 * belongs to where it was pressed.
 */
export class Carrying {
  #session: CanvasSession;
  #what: Insert;
  #label: string;
  #start: Point;
  #begun = false;
  #entered = false;
  #over = false;
  #at: Point | null = null;
  #key = '';
  #latest: Latest;
  #edge: EdgePan;
  #ending = new AbortController();

  private constructor(session: CanvasSession, event: PointerEvent, what: Insert, label: string) {
    this.#session = session;
    this.#what = what;
    this.#label = label;
    this.#start = { x: event.clientX, y: event.clientY };
    this.#latest = new Latest(session.fail);
    this.#edge = new EdgePan(session.camera, ({ sheet }) => this.#go(sheet));
  }

  static begin(session: CanvasSession, event: PointerEvent, what: Insert, label: string): void {
    const carrying = new Carrying(session, event, what, label);
    const { signal } = carrying.#ending;
    const own = (work: (event: PointerEvent) => void) => (next: PointerEvent) => {
      if (next.pointerId === event.pointerId) work(next);
    };
    addEventListener(
      'pointermove',
      own((next) => carrying.#move(next)),
      { signal },
    );
    addEventListener(
      'pointerup',
      own((next) => carrying.#up(next)),
      { signal },
    );
    addEventListener(
      'pointercancel',
      own(() => carrying.#cancel()),
      { signal },
    );
    addEventListener('blur', () => carrying.#cancel(), { signal });
    addEventListener('keydown', (next) => carrying.#press(next), { signal, capture: true });
  }

  #move(event: PointerEvent): void {
    const page = { x: event.clientX, y: event.clientY };
    if (!this.#begun && distance(page, this.#start) <= DRAG_THRESHOLD) return;
    this.#begun = true;
    const { overlay } = this.#session;
    this.#at = this.#sheetPoint(page);
    overlay.brought = { what: this.#what, label: this.#label, ...page, lands: this.#at !== null };
    this.#go(this.#at);
    const pointer = this.#at && this.#pointer(page, this.#at);
    // It comes in over an edge: only one that it goes back to moves the sheet.
    this.#entered ||= pointer !== null && this.#isInside(pointer.screen);
    if (pointer && this.#entered) this.#edge.follow(pointer);
    else this.#edge.stop();
  }

  /** Shows what dropping at a point of the sheet would do. */
  #go(at: Point | null): void {
    const key = at ? this.#placeKey(at) : '';
    if (key === this.#key) return;
    this.#key = key;
    this.#latest.ask(() => this.#show(at));
  }

  #isInside({ x, y }: Point): boolean {
    const { width, height } = this.#session.camera.window;
    return x > ENTRY && y > ENTRY && x < width - ENTRY && y < height - ENTRY;
  }

  #pointer(page: Point, sheet: Point): Pointer {
    const frame = this.#session.frame();
    const screen = { x: page.x - frame.x, y: page.y - frame.y };
    return { screen, sheet, on: sheet, button: 0, shift: false, space: false, touch: false };
  }

  #up(event: PointerEvent): void {
    this.#ending.abort();
    if (!this.#begun) return;
    const at = this.#sheetPoint({ x: event.clientX, y: event.clientY });
    this.#over = true;
    this.#latest.drop();
    this.#clear();
    // The press began on a button of the palette: its click must not add the thing a second time.
    const spent = new AbortController();
    addEventListener('click', (click) => click.stopPropagation(), { capture: true, signal: spent.signal });
    setTimeout(() => spent.abort(), 0);
    if (at) this.#session.insertAt(this.#what, at);
  }

  #cancel(): void {
    this.#ending.abort();
    this.#over = true;
    this.#latest.drop();
    this.#clear();
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#begun) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cancel();
  }

  #clear(): void {
    const { overlay, map } = this.#session;
    this.#edge.stop();
    overlay.brought = null;
    overlay.slot = null;
    overlay.line = null;
    map.endPreview();
  }

  /** The point of the sheet under a point of the page; null off the canvas. */
  #sheetPoint(page: Point): Point | null {
    const frame = this.#session.frame();
    const screen = { x: page.x - frame.x, y: page.y - frame.y };
    const inside = screen.x >= 0 && screen.y >= 0 && screen.x < frame.width && screen.y < frame.height;
    return inside ? this.#session.camera.toSheet(screen) : null;
  }

  /** Changes exactly when another place may be meant. */
  #placeKey(at: Point): string {
    const { map } = this.#session;
    if (this.#what.sort === 'note' || this.#what.sort === 'persona') return '';
    return JSON.stringify(
      this.#what.sort === 'card' ? cardPlaceAt(map, this.#what.lane, at) : insertEdit(map.outline, this.#what, at),
    );
  }

  async #show(at: Point | null): Promise<void> {
    const { map, overlay } = this.#session;
    const edit = at && this.#edit(at);
    if (edit) await map.preview(edit, () => !this.#over);
    else map.endPreview();
    if (this.#over) return;
    const place = edit ? this.#newPlace() : null;
    overlay.slot = this.#what.sort === 'card' ? place : null;
    overlay.line = this.#what.sort === 'card' ? null : place;
  }

  #edit(at: Point): Edit | null {
    const { map } = this.#session;
    if (this.#what.sort !== 'card') return insertEdit(map.outline, this.#what, at);
    const place = cardPlaceAt(map, this.#what.lane, at);
    if (!place) return null;
    if (place.lane === null) return cardWithLane(place, this.#what);
    return { type: 'addCard', lane: place.lane, step: place.step, after: place.after, fields: this.#what.fields ?? {} };
  }

  /** Where the preview put the new thing. */
  #newPlace(): Rect | null {
    const { map } = this.#session;
    const wanted = this.#what.sort;
    const made = map.shown.nodes().find((node) => {
      if (map.mirror.get(node.id)) return false;
      return node.role === wanted || (wanted === 'lane' && node.role === 'separator');
    });
    if (!made) return null;
    const { grid } = map.shown;
    const { x, y, width, height } = made;
    if (wanted === 'lane') return { x, y, width: grid.x + grid.width - x, height };
    if (wanted === 'card') return { x, y, width, height };
    return { x, y, width, height: grid.y + grid.height - y };
  }
}
