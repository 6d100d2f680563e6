import type { Edit, WireNode } from '../../host';
import { t } from '../../i18n';
import type { Pointer } from '../tool';
import { Drag } from './drag';
import type { SelectTool } from './select_tool';

/** Notes follow the pointer to any place of the sheet. */
export class Shifting extends Drag {
  readonly name = 'shifting';
  #nodes: readonly WireNode[];
  #by = { x: 0, y: 0 };

  constructor(tool: SelectTool, start: Pointer, notes: readonly string[]) {
    super(tool, start);
    const { map } = tool.context;
    this.#nodes = notes.flatMap((id) => map.mirror.get(id) ?? []);
  }

  move(pointer: Pointer): void {
    // No note leaves the paper at the top or left.
    const least = (at: (node: WireNode) => number) => -Math.min(...this.#nodes.map(at));
    this.#by = {
      x: Math.max(
        pointer.sheet.x - this.start.sheet.x,
        least((node) => node.x),
      ),
      y: Math.max(
        pointer.sheet.y - this.start.sheet.y,
        least((node) => node.y),
      ),
    };
    this.context.overlay.carried = { nodes: this.#nodes, dx: this.#by.x, dy: this.#by.y, settling: false };
    this.edge.follow(pointer);
  }

  protected async drop(): Promise<void> {
    const edits = this.#nodes.map(
      ({ id, x, y }): Edit => ({
        type: 'updateNote',
        note: id,
        fields: { x: Math.round(x + this.#by.x), y: Math.round(y + this.#by.y) },
      }),
    );
    const [only = null] = edits;
    await this.settle(
      edits.length > 1 ? { type: 'several', label: t.canvas.moveNotes, edits } : only,
      t.canvas.noteMoved,
    );
    this.context.overlay.carried = null;
  }
}
