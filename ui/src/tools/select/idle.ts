import { cellAt } from '../../canvas/grid';
import { type Handle, handleAt } from '../../canvas/handles';
import type { Pointer, ToolState } from '../tool';
import { Linking } from './linking';
import { Panning } from './panning';
import { Pointing } from './pointing';
import { Resizing } from './resizing';
import type { SelectTool } from './select_tool';

/** How near (CSS px) a press has to come to a link's line. */
const NEAR = 5;

/** Nothing is pressed: shows what is under the pointer, and waits. */
export class Idle implements ToolState {
  readonly name = 'idle';
  #tool: SelectTool;

  constructor(tool: SelectTool) {
    this.#tool = tool;
  }

  down(pointer: Pointer): void {
    if (pointer.button === 1 || (pointer.button === 0 && pointer.space)) {
      this.#tool.to(new Panning(this.#tool, pointer));
      return;
    }
    if (pointer.button !== 0) return;
    const handle = this.#handle(pointer);
    if (handle) {
      this.#tool.to(
        handle.sort === 'link' ? new Linking(this.#tool, handle) : new Resizing(this.#tool, pointer, handle),
      );
      return;
    }
    const hit = this.#hit(pointer);
    if (hit === null && pointer.touch) this.#tool.to(new Panning(this.#tool, pointer));
    else this.#tool.to(new Pointing(this.#tool, pointer, hit));
  }

  move(pointer: Pointer): void {
    const { map, overlay } = this.#tool.context;
    overlay.at = pointer.on;
    const cell = cellAt(map.outline, pointer.on);
    const hover = overlay.hover;
    if (cell?.row !== hover?.row || cell?.column !== hover?.column) overlay.hover = cell;
    const handle = this.#handle(pointer);
    if (
      handle?.node !== overlay.handle?.node ||
      handle?.sort !== overlay.handle?.sort ||
      handle?.side !== overlay.handle?.side
    )
      overlay.handle = handle;
    overlay.over = handle ? null : this.#hit(pointer);
  }

  double(pointer: Pointer): void {
    const { map, beginEditing, addTo, resetSize } = this.#tool.context;
    const handle = this.#handle(pointer);
    if (handle && handle.sort !== 'link') {
      resetSize([handle.node]);
      return;
    }
    const hit = this.#hit(pointer);
    if (hit !== null) {
      beginEditing(hit);
      return;
    }
    const cell = cellAt(map.outline, pointer.on);
    if (cell) addTo(cell.row, cell.column, undefined, pointer.on.y);
  }

  cancel(): void {
    this.#tool.context.map.select([]);
  }

  #handle(pointer: Pointer): Handle | null {
    const { map, camera } = this.#tool.context;
    return handleAt(map, pointer.on, camera.view.scale);
  }

  #hit(pointer: Pointer): string | null {
    const { map, camera } = this.#tool.context;
    return map.mirror.hit(pointer.on, NEAR / camera.view.scale)?.id ?? null;
  }
}
