import type { Edit, Outline, WireNode } from '../host';
import { t } from '../i18n';
import type { OpenMap } from '../mirror/open_map.svelte';
import { recordOf } from '../mirror/scene';
import { notices } from '../panels/notices.svelte';
import { clampLevel, levelText, readScore } from '../tools/level';
import { Editing } from '../tools/select/editing';
import { SelectTool } from '../tools/select/select_tool';
import type { ToolContext } from '../tools/tool';
import { Camera } from './camera.svelte';
import { cellRect, type Direction, neighbour, nodesIn, type Spot, spotOf, takesCards } from './grid';
import { Overlay } from './overlay.svelte';
import { TextEdit } from './text_edit.svelte';

/** Half a point of the emotion scale, in tenths: what one arrow key does. */
const NUDGE = 5;

/**
 * Working on one map: camera, overlay, tool, the place of the keyboard, and what actions do to the map.
 */
export class CanvasSession implements ToolContext {
  readonly map: OpenMap;
  readonly camera: Camera;
  readonly overlay = new Overlay();
  readonly tool: SelectTool;
  /** The open text field. */
  editing = $state.raw<TextEdit | null>(null);
  /** The empty cell that the keyboard is on, while nothing is selected. */
  cell = $state.raw<{ row: number; column: number } | null>(null);
  #opening = 0;

  constructor(map: OpenMap) {
    this.map = map;
    this.camera = new Camera(() => ({ width: map.shown.width, height: map.shown.height }));
    this.tool = new SelectTool(this);
  }

  announce = (text: string): void => notices.announce(text);
  fail = (error: unknown): void => notices.fail(error);

  /** Where the keyboard is: the last of the selection, an empty cell, or nowhere yet. */
  get spot(): Spot | null {
    const last = this.map.selection.at(-1);
    if (last !== undefined) return spotOf(this.map.mirror, this.map.outline, last);
    return this.cell && { ...this.cell, node: null };
  }

  /** Opens a text. `typed` replaces it, for a key that was pressed on the closed card. */
  beginEditing = (node: string, typed?: string): void => {
    void this.#open(node, typed).catch(this.fail);
  };

  /** Ends editing; what was typed is kept. */
  endEditing(): void {
    const text = this.editing;
    if (!text) return;
    this.editing = null;
    this.#opening++;
    if (this.tool.state instanceof Editing) this.tool.rest();
    void this.#close(text);
  }

  addTo = (row: number, column: number, typed?: string): void => {
    void this.#add(row, column, typed).catch(this.fail);
  };

  /** Moves the keyboard; the node it comes to is selected. */
  go(direction: Direction): void {
    const { map } = this;
    const from = this.spot;
    const to = from ? neighbour(map.mirror, map.outline, from, direction) : this.#firstSpot();
    this.#stand(to);
  }

  /** Carries the selected card to the neighbouring place. */
  carry(direction: Direction): void {
    const edit = this.#carryEdit(direction);
    if (!edit) return;
    const { outline } = this.map;
    this.map.edit(edit).then(() => {
      if (edit.type !== 'moveCards') return;
      this.announce(t.editor.movedTo(titleOf(outline.lanes, edit.lane), titleOf(outline.steps, edit.step)));
      this.#reveal(edit.cards[0]);
    }, this.fail);
  }

  /** Raises or lowers the selected emotion point by half a point. */
  nudge(up: boolean): void {
    void this.#nudge(up).catch(this.fail);
  }

  /** Shows a record and selects it. */
  find(record: string): void {
    if (!this.map.mirror.get(record)) return;
    this.map.select([record]);
    this.#reveal(record);
  }

  get selectedScore(): string | null {
    const only = this.map.selection.length === 1 ? this.map.selection[0] : undefined;
    return only !== undefined && this.map.mirror.get(only)?.role === 'score' ? only : null;
  }

  get selectedCards(): string[] {
    return this.map.selection.filter((id) => this.map.mirror.get(id)?.role === 'card');
  }

  removable(): string[] {
    return this.map.selection.filter((id) => ['card', 'score', 'note'].includes(this.map.mirror.get(id)?.role ?? ''));
  }

  removeSelected(): void {
    const ids = this.removable();
    if (ids.length === 0) return;
    const spot = this.spot;
    this.map.edit({ type: 'remove', ids }).then(() => {
      this.announce(t.editor.removed(ids.length));
      if (!spot) return;
      // The keyboard stays where the card was.
      const left = nodesIn(this.map.mirror, this.map.outline, spot.row, spot.column)[0];
      this.#stand({ row: spot.row, column: spot.column, node: left?.id ?? null });
    }, this.fail);
  }

  undo(): void {
    const label = this.map.history.undo;
    this.map.undo().then((reply) => reply && label && this.announce(t.editor.undone(label)), this.fail);
  }

  redo(): void {
    const label = this.map.history.redo;
    this.map.redo().then((reply) => reply && label && this.announce(t.editor.redone(label)), this.fail);
  }

  clearSelection(): void {
    const spot = this.spot;
    if (this.map.selection.length > 0 && spot && spot.row >= 0 && spot.column >= 0) {
      this.cell = { row: spot.row, column: spot.column };
    } else {
      this.cell = null;
    }
    this.map.select([]);
  }

  /** Before the map is closed: the last words are sent, the last edit is made. */
  async finish(): Promise<void> {
    this.tool.cancel();
    const text = this.editing;
    this.editing = null;
    if (text) await text.flush();
    await this.map.settled();
  }

