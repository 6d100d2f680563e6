import type { CanvasSession } from '../canvas/canvas_session.svelte';
import { type Clipping, host, type MapRecord } from '../host';

/** What is asked of the host rests this long (ms), so that walking with the arrow keys asks once. */
const REST = 60;
/** More records than this are not looked at one by one: what they share is not shown. */
const MOST = 400;

/**
 * The selected records and how the clipboard would carry them, fetched ahead: actions show what is on and
 * off, and the events of the clipboard leave no time to ask.
 */
class Selected {
  records = $state.raw<readonly MapRecord[]>([]);
  #clipping: { key: string; clipping: Clipping | null } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = '';

  /** To be called whenever the selection or the map changes, and when a text was closed. */
  follow(session: CanvasSession): void {
    clearTimeout(this.#timer);
    if (session.map.selection.length === 0) {
      this.records = [];
      this.#clipping = null;
      this.#asked = keyOf(session);
    } else if (!session.editing) {
      this.#timer = setTimeout(() => void this.fetch(session).catch(console.error), REST);
    }
  }

  /** What the clipboard is to carry of the selection, if it is known yet. */
  clipping(session: CanvasSession): Clipping | null | undefined {
    return this.#clipping?.key === keyOf(session) ? this.#clipping.clipping : undefined;
  }

  /** Asks at once, as when the key of the clipboard's keys goes down. */
  async fetch({ map }: CanvasSession): Promise<void> {
    const ids = [...map.selection];
    const key = keyOf({ map });
    if (ids.length === 0 || this.#asked === key) return;
    this.#asked = key;
    const [details, clipping] = await Promise.all([
      ids.length > MOST ? { records: [] } : map.records(ids),
      host.copyRecords(map.id, ids),
    ]);
    if (this.#asked !== key) return;
    this.records = details.records;
    this.#clipping = { key, clipping };
  }
}

/** Names a selection of a map at a revision. */
function keyOf({ map }: Pick<CanvasSession, 'map'>): string {
  return `${map.id} ${map.revision} ${map.selection.join(' ')}`;
}

export const selected = new Selected();
