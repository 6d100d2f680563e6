import { LEAST_HEIGHT, LEAST_NOTE, LEAST_WIDTH } from '../../canvas/arranging';
import type { Handle } from '../../canvas/handles';
import type { Edit, WireNode } from '../../host';
import { t } from '../../i18n';
import type { OpenMap } from '../../mirror/open_map.svelte';
import type { Pointer } from '../tool';
import { Drag } from './drag';
import type { SelectTool } from './select_tool';

/** Sizes go in steps of this many px of the sheet. */
const RHYTHM = 8;

/** The edge of a step, lane, note or card is pulled; the map is laid out anew as it follows. */
export class Resizing extends Drag {
  readonly name = 'resizing';
  #node: WireNode | undefined;
  #handle: Handle;
  #before: number;
  #value: number;
  #moved = false;

  constructor(tool: SelectTool, start: Pointer, handle: Handle) {
    super(tool, start);
    const { map } = tool.context;
    this.#handle = handle;
    this.#node = map.mirror.get(handle.node);
    this.#before = this.#node ? sizeOf(map, handle, this.#node) : 0;
    this.#value = this.#before;
  }

  enter(): void {
    this.context.overlay.handle = this.#handle;
  }

  move(pointer: Pointer): void {
    const { map, overlay } = this.context;
    const by = { x: pointer.sheet.x - this.start.sheet.x, y: pointer.sheet.y - this.start.sheet.y };
    if (!this.#node || (!this.#moved && Math.hypot(by.x, by.y) < 2)) return;
    this.#moved = true;
    overlay.arranging = true;
    const value = pulled(map, this.#handle, this.#node, this.#before, by);
    overlay.size = { node: this.#handle.node, text: said(this.#handle, value) };
    if (value !== this.#value) {
      this.#value = value;
      this.latest.ask(() => this.show(resized(this.#handle, value)));
    }
    this.edge.follow(pointer);
  }

  protected async drop(): Promise<void> {
    const { overlay } = this.context;
    await this.latest.settled();
    overlay.size = null;
    overlay.handle = null;
    overlay.arranging = false;
    if (this.#value === this.#before) await this.settle(null, '');
    else await this.settle(resized(this.#handle, this.#value), said(this.#handle, this.#value));
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
