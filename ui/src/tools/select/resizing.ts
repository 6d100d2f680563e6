import { LEAST_HEIGHT, LEAST_NOTE, LEAST_WIDTH } from '../../canvas/arranging';
import type { Handle } from '../../canvas/handles';
import type { Edit, WireNode } from '../../host';
import { t } from '../../i18n';
import type { OpenMap } from '../../mirror/open_map.svelte';
import { EdgePan } from '../edge_pan';
import { Latest } from '../latest';
import type { Pointer, ToolState } from '../tool';
import type { SelectTool } from './select_tool';

/** Sizes go in steps of this many px of the sheet. */
const RHYTHM = 8;

/** The edge of a step, lane, note or card is pulled; the map is laid out anew as it follows. */
export class Resizing implements ToolState {
  readonly name = 'resizing';
  #tool: SelectTool;
  #start: Pointer;
  #node: WireNode | undefined;
  #handle: Handle;
  #latest: Latest;
  #edge: EdgePan;
  #before: number;
  #value: number;
  #moved = false;
  #over = false;

  constructor(tool: SelectTool, start: Pointer, handle: Handle) {
    const { map, camera, fail } = tool.context;
    this.#tool = tool;
    this.#start = start;
    this.#handle = handle;
    this.#node = map.mirror.get(handle.node);
    this.#latest = new Latest(fail);
    this.#edge = new EdgePan(camera, (pointer) => this.move(pointer));
    this.#before = this.#node ? sizeOf(map, handle, this.#node) : 0;
    this.#value = this.#before;
  }

  enter(): void {
    this.#tool.context.overlay.handle = this.#handle;
  }

  leave(): void {
    this.#edge.stop();
  }

  move(pointer: Pointer): void {
    const { map, overlay } = this.#tool.context;
    const by = { x: pointer.sheet.x - this.#start.sheet.x, y: pointer.sheet.y - this.#start.sheet.y };
    if (!this.#node || (!this.#moved && Math.hypot(by.x, by.y) < 2)) return;
    this.#moved = true;
    overlay.arranging = true;
    const value = pulled(map, this.#handle, this.#node, this.#before, by);
    overlay.size = { node: this.#handle.node, text: said(this.#handle, value) };
    if (value !== this.#value) {
      this.#value = value;
      this.#latest.ask(() => map.preview(resized(this.#handle, value), () => !this.#over));
    }
    this.#edge.follow(pointer);
  }

  up(): void {
    this.#tool.rest();
    void this.#finish();
  }

  cancel(): void {
    this.#over = true;
    this.#latest.drop();
    this.#tool.rest();
    this.#tool.context.overlay.clear();
    this.#tool.context.map.endPreview();
  }

  async #finish(): Promise<void> {
    const { map, overlay, announce, fail } = this.#tool.context;
    await this.#latest.settled();
    overlay.size = null;
    overlay.handle = null;
    overlay.arranging = false;
    try {
      if (this.#value !== this.#before) {
        await map.edit(resized(this.#handle, this.#value));
        announce(said(this.#handle, this.#value));
      } else map.endPreview();
    } catch (error) {
      map.endPreview();
      fail(error);
    }
  }
}

function sizeOf(map: OpenMap, { sort, node }: Handle, drawn: WireNode): number {
  if (sort === 'span') return drawn.cell?.columns ?? 1;
  if (sort === 'height') return map.outline.lanes.find((lane) => lane.id === node)?.height ?? drawn.height;
  return drawn.width;
}

/** The size that an edge pulled so far stands for. */
function pulled(map: OpenMap, { sort }: Handle, node: WireNode, before: number, by: { x: number; y: number }): number {
  const snap = (size: number, least: number) => Math.max(least, Math.round(size / RHYTHM) * RHYTHM);
  switch (sort) {
    case 'height':
      return snap(before + by.y, LEAST_HEIGHT);
    case 'note':
      return snap(before + by.x, LEAST_NOTE);
    case 'span': {
      const first = node.cell?.column ?? 0;
      const edge = node.x + node.width + by.x;
      // Up to the last step of which more than half is covered.
      const last = map.outline.steps.findLastIndex((step) => step.x + step.width / 2 < edge);
      return Math.max(1, last - first + 1);
    }
    default:
      return snap(before + by.x, LEAST_WIDTH);
  }
}

function resized({ sort, node }: Handle, value: number): Edit {
  switch (sort) {
    case 'height':
      return { type: 'updateLane', lane: node, fields: { height: { to: value } } };
    case 'note':
      return { type: 'updateNote', note: node, fields: { width: value } };
    case 'span':
      return { type: 'updateCards', cards: [node], fields: { span: value } };
    default:
      return { type: 'updateStep', step: node, fields: { width: { to: value } } };
  }
}

function said({ sort }: Handle, value: number): string {
  if (sort === 'span') return t.canvas.spans(value);
  return sort === 'height' ? t.canvas.height(value) : t.canvas.width(value);
}
