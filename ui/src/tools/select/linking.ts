import { type Handle, sidePoint } from '../../canvas/handles';
import { linkEdit, makeLink } from '../../canvas/linking';
import { recordOf } from '../../mirror/scene';
import { EdgePan } from '../edge_pan';
import type { Pointer, ToolState } from '../tool';
import type { SelectTool } from './select_tool';

/** A link is pulled from a card to another one. */
export class Linking implements ToolState {
  readonly name = 'linking';
  #tool: SelectTool;
  #from: string;
  #edge: EdgePan;

  constructor(tool: SelectTool, handle: Handle) {
    const { map, camera, overlay } = tool.context;
    this.#tool = tool;
    this.#from = handle.node;
    this.#edge = new EdgePan(camera, (pointer) => this.move(pointer));
    const node = map.mirror.get(handle.node);
    overlay.link = { from: this.#from, to: null, at: node ? sidePoint(node, handle.side ?? 'bottom') : null };
  }

  leave(): void {
    this.#edge.stop();
    this.#tool.context.overlay.handle = null;
  }

  move(pointer: Pointer): void {
    const { map, overlay } = this.#tool.context;
    const hit = map.mirror.hit(pointer.on);
    const record = hit ? recordOf(hit.id) : null;
    const to = record !== null && linkEdit(map, this.#from, record) ? record : null;
    overlay.link = { from: this.#from, to, at: pointer.sheet };
    this.#edge.follow(pointer);
  }

  up(): void {
    const { map, overlay, announce, fail } = this.#tool.context;
    const to = overlay.link?.to ?? null;
    overlay.link = null;
    this.#tool.rest();
    if (to !== null) makeLink({ map, announce }, this.#from, to).catch(fail);
  }

  cancel(): void {
    this.#tool.context.overlay.link = null;
    this.#tool.rest();
  }
}
