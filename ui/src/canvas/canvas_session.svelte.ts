import { flushDrafts } from '../controls/draft.svelte';
import type { Edit, Rect, WireNode } from '../host';
import { t } from '../i18n';
import type { OpenMap } from '../mirror/open_map.svelte';
import { recordOf } from '../mirror/scene';
import { notices } from '../panels/notices.svelte';
import { Carrying } from '../tools/select/carrying';
import { Editing } from '../tools/select/editing';
import { SelectTool } from '../tools/select/select_tool';
import type { ToolContext } from '../tools/tool';
import { Adding } from './adding';
import { carryEdit, nudge, type Resize, resetSizeEdit, resizeEdit } from './arranging';
import { Camera } from './camera.svelte';
import { cellRect, type Direction, neighbour, nodesIn, readingOrder, type Spot, spotOf } from './grid';
import type { CardPlace, Insert } from './insert';
import { KeyLink } from './linking';
import { Overlay } from './overlay.svelte';
import { headingSide, headingsOf, stickyOf, stickyRoom, stickyShift } from './sticky';
import { TextEdit } from './text_edit.svelte';

/** Roles of what Delete takes away. */
const REMOVABLE = new Set(['card', 'score', 'note', 'link', 'stage', 'step', 'lane', 'separator', 'persona']);

