import { cellAt, nodesIn } from '../../canvas/grid';
import type { DropSlot, Edit, Point, WireNode } from '../../host';
import { t } from '../../i18n';
import type { Pointer } from '../tool';
import { Drag } from './drag';
import type { SelectTool } from './select_tool';

/** How long (ms) dropped cards take to their slot; the --calm of the tokens. */
const SETTLE = 180;

/**
 * Cards follow the pointer. The host is asked only when the pointer comes to another slot: where that
 * slot is, then how the map makes room for it. Nothing is stored before the pointer goes up.
 */
export class Moving extends Drag {
  readonly name = 'moving';
  #cards: readonly string[];
  #nodes: readonly WireNode[];
  #key = '';
  #slot: DropSlot | null = null;

  constructor(tool: SelectTool, start: Pointer, cards: readonly string[]) {
    super(tool, start);
    const { map } = tool.context;
    this.#nodes = cards.flatMap((id) => map.mirror.get(id) ?? []).sort((a, b) => a.x - b.x || a.y - b.y);
    this.#cards = this.#nodes.map((node) => node.id);
  }

  move(pointer: Pointer): void {
    const { overlay } = this.context;
    overlay.hover = null;
    overlay.carried = {
      nodes: this.#nodes,
      dx: pointer.sheet.x - this.start.sheet.x,
      dy: pointer.sheet.y - this.start.sheet.y,
      settling: false,
    };
    const key = this.#slotKey(pointer.sheet);
    if (key !== this.#key) {
      this.#key = key;
      this.latest.ask(() => this.#findSlot(pointer.sheet));
    }
    this.edge.follow(pointer);
  }

  /** Changes exactly when another slot may be meant: another cell, or another place among its cards. */
  #slotKey(at: Point): string {
    const { map } = this.context;
    const cell = cellAt(map.outline, at);
    if (!cell) return `outside ${Math.round(at.x / 24)} ${Math.round(at.y / 24)}`;
    const above = nodesIn(map.mirror, map.outline, cell.row, cell.column).filter(
      (node) => node.y + node.height / 2 < at.y,
    );
    return `${cell.row} ${cell.column} ${above.length}`;
  }

  async #findSlot(at: Point): Promise<void> {
    const { map, overlay } = this.context;
    const slot = await map.slotAt(at.x, at.y, this.#cards);
    if (this.over) return;
    const same =
      slot?.lane === this.#slot?.lane && slot?.step === this.#slot?.step && slot?.after === this.#slot?.after;
    this.#slot = slot;
    overlay.slot = slot;
    if (same && slot) return;
    await this.show(this.#edit());
  }

  #edit(): Edit | null {
    const slot = this.#slot;
    if (!slot || this.#stays(slot)) return null;
    return { type: 'moveCards', cards: [...this.#cards], lane: slot.lane, step: slot.step, after: slot.after };
  }

  /** A single card put back where it came from is no edit. */
  #stays(slot: DropSlot): boolean {
    const { map } = this.context;
    const node = this.#nodes[0];
    if (this.#nodes.length !== 1 || !node?.cell) return false;
    const { row, column } = node.cell;
    if (map.outline.lanes[row]?.id !== slot.lane || map.outline.steps[column]?.id !== slot.step) return false;
    const stack = nodesIn(map.mirror, map.outline, row, column).filter((other) => other.cell?.column === column);
    const at = stack.findIndex((other) => other.id === node.id);
    return (stack[at - 1]?.id ?? null) === slot.after;
  }

  protected async drop(): Promise<void> {
    const { map, overlay } = this.context;
    await this.latest.settled();
    const edit = this.#edit();
    const lead = this.#nodes[0];
    const slot = this.#slot;
    overlay.slot = null;
    const target = lead && (map.shown.get(lead.id) ?? lead);
    const carried = lead &&
      target && { nodes: this.#nodes, dx: target.x - lead.x, dy: target.y - lead.y, settling: true };
    overlay.carried = carried ?? null;
    const settled = new Promise((done) => setTimeout(done, this.#nodes.length === 1 ? SETTLE : 0));
    const lane = edit && map.outline.lanes.find((other) => other.id === slot?.lane);
    const step = edit && map.outline.steps.find((other) => other.id === slot?.step);
    await this.settle(edit, lane && step ? t.editor.movedTo(lane.title, step.title) : '');
    await settled;
    if (overlay.carried === carried) overlay.carried = null;
  }
}
