import { untrack } from 'svelte';
import type { CanvasSession } from '../canvas/canvas_session.svelte';
import { cellAt, takesCards } from '../canvas/grid';
import type { Viewport } from '../canvas/viewport';
import type { PathView, Rect } from '../host';
import { t } from '../i18n';
import { preferences } from '../preferences.svelte';
import { glide, type Pose } from './glide';
import { type Course, framed, legibleScale, notesAt, type Stop, stopsOf, textSize } from './stops';

/** A part of what has to be legible: rounding is no reason to say that a text is small. */
const NEARLY = 0.97;

/**
 * A presentation of the open map: where the camera is on its course, what is in the light, and what the
 * one who presents has asked for besides. The map stays live: what is edited is edited.
 */
export class Presenting {
  readonly session: CanvasSession;
  course = $state<Course>('stages');
  at = $state(0);
  /** Lanes come one after the other instead of all at once. */
  byLane = $state(false);
  /** Number of lanes of the stop that are shown, with {@link byLane}. */
  lanes = $state(1);
  blank = $state<'black' | 'white' | null>(null);
  laser = $state(false);
  notes = $state(false);
  overview = $state(false);
  help = $state(false);
  /** Views that the map keeps. */
  path = $state.raw<readonly PathView[]>([]);
  /** What the notes of the map say, by id. */
  texts = $state.raw<ReadonlyMap<string, string>>(new Map());
  readonly begun = Date.now();
  pose = $state.raw<Pose | null>(null);
  #before: Viewport;
  #still: () => void = () => undefined;

  readonly stops: Stop[] = $derived.by(() => {
    const { map, camera, headings } = this.session;
    map.shownVersion;
    return stopsOf(this.course, map.shown, map.outline, headings, this.path, camera.window);
  });

  readonly stop = $derived<Stop | undefined>(this.stops[Math.min(this.at, this.stops.length - 1)]);

  readonly words = $derived.by(() => {
    this.session.map.shownVersion;
    const ids = this.stop ? notesAt(this.stop, this.session.map.shown) : [];
    return ids.map((id) => this.texts.get(id) ?? '').filter((text) => text !== '');
  });

  /** Size in px of a card's text at this stop, where that cannot be read from the back of a room; else null. */
  readonly small = $derived.by(() => {
    const { window } = this.session.camera;
    if (!this.stop || this.overview) return null;
    const { scale } = this.#frame(this.stop);
    return scale < legibleScale(window) * NEARLY ? textSize(scale) : null;
  });

  constructor(session: CanvasSession) {
    this.session = session;
    this.#before = session.camera.view;
    session.endEditing();
    session.clearSelection();
  }

  /** The stop that shows what was selected, or the first. */
  begin(record: string | null): void {
    const cell = record === null ? null : this.session.map.mirror.get(record);
    const found = cell ? this.stops.findIndex(({ area }) => within(area, cell.x + 1, cell.y + 1)) : -1;
    this.at = Math.max(0, found);
  }

  /** Leaves everything as it was before. */
  end(): void {
    this.#still();
    this.session.camera.stand(this.#before);
  }

  /** Moves the camera to where it belongs; called whenever that changes. */
  follow(): void {
    const { camera, map } = this.session;
    const { window } = camera;
    if (window.width === 0) return;
    const target = this.overview || !this.stop ? null : this.#pose(this.stop);
    untrack(() => {
      this.#still();
      if (!target) {
        this.pose = null;
        camera.fit();
        return;
      }
      const all = { x: 0, y: 0, width: map.shown.width, height: map.shown.height };
      const from = this.pose ?? { view: camera.view, light: all, reached: target.reached };
      const put = (pose: Pose) => {
        this.pose = pose;
        camera.stand(pose.view);
      };
      this.#still = glide({ ...from, view: camera.view }, target, window, preferences.calm, put);
    });
  }

  next(): void {
    if (this.blank) this.blank = null;
    else if (this.byLane && this.lanes < (this.stop?.lanes.length ?? 0)) this.lanes++;
    else if (this.at < this.stops.length - 1) this.go(this.at + 1);
    else this.session.announce(t.present.atEnd);
  }

  previous(): void {
    if (this.blank) this.blank = null;
    else if (this.byLane && this.lanes > 1) this.lanes--;
    else if (this.at > 0) {
      this.go(this.at - 1);
      // Backwards everything that had been shown is there.
      this.lanes = Math.max(1, this.stop?.lanes.length ?? 1);
    }
  }

  go(at: number): void {
    this.at = Math.min(Math.max(0, at), this.stops.length - 1);
    this.lanes = 1;
    this.overview = false;
    this.session.clearSelection();
    if (this.stop) this.session.announce(t.present.place(this.at + 1, this.stops.length, titleOf(this.stop)));
  }

  /** Goes along another course, from the place where one is. */
  take(course: Course): void {
    if (course === this.course || (course === 'path' && this.path.length === 0)) return;
    const place = this.stop?.area;
    this.course = course;
    const found = place ? this.stops.findIndex(({ area }) => within(area, place.x + 1, place.y + 1)) : -1;
    this.go(Math.max(0, found));
  }

  showByLane(on: boolean): void {
    this.byLane = on;
    this.lanes = 1;
  }

  /** A new card where the camera looks: in the lane nearest to the middle that takes cards. */
  addCard(): void {
    const { map, addTo } = this.session;
    if (!this.stop) return;
    const { area } = this.stop;
    const shown = this.#shown(this.stop);
    const cell = cellAt(map.outline, { x: area.x + 1, y: (shown.y + shown.y + shown.height) / 2 });
    if (!cell) return;
    const rows = [...map.outline.lanes.keys()]
      .filter((row) => takesCards(map.outline, row))
      .sort((a, b) => Math.abs(a - cell.row) - Math.abs(b - cell.row));
    if (rows[0] !== undefined) addTo(rows[0], cell.column);
  }

  /** What of the stop is shown so far. */
  #shown(stop: Stop): Rect {
    const last = this.byLane ? stop.lanes[Math.min(this.lanes, stop.lanes.length) - 1] : stop.lanes.at(-1);
    return last ? { ...stop.area, height: last.to - stop.area.y } : stop.area;
  }

  #frame(stop: Stop): Viewport {
    const { camera, headings } = this.session;
    return framed(stop, headings, camera.window);
  }

  #pose(stop: Stop): Pose {
    const shown = this.#shown(stop);
    // Once a step has been seen its feelings stay, also when one goes back.
    return { view: this.#frame(stop), light: shown, reached: shown.x + shown.width };
  }
}

/** What a stop is called, with its place among the parts of one stage. */
export function titleOf({ title, under, part }: Stop): string {
  const name = title || under || t.present.unnamed;
  return part.of > 1 ? t.present.part(name, part.at, part.of) : name;
}

function within({ x, y, width, height }: Rect, px: number, py: number): boolean {
  return px >= x && px < x + width && py >= y && py < y + height;
}
