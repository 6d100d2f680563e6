import type { Edit } from '../../host';
import { EdgePan } from '../edge_pan';
import { Latest } from '../latest';
import type { Pointer, ToolContext, ToolState } from '../tool';
import type { SelectTool } from './select_tool';

/**
 * What drags of things on the sheet share: the map shows how it would then be, asking the host one thing at
 * a time; Escape leaves everything as it was; letting go is one edit.
 */
export abstract class Drag implements ToolState {
  abstract readonly name: string;
  protected readonly context: ToolContext;
  protected readonly start: Pointer;
  protected readonly edge: EdgePan;
  protected readonly latest: Latest;
  /** Given up: what the host still answers changes nothing. */
  protected over = false;
  #tool: SelectTool;

  constructor(tool: SelectTool, start: Pointer) {
    this.#tool = tool;
    this.context = tool.context;
    this.start = start;
    this.edge = new EdgePan(tool.context.camera, (pointer) => this.move(pointer));
    this.latest = new Latest(tool.context.fail);
  }

  abstract move(pointer: Pointer): void;

  /** Makes what was shown so, with `settle`. */
  protected abstract drop(): Promise<void>;

  leave(): void {
    this.edge.stop();
  }

  up(): void {
    this.#tool.rest();
    void this.drop();
  }

  cancel(): void {
    this.over = true;
    this.latest.drop();
    this.#tool.rest();
    this.context.overlay.clear();
    this.context.map.endPreview();
  }

  /** Shows the map as it would be after an edit, or as it is. */
  protected async show(edit: Edit | null): Promise<void> {
    if (edit) await this.context.map.preview(edit, () => !this.over);
    else this.context.map.endPreview();
  }

  /** Stores the edit, if there is one, and says what happened. */
  protected async settle(edit: Edit | null, said: string): Promise<void> {
    const { map, announce, fail } = this.context;
    try {
      if (edit) await map.edit(edit);
      else map.endPreview();
      if (said !== '') announce(said);
    } catch (error) {
      map.endPreview();
      fail(error);
    }
  }
}
