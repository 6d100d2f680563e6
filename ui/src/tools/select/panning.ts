import type { Pointer, ToolState } from '../tool';
import type { SelectTool } from './select_tool';

/** The hand holds the sheet. */
export class Panning implements ToolState {
  readonly name = 'panning';
  #tool: SelectTool;
  #start: Pointer;
  #from: { x: number; y: number };

  constructor(tool: SelectTool, start: Pointer) {
    this.#tool = tool;
    this.#start = start;
    const { x, y } = tool.context.camera.view;
    this.#from = { x, y };
  }

  enter(): void {
    this.#tool.context.overlay.panning = true;
  }

  leave(): void {
    this.#tool.context.overlay.panning = false;
  }

  move(pointer: Pointer): void {
    const { camera } = this.#tool.context;
    // From where it was picked up plus the whole way, so that nothing adds up wrong at the edges.
    const x = this.#from.x + pointer.screen.x - this.#start.screen.x;
    const y = this.#from.y + pointer.screen.y - this.#start.screen.y;
    camera.panBy(x - camera.view.x, y - camera.view.y);
  }

  up(): void {
    this.#tool.rest();
  }

  cancel(): void {
    this.#tool.rest();
  }
}
