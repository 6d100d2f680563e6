import type { Edit, WireNode } from '../../host';
import { t } from '../../i18n';
import { EdgePan } from '../edge_pan';
import type { Pointer, ToolState } from '../tool';
import type { SelectTool } from './select_tool';

/** Notes follow the pointer to any place of the sheet. */
export class Shifting implements ToolState {
  readonly name = 'shifting';
  #tool: SelectTool;
  #start: Pointer;
  #nodes: readonly WireNode[];
  #edge: EdgePan;
  #by = { x: 0, y: 0 };

  constructor(tool: SelectTool, start: Pointer, notes: readonly string[]) {
    const { map, camera } = tool.context;
    this.#tool = tool;
    this.#start = start;
    this.#nodes = notes.flatMap((id) => map.mirror.get(id) ?? []);
    this.#edge = new EdgePan(camera, (pointer) => this.move(pointer));
  }

  leave(): void {
    this.#edge.stop();
  }

  move(pointer: Pointer): void {
    // No note leaves the paper at the top or left.
    const least = (at: (node: WireNode) => number) => -Math.min(...this.#nodes.map(at));
    this.#by = {
      x: Math.max(
        pointer.sheet.x - this.#start.sheet.x,
        least((node) => node.x),
      ),
      y: Math.max(
        pointer.sheet.y - this.#start.sheet.y,
        least((node) => node.y),
      ),
    };
    this.#tool.context.overlay.carried = { nodes: this.#nodes, dx: this.#by.x, dy: this.#by.y, settling: false };
    this.#edge.follow(pointer);
  }

  up(): void {
    this.#tool.rest();
    void this.#drop();
  }

  cancel(): void {
    this.#tool.rest();
    this.#tool.context.overlay.clear();
  }

  async #drop(): Promise<void> {
    const { map, overlay, announce, fail } = this.#tool.context;
    const edits = this.#nodes.map(
      ({ id, x, y }): Edit => ({
        type: 'updateNote',
        note: id,
        fields: { x: Math.round(x + this.#by.x), y: Math.round(y + this.#by.y) },
      }),
    );
    const [first] = edits;
    try {
      if (first) await map.edit(edits.length === 1 ? first : { type: 'several', label: t.canvas.moveNotes, edits });
      announce(t.canvas.noteMoved);
    } catch (error) {
      fail(error);
    }
    overlay.carried = null;
  }
}
