import { recordOf } from '../../mirror/scene';
import { DRAG_THRESHOLD, distance, type Pointer, type ToolState } from '../tool';
import { Marquee } from './marquee';
import { Moving } from './moving';
import { Scoring } from './scoring';
import type { SelectTool } from './select_tool';

/** Pressed on something (or on nothing), not yet a drag. */
export class Pointing implements ToolState {
  readonly name = 'pointing';
  #tool: SelectTool;
  #start: Pointer;
  #node: string | null;

  constructor(tool: SelectTool, start: Pointer, node: string | null) {
    this.#tool = tool;
    this.#start = start;
    this.#node = node;
  }

  move(pointer: Pointer): void {
    if (distance(pointer.screen, this.#start.screen) <= DRAG_THRESHOLD) return;
    this.#tool.to(this.#drag());
    this.#tool.move(pointer);
  }

  up(): void {
    const { map } = this.#tool.context;
    const record = this.#node === null ? null : this.#pick(this.#node);
    if (record === null) {
      if (!this.#start.shift) map.select([]);
    } else if (this.#start.shift) {
      const others = map.selection.filter((id) => id !== record);
      map.select(others.length < map.selection.length ? others : [...others, record]);
    } else {
      map.select([record]);
    }
    this.#tool.rest();
  }

  cancel(): void {
    this.#tool.rest();
  }

  #drag(): ToolState {
    const { map } = this.#tool.context;
    const node = this.#node === null ? undefined : map.mirror.get(this.#pick(this.#node));
    if (node?.role === 'score' && node.cell) {
      map.select([node.id]);
      return new Scoring(this.#tool, this.#start, node);
    }
    if (node?.role === 'card') {
      const together = map.selection.includes(node.id) ? map.selection : [node.id];
      map.select(together);
      const cards = together.filter((id) => map.mirror.get(id)?.role === 'card');
      return new Moving(this.#tool, this.#start, cards);
    }
    return new Marquee(this.#tool, this.#start);
  }

  /** The selection names records; nodes that are parts of one stand for it where it has no own node. */
  #pick(node: string): string {
    const record = recordOf(node);
    return this.#tool.context.map.mirror.get(record) ? record : node;
  }
}
