import { contains, rectBetween } from '../../canvas/viewport';
import { EdgePan } from '../edge_pan';
import type { Pointer, ToolState } from '../tool';
import type { SelectTool } from './select_tool';

const PICKED = new Set(['card', 'score', 'note']);

/** A rectangle is pulled over the sheet; what it touches is selected. */
export class Marquee implements ToolState {
  readonly name = 'marquee';
  #tool: SelectTool;
  #start: Pointer;
  #before: readonly string[];
  #edge: EdgePan;

  constructor(tool: SelectTool, start: Pointer) {
    this.#tool = tool;
    this.#start = start;
    this.#before = start.shift ? tool.context.map.selection : [];
    this.#edge = new EdgePan(tool.context.camera, (pointer) => this.move(pointer));
  }

  leave(): void {
    this.#edge.stop();
    this.#tool.context.overlay.marquee = null;
  }

  move(pointer: Pointer): void {
    const { map, overlay } = this.#tool.context;
    const area = rectBetween(this.#start.sheet, pointer.sheet);
    overlay.marquee = area;
    const found = map.mirror
      .within(area)
      // Inside a single card the marquee has not left anything yet.
      .filter((node) => PICKED.has(node.role) && !contains(node, area))
      .map((node) => node.id);
    map.select([...this.#before, ...found.filter((id) => !this.#before.includes(id)).sort()]);
    this.#edge.follow(pointer);
  }

  up(): void {
    this.#tool.rest();
  }

  cancel(): void {
    this.#tool.context.map.select(this.#before);
    this.#tool.rest();
  }
}
