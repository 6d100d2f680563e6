import { cellAt, nodesIn } from '../../canvas/grid';
import { recordOf } from '../../mirror/scene';
import { DRAG_THRESHOLD, distance, type Pointer, type ToolState } from '../tool';
import { Marquee } from './marquee';
import { Moving } from './moving';
import { Reordering } from './reordering';
import { Scoring } from './scoring';
import type { SelectTool } from './select_tool';
import { Shifting } from './shifting';

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
    this.#tool.rest();
    if (record === null) {
      if (this.#start.shift) return;
      // With something selected, a press on nothing only lets go of it.
      const nothing = map.selection.length === 0;
      map.select([]);
      if (nothing) this.#score();
    } else if (this.#start.shift) {
      const others = map.selection.filter((id) => id !== record);
      map.select(others.length < map.selection.length ? others : [...others, record]);
    } else {
      map.select([record]);
    }
  }

  cancel(): void {
    this.#tool.rest();
  }

  /** A press on an empty step of a curve puts a point there. */
  #score(): void {
    const { map, addTo } = this.#tool.context;
    const cell = cellAt(map.outline, this.#start.on);
    if (!cell || map.outline.lanes[cell.row]?.family !== 'curve') return;
    if (nodesIn(map.mirror, map.outline, cell.row, cell.column).length > 0) return;
    addTo(cell.row, cell.column, undefined, this.#start.on.y);
  }

  #drag(): ToolState {
    const { map } = this.#tool.context;
    const node = this.#node === null ? undefined : map.mirror.get(this.#pick(this.#node));
    const together = node && map.selection.includes(node.id) ? map.selection : node ? [node.id] : [];
    const ofRole = (role: string) => together.filter((id) => map.mirror.get(id)?.role === role);
    switch (node?.role) {
      case 'score':
        if (!node.cell) break;
        map.select([node.id]);
        return new Scoring(this.#tool, this.#start, node);
      case 'card':
        map.select(together);
        return new Moving(this.#tool, this.#start, ofRole('card'));
      case 'note':
        map.select(together);
        return new Shifting(this.#tool, this.#start, ofRole('note'));
      case 'stage':
      case 'step':
      case 'lane':
      case 'separator':
        map.select([node.id]);
        return new Reordering(this.#tool, this.#start, node);
    }
    return new Marquee(this.#tool, this.#start);
  }

  /** The selection names records; nodes that are parts of one stand for it where it has no own node. */
  #pick(node: string): string {
    const record = recordOf(node);
    return this.#tool.context.map.mirror.get(record) ? record : node;
  }
}