  async #open(node: string, typed?: string): Promise<void> {
    const { map } = this;
    const target = map.mirror.get(node);
    if (!target) return;
    if (!target.edit) {
      // A point of a curve is a face; what can be written is its word beside it.
      if (map.mirror.get(`${node}/word`)?.edit) await this.#open(`${node}/word`, typed);
      return;
    }
    if (this.editing) this.endEditing();
    const turn = ++this.#opening;
    const text = await this.#sourceText(target, target.edit.field);
    if (turn !== this.#opening) return;
    this.tool.to(new Editing(this.tool, node, () => this.endEditing()));
    this.camera.reveal(target);
    const editing = new TextEdit(map, node, text, this.fail);
    if (typed !== undefined) editing.typed(typed);
    this.editing = editing;
  }

  /** What a field says in its source; the map's own fields are on the sheet as they are. */
  #sourceText(node: WireNode, field: string): Promise<string> {
    if (node.role === 'title') return Promise.resolve(this.map.title);
    if (node.role === 'subtitle') return Promise.resolve(node.label);
    return this.map.fieldText(recordOf(node.id), field);
  }

  async #close(text: TextEdit): Promise<void> {
    await text.flush();
    const node = this.map.mirror.get(text.node);
    // A new card that got no words is taken back as if it had never been.
    if (this.#added?.card === text.node && text.text.trim() === '' && node) {
      if (this.#added.revision === this.map.revision) await this.map.undo().catch(this.fail);
      else await this.map.edit({ type: 'remove', ids: [text.node] }).catch(this.fail);
    }
    this.#added = null;
  }

  #added: { card: string; revision: number } | null = null;

  async #add(row: number, column: number, typed?: string): Promise<void> {
    const { map } = this;
    const lane = map.outline.lanes[row];
    const step = map.outline.steps[column];
    if (!lane || !step) return;
    if (lane.family === 'curve') {
      if (nodesIn(map.mirror, map.outline, row, column).length > 0) return;
      const reply = await map.edit({
        type: 'setEmotion',
        lane: lane.id,
        step: step.id,
        persona: null,
        fields: { tenths: 0 },
      });
      map.select(reply.added);
      return;
    }
    if (!takesCards(map.outline, row)) return;
    const after = nodesIn(map.mirror, map.outline, row, column).at(-1)?.id ?? null;
    const reply = await map.edit({ type: 'addCard', lane: lane.id, step: step.id, after, fields: { text: '' } });
    const card = reply.added.find((id) => map.mirror.get(id)?.role === 'card');
    if (card === undefined) return;
    this.#added = { card, revision: map.revision };
    map.select([card]);
    await this.#open(card, typed);
  }

  #carryEdit(direction: Direction): Edit | null {
    const { map } = this;
    const { outline, mirror } = map;
    const card = this.selectedCards.length === 1 ? this.selectedCards[0] : undefined;
    const spot = this.spot;
    if (card === undefined || !spot || spot.row < 0) return null;
    const stackOf = (row: number, column: number) =>
      nodesIn(mirror, outline, row, column).filter((node) => node.cell?.column === column && node.id !== card);
    const to = (row: number, column: number, index: number): Edit | null => {
      const lane = outline.lanes[row];
      const step = outline.steps[column];
      if (!lane || !step) return null;
      const after = stackOf(row, column)[index - 1]?.id ?? null;
      return { type: 'moveCards', cards: [card], lane: lane.id, step: step.id, after };
    };
    const here = nodesIn(mirror, outline, spot.row, spot.column).filter((node) => node.cell?.column === spot.column);
    const at = here.findIndex((node) => node.id === card);
    if (direction === 'left' || direction === 'right') {
      const column = spot.column + (direction === 'left' ? -1 : 1);
      return to(spot.row, column, Math.min(at, stackOf(spot.row, column).length));
    }
    const down = direction === 'down';
    if (down ? at < here.length - 1 : at > 0) return to(spot.row, spot.column, at + (down ? 1 : -1));
    for (let row = spot.row + (down ? 1 : -1); outline.lanes[row]; row += down ? 1 : -1) {
      if (takesCards(outline, row)) return to(row, spot.column, down ? 0 : stackOf(row, spot.column).length);
    }
    return null;
  }

  async #nudge(up: boolean): Promise<void> {
    const { map } = this;
    const id = this.selectedScore;
    const cell = id === null ? null : map.mirror.get(id)?.cell;
    const lane = map.outline.lanes[cell?.row ?? -1];
    const step = map.outline.steps[cell?.column ?? -1];
    if (id === null || !lane || !step) return;
    const { tenths, persona } = await readScore(map, id);
    const next = clampLevel((up ? Math.floor(tenths / NUDGE) + 1 : Math.ceil(tenths / NUDGE) - 1) * NUDGE);
    if (next === tenths) return;
    await map.edit({ type: 'setEmotion', lane: lane.id, step: step.id, persona, fields: { tenths: next } });
    this.announce(t.editor.emotionAt(levelText(next)));
  }

  #firstSpot(): Spot {
    const first = nodesIn(this.map.mirror, this.map.outline, 0, 0)[0];
    return { row: 0, column: 0, node: first?.id ?? null };
  }

  #stand(spot: Spot): void {
    if (spot.node !== null) {
      this.cell = null;
      this.map.select([spot.node]);
      this.#reveal(spot.node);
      return;
    }
    this.map.select([]);
    this.cell = { row: spot.row, column: Math.max(0, spot.column) };
    const rect = cellRect(this.map.outline, spot.row, spot.column);
    if (rect) this.camera.reveal(rect);
  }

  #reveal(node: string | undefined): void {
    const target = node === undefined ? undefined : this.map.mirror.get(node);
    if (target) this.camera.reveal(target);
  }
}

function titleOf(list: Outline['lanes'] | Outline['steps'], id: string): string {
  return list.find((item) => item.id === id)?.title ?? '';
}