const NO_ROOM = { top: 0, left: 0 };

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
  /** The arrow keys choose what to link to. */
  linking = $state.raw<KeyLink | null>(null);
  /** Asks which lane to add behind another (null: before the first); without it a text lane is added. */
  chooseLane: ((after: string | null) => void) | null = null;
  /** Where the canvas stands on the page, in CSS px; the canvas tells. */
  frame: () => Rect = () => ({ x: 0, y: 0, width: 0, height: 0 });
  #adding = new Adding(this);
  #opening = 0;
  /** What is typed while a text is on its way to open; null while none is. */
  #early: { text: string; close: boolean } | null = null;
  #coming = 0;
  #arranging: Promise<void> = Promise.resolve();
  /** The text that was closed last is sent, and what came of that is done. */
  #ended: Promise<unknown> = Promise.resolve();

  constructor(map: OpenMap) {
    this.map = map;
    this.camera = new Camera(() => ({ width: map.shown.width, height: map.shown.height }), map.id);
    this.tool = new SelectTool(this);
  }

  announce = (text: string): void => notices.announce(text);
  /** The map is left: what was still asked of it has no answer, and nobody waits for one. */
  leaving = false;
  fail = (error: unknown): void => {
    if (!this.leaving) notices.fail(error);
  };

  readonly headings = $derived.by(() => {
    this.map.shownVersion;
    return headingsOf(this.map.shown, this.map.outline);
  });

  /** The headings that stay at the edges of the window. */
  readonly sticky = $derived.by(() => stickyOf(this.headings, this.camera.view, this.camera.window));

  /** Where the keyboard is: the last of the selection, an empty cell, or nowhere yet. */
  get spot(): Spot | null {
    const last = this.map.selection.at(-1);
    if (last !== undefined) return spotOf(this.map.mirror, this.map.outline, last);
    return this.cell && { ...this.cell, node: null };
  }

  /** Where a node is on screen, in CSS px from the top left of the canvas; headings may stay at an edge. */
  screenOf(node: WireNode): Rect {
    const shift = stickyShift(node, this.map.shown, this.sticky);
    return this.camera.toScreen({ ...node, x: node.x + shift.x, y: node.y + shift.y });
  }

  /** Opens a text. `typed` replaces it, for a key that was pressed on the closed card. */
  beginEditing = (node: string, typed?: string): void => {
    this.#opens(this.open(node, typed));
  };

  /**
   * Keeps a key for the text that is about to open: hands that type do not wait for it, and their letters
   * are no shortcuts. False where no text is on its way, or the key is none that writes.
   */
  typeAhead(key: string): boolean {
    if (this.#early === null || this.editing) return false;
    if (key === 'Enter') this.#early.close = this.#early.text !== '';
    else if (key === 'Backspace') this.#early.text = this.#early.text.slice(0, -1);
    else if ([...key].length === 1) this.#early.text += key;
    else return false;
    return true;
  }

  /** Ends editing; what was typed is kept. `next` goes on with a new card below. */
  endEditing(next = false): void {
    const text = this.editing;
    if (!text) return;
    this.editing = null;
    this.#opening++;
    if (this.tool.state instanceof Editing) this.tool.rest();
    const closed = this.#adding.closing(text.node, text.text);
    const ended = text.flush().then(() => closed(next));
    this.#ended = ended.catch(() => undefined);
    this.#opens(ended, next);
  }

  /** Adds a card to a cell, or a point to an empty step of a curve, at `y` px of the sheet where it is given. */
  addTo = (row: number, column: number, typed?: string, y?: number): void => {
    this.#opens(this.#adding.inCell(row, column, typed, y));
  };

  /** Adds a card right below another one, opened for writing. */
  addBelow(card: string): void {
    this.#opens(this.#adding.below(card));
  }

  /** The card that Enter goes on from: the one that was just added and written. */
  get chain(): string | null {
    const { chain } = this.#adding;
    return chain !== null && this.map.selection.length === 1 && this.map.selection[0] === chain ? chain : null;
  }

  /** Puts something new where the keyboard is, or in the middle of what is seen, and opens its text. */
  insert(what: Insert): void {
    const here = this.#here();
    // A new card that got no words is on its way out: what comes now takes its place.
    const put = () => {
      const below = what.sort === 'card' ? this.#placeBelow(what) : null;
      return below && what.sort === 'card' ? this.#adding.card(below, what.fields ?? {}) : this.#adding.at(what, here);
    };
    this.#opens(this.#ended.then(put), what.sort !== 'lane');
  }

  /** Puts something new at a point of the sheet: a card in the nearest lane that fits, in that step. */
  insertAt = (what: Insert, at: { x: number; y: number }): void => {
    this.#opens(this.#adding.at(what, at), what.sort !== 'lane');
  };

  /**
   * Something is dragged in from outside of the canvas. Call it when it is pressed; `label` is shown at
   * the pointer. A press that is no drag changes nothing, so that a click stays a click.
   */
  beginCarry(event: PointerEvent, what: Insert, label: string): void {
    if (event.button !== 0 || !event.isPrimary) return;
    this.endEditing();
    Carrying.begin(this, event, what, label);
  }

  /** Moves the keyboard; the node it comes to is selected. */
  go(direction: Direction): void {
    const { map } = this;
    const from = this.spot;
    const to = from ? neighbour(map.mirror, map.outline, from, direction) : this.#firstSpot();
    this.#stand(to);
  }

  /** Selects the next record in reading order, or the one before; false at the end. */
  next(forward: boolean): boolean {
    const order = readingOrder(this.map.mirror, this.map.outline);
    const at = order.indexOf(this.map.selection.at(-1) ?? '');
    const to = at < 0 ? undefined : order[at + (forward ? 1 : -1)];
    if (to === undefined) return false;
    this.#stand({ row: 0, column: 0, node: to });
    return true;
  }

  /** Whether {@link carry} can do something with the selection. */
  canCarry(direction: Direction): boolean {
    return carryEdit(this.map, direction) !== null;
  }

  /** Carries the selected card, stage, step, lane or note to the neighbouring place. */
  carry(direction: Direction): void {
    this.#arrange(() => carryEdit(this.map, direction));
  }

  canResize(way: Resize): boolean {
    return resizeEdit(this.map, way) !== null;
  }

  /** Makes what is selected wider, taller, or lets it go over more steps. */
  resize(way: Resize): void {
    this.#arrange(() => resizeEdit(this.map, way));
  }

  canResetSize(): boolean {
    return resetSizeEdit(this.map, this.map.selection) !== null;
  }

  /** Gives the selected steps, lanes and cards (or these) their automatic size. */
  resetSize = (ids: readonly string[] = this.map.selection): void => {
    this.#arrange(() => resetSizeEdit(this.map, ids));
  };

  /** Raises or lowers the selected emotion point by half a point. */
  nudge(up: boolean): void {
    const id = this.selectedScore;
    if (id !== null) void nudge(this, id, up).catch(this.fail);
  }

  get canLink(): boolean {
    const only = this.map.selection.length === 1 ? this.map.mirror.get(this.map.selection[0] as string) : undefined;
    return only?.role === 'card' || only?.role === 'step';
  }

  /** The arrow keys choose what the selected card (or step) is linked to; Enter links, Escape stops. */
  beginLink(): void {
    const from = this.map.selection[0];
    if (this.canLink && from !== undefined) this.linking = new KeyLink(this, from);
  }

  endLink(commit: boolean): void {
    const { linking } = this;
    this.linking = null;
    if (!commit) linking?.stop();
    else void linking?.commit().catch(this.fail);
  }

  /** Adds a lane behind another: asks which one where somebody is there to ask. */
  addLane(after: string | null): void {
    if (this.chooseLane) this.chooseLane(after);
    else {
      const lane = this.map.outline.lanes.find((other) => other.id === after);
      this.insertAt({ sort: 'lane', kind: 'text' }, { x: 0, y: lane ? lane.y + lane.height : 0 });
    }
  }

  /** Shows a record and selects it. */
  find(record: string): void {
    if (!this.map.mirror.get(record)) return;
    this.map.select([record]);
    this.reveal(record);
  }

  get selectedScore(): string | null {
    const only = this.map.selection.length === 1 ? this.map.selection[0] : undefined;
    return only !== undefined && this.map.mirror.get(only)?.role === 'score' ? only : null;
  }

  get selectedCards(): string[] {
    return this.map.selection.filter((id) => this.map.mirror.get(id)?.role === 'card');
  }

  removable(): string[] {
    return this.map.selection.filter((id) => REMOVABLE.has(this.map.mirror.get(id)?.role ?? ''));
  }

  removeSelected(): void {
    const ids = this.removable();
    if (ids.length === 0) return;
    const spot = this.spot;
    this.map.edit({ type: 'remove', ids }).then(() => {
      this.announce(t.editor.removed(ids.length));
      if (!spot || spot.row < 0 || spot.column < 0) return;
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

  /** Brings the selection into the window, as large as it can be read well. */
  zoomToSelection(): void {
    const nodes = this.map.selection.flatMap((id) => this.map.mirror.get(id) ?? []);
    if (nodes.length === 0) return;
    const left = Math.min(...nodes.map((node) => node.x));
    const top = Math.min(...nodes.map((node) => node.y));
    const right = Math.max(...nodes.map((node) => node.x + node.width));
    const bottom = Math.max(...nodes.map((node) => node.y + node.height));
    this.camera.show({ x: left, y: top, width: right - left, height: bottom - top });
  }

  /** Brings a node into the window, out from under headings that stay at its edges. */
  reveal(node: string): void {
    const target = this.map.mirror.get(node);
    if (!target) return;
    const side = headingSide(target, this.map.mirror);
    const room = stickyRoom(this.headings, this.camera.view.scale, this.camera.window);
    const middle = this.camera.toSheet(this.camera.middle);
    // A heading that stays at an edge is seen there: along that axis nothing has to move.
    if (side === 'top' && this.sticky.top)
      this.camera.reveal({ ...target, y: middle.y, height: 0 }, { top: 0, left: room.left });
    else if (side === 'left' && this.sticky.left)
      this.camera.reveal({ ...target, x: middle.x, width: 0 }, { top: room.top, left: 0 });
    else this.camera.reveal(target, side || target.y < this.headings.grid.y ? NO_ROOM : room);
  }

  /** Before the map is closed: the last words are sent, the last edit is made. */
  async finish(): Promise<void> {
    this.tool.cancel();
    const text = this.editing;
    this.editing = null;
    await Promise.all([text?.flush(), flushDrafts()]);
    await this.map.settled();
  }

  /** Opens the text of a node, if it has one. */
  async open(node: string, typed?: string): Promise<void> {
    const { map } = this;
    const target = map.mirror.get(node);
    if (!target) return;
    if (!target.edit) {
      // A point of a curve is a face; what can be written is its word beside it.
      const part = [`${node}/word`, `${node}/name`].find((id) => map.mirror.get(id)?.edit);
      if (part !== undefined) await this.open(part, typed);
      return;
    }
    if (this.editing) this.endEditing();
    const turn = ++this.#opening;
    const text = await map.fieldText(recordOf(node), target.edit.field);
    if (turn !== this.#opening) return;
    this.tool.to(new Editing(this.tool, node, () => this.endEditing()));
    this.reveal(node);
    const editing = new TextEdit(map, node, text, this.fail);
    const early = this.#early;
    this.#early = null;
    const begun = (typed ?? '') + (early?.text ?? '');
    if (begun !== '') editing.typed(begun);
    this.editing = editing;
    if (early?.close) this.endEditing();
  }

  /** Does what ends with an open text; what is typed meanwhile waits for it. */
  #opens(work: Promise<void>, opens = true): void {
    if (!opens) {
      void work.catch(this.fail);
      return;
    }
    this.#early ??= { text: '', close: false };
    this.#coming++;
    const over = () => {
      if (--this.#coming === 0) this.#early = null;
    };
    void work.catch(this.fail).then(over);
  }

  /** Makes an edit of what the map is once the edits before are done: a key that repeats counts every time. */
  #arrange(make: () => { edit: Edit | null; said: string } | null): void {
    const arrange = async () => {
      await this.map.settled();
      const found = make();
      if (found?.edit) await this.map.edit(found.edit);
      if (found) this.announce(found.said);
      const last = this.map.selection.at(-1);
      if (last !== undefined) this.reveal(last);
    };
    this.#arranging = this.#arranging.then(arrange).catch(this.fail);
  }

  /** Right below the selected card, where that lies in a lane of the same kind. */
  #placeBelow(what: Insert & { sort: 'card' }): CardPlace | null {
    const { map } = this;
    const selected = this.selectedCards.at(-1);
    const cell = selected === undefined ? null : map.mirror.get(selected)?.cell;
    const lane = map.outline.lanes[cell?.row ?? -1];
    const step = map.outline.steps[cell?.column ?? -1];
    if (selected === undefined || !lane || !step || lane.kind !== what.lane) return null;
    return { lane: lane.id, behind: null, step: step.id, after: selected };
  }

  /** The point of the sheet that something new goes to: right behind where the keyboard is. */
  #here(): { x: number; y: number } {
    const { map, camera, spot } = this;
    const node = spot?.node ? map.mirror.get(spot.node) : undefined;
    const rect = node ?? (spot && cellRect(map.outline, spot.row, spot.column));
    if (rect) return { x: rect.x + rect.width - 1, y: rect.y + rect.height - 1 };
    return camera.toSheet(camera.middle);
  }

  #firstSpot(): Spot {
    const first = nodesIn(this.map.mirror, this.map.outline, 0, 0)[0];
    return { row: 0, column: 0, node: first?.id ?? null };
  }

  #stand(spot: Spot): void {
    if (spot.node !== null) {
      this.cell = null;
      this.map.select([spot.node]);
      this.reveal(spot.node);
      return;
    }
    this.map.select([]);
    this.cell = { row: spot.row, column: Math.max(0, spot.column) };
    const rect = cellRect(this.map.outline, spot.row, spot.column);
    if (rect) this.camera.reveal(rect, stickyRoom(this.headings, this.camera.view.scale, this.camera.window));
  }
}
