import type { Edit, Point, WireNode } from '../host';
import type { CardFields } from '../host/bindings';
import { t } from '../i18n';
import { clampLevel, HIGHEST, LOWEST } from '../tools/level';
import type { CanvasSession } from './canvas_session.svelte';
import { nodesIn, takesCards } from './grid';
import { type CardPlace, cardPlaceAt, cardWithLane, type Insert, insertEdit } from './insert';

/** Puts new records on the map, and takes back those that got no words. */
export class Adding {
  #session: CanvasSession;
  /** The card that was added last, and the revision in which it came. */
  #fresh: { card: string; revision: number } | null = null;
  /** The card that was just written and closed with Enter: another Enter adds the next one below. */
  chain: string | null = null;

  constructor(session: CanvasSession) {
    this.#session = session;
  }

  /** A card at the end of a cell, or a point on an empty step of a curve (`y` px of the sheet). */
  async inCell(row: number, column: number, typed?: string, y?: number): Promise<void> {
    const { map } = this.#session;
    const lane = map.outline.lanes[row];
    const step = map.outline.steps[column];
    if (!lane || !step) return;
    if (lane.family === 'curve') {
      if (nodesIn(map.mirror, map.outline, row, column).length === 0)
        await this.#point(lane.id, step.id, row, column, y);
      return;
    }
    if (!takesCards(map.outline, row)) return;
    const after = nodesIn(map.mirror, map.outline, row, column).at(-1)?.id ?? null;
    await this.card({ lane: lane.id, behind: null, step: step.id, after }, {}, typed);
  }

  /** A card right below another one. */
  async below(card: string): Promise<void> {
    const { map } = this.#session;
    const cell = map.mirror.get(card)?.cell;
    const lane = map.outline.lanes[cell?.row ?? -1];
    const step = map.outline.steps[cell?.column ?? -1];
    if (lane && step) await this.card({ lane: lane.id, behind: null, step: step.id, after: card }, {});
  }

  /** A card with these fields, opened for writing. `kind` is that of the lane to be made, where there is none. */
  async card(place: CardPlace, fields: CardFields, typed?: string, kind?: Insert & { sort: 'card' }): Promise<void> {
    const { map, announce } = this.#session;
    const edit: Edit | null =
      place.lane !== null
        ? { type: 'addCard', lane: place.lane, step: place.step, after: place.after, fields: { text: '', ...fields } }
        : kind
          ? cardWithLane(place, kind)
          : null;
    if (!edit) return;
    const reply = await map.edit(edit);
    const card = reply.added.find((id) => map.mirror.get(id)?.role === 'card');
    if (card === undefined) return;
    this.#fresh = { card, revision: map.revision };
    map.select([card]);
    announce(t.canvas.added.card);
    await this.#session.open(card, typed);
  }

  /** Puts something new at a point of the sheet, selects it and opens its text. */
  async at(what: Insert, point: Point): Promise<void> {
    const { map, announce } = this.#session;
    if (what.sort === 'card') {
      const place = cardPlaceAt(map, what.lane, point);
      if (place) await this.card(place, what.fields ?? {}, undefined, what);
      return;
    }
    const edit = insertEdit(map.outline, what, point);
    if (!edit) return;
    const reply = await map.edit(edit);
    const made = reply.added.find(
      (id) => map.mirror.get(id)?.role === (what.sort === 'lane' ? laneRole(map.mirror.get(id)) : what.sort),
    );
    announce(t.canvas.added[what.sort]);
    if (made === undefined) return;
    map.select([made]);
    this.#session.reveal(made);
    // A lane comes with a title that says what it is; everything else waits for its words.
    if (what.sort !== 'lane') await this.#session.open(made);
  }

  /**
   * A text ends with these words. What comes back is done once they are sent: a new card that got none is
   * taken back as if it had never been, and `again` goes on with the next one below.
   */
  closing(node: string, text: string): (again: boolean) => Promise<void> {
    const { map, fail } = this.#session;
    const fresh = this.#fresh?.card === node ? this.#fresh : null;
    this.#fresh = null;
    const empty = text.trim() === '';
    // At once: the next Enter does not wait for the words to be sent.
    this.chain = fresh && !empty ? node : null;
    return async (again) => {
      if (fresh && empty && map.mirror.get(node)) {
        if (fresh.revision === map.revision) await map.undo().catch(fail);
        else await map.edit({ type: 'remove', ids: [node] }).catch(fail);
      } else if (again) await this.below(node).catch(fail);
    };
  }

  async #point(lane: string, step: string, row: number, column: number, y?: number): Promise<void> {
    const { map } = this.#session;
    const edit = (tenths: number): Edit => ({ type: 'setEmotion', lane, step, persona: null, fields: { tenths } });
    let tenths = 0;
    if (y !== undefined) {
      // Where the point would be at either end tells the height of the scale, whatever the theme.
      const centre = (scene: typeof map.mirror) => {
        const node = nodesIn(scene, map.outline, row, column)[0];
        return node && node.y + node.height / 2;
      };
      const [high, low] = [await map.probe(edit(HIGHEST)), await map.probe(edit(LOWEST))].map(centre);
      if (high !== undefined && low !== undefined && low > high)
        tenths = clampLevel(Math.round(HIGHEST - ((y - high) / (low - high)) * (HIGHEST - LOWEST)));
    }
    const reply = await map.edit(edit(tenths));
    map.select(reply.added.filter((id) => map.mirror.get(id)));
  }
}

/** Lanes without cells are drawn as separators. */
function laneRole(node: WireNode | undefined): string {
  return node?.role === 'separator' ? 'separator' : 'lane';
}
