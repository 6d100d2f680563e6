import { cellAt } from '../../canvas/grid';
import type { Pointer, ToolState } from '../tool';
import { Panning } from './panning';
import { Pointing } from './pointing';
import type { SelectTool } from './select_tool';

/** Nothing is pressed: shows what is under the pointer, and waits. */
export class Idle implements ToolState {
  readonly name = 'idle';
  #tool: SelectTool;

  constructor(tool: SelectTool) {
    this.#tool = tool;
  }

  down(pointer: Pointer): void {
    const { map } = this.#tool.context;
    if (pointer.button === 1 || (pointer.button === 0 && pointer.space)) {
      this.#tool.to(new Panning(this.#tool, pointer));
      return;
    }
    if (pointer.button !== 0) return;
    const hit = map.mirror.hit(pointer.sheet);
    if (!hit && pointer.touch) this.#tool.to(new Panning(this.#tool, pointer));
    else this.#tool.to(new Pointing(this.#tool, pointer, hit?.id ?? null));
  }

  move(pointer: Pointer): void {
    const { map, overlay } = this.#tool.context;
    const cell = cellAt(map.outline, pointer.sheet);
    const hover = overlay.hover;
    if (cell?.row !== hover?.row || cell?.column !== hover?.column) overlay.hover = cell;
  }

  double(pointer: Pointer): void {
    const { map, beginEditing, addTo } = this.#tool.context;
    const hit = map.mirror.hit(pointer.sheet);
    if (hit) {
      beginEditing(hit.id);
      return;
    }
    const cell = cellAt(map.outline, pointer.sheet);
    if (cell) addTo(cell.row, cell.column);
  }

  cancel(): void {
    this.#tool.context.map.select([]);
  }
}
