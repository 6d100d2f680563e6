import { recordOf } from '../../mirror/scene';
import type { Pointer, ToolState } from '../tool';
import { Idle } from './idle';
import type { SelectTool } from './select_tool';

/** A text is open. A press elsewhere ends it, and counts as a press there; its own field has the keys. */
export class Editing implements ToolState {
  readonly name = 'editing';
  readonly node: string;
  #tool: SelectTool;
  #end: () => void;

  /** `end` closes the text field and keeps what was typed. */
  constructor(tool: SelectTool, node: string, end: () => void) {
    this.#tool = tool;
    this.node = node;
    this.#end = end;
  }

  enter(): void {
    this.#tool.context.map.select([recordOf(this.node)]);
    this.#tool.context.overlay.hover = null;
  }

  down(pointer: Pointer): void {
    this.#end();
    this.#tool.to(new Idle(this.#tool));
    this.#tool.down(pointer);
  }

  cancel(): void {
    this.#end();
    this.#tool.rest();
  }
}
