import type { Rect } from '../host';

/** Nodes of which one box is kept. Cards of a lane follow each other in paint order, so that it is small. */
const GROUP = 64;
/** Numbers of a box: left, top, right, bottom. */
const SIDES = 4;

/**
 * Which nodes a rectangle of the sheet touches: the boxes of all nodes in paint order, and over each 64 of
 * them the box that holds them. Flat lists of numbers, because thousands of nodes move with one edit, and
 * a drag asks for a copy at every slot; a tree would have to be taken apart and put together for each.
 */
export class SheetIndex {
  readonly #boxes: Float64Array;
  /** Built when it is asked for. */
  #groups: Float64Array | null = null;

  private constructor(boxes: Float64Array) {
    this.#boxes = boxes;
  }

  static of(nodes: readonly Rect[]): SheetIndex {
    const index = new SheetIndex(new Float64Array(nodes.length * SIDES));
    for (const [position, node] of nodes.entries()) index.set(position, node);
    return index;
  }

  copy(): SheetIndex {
    const copy = new SheetIndex(this.#boxes.slice());
    // Never changed in place.
    copy.#groups = this.#groups;
    return copy;
  }

  set(position: number, { x, y, width, height }: Rect): void {
    const boxes = this.#boxes;
    const at = position * SIDES;
    boxes[at] = x;
    boxes[at + 1] = y;
    boxes[at + 2] = x + width;
    boxes[at + 3] = y + height;
    this.#groups = null;
  }

  /** Positions in paint order, ascending, of the nodes that touch a rectangle. */
  within({ x, y, width, height }: Rect): number[] {
    const [right, bottom] = [x + width, y + height];
    this.#groups ??= this.#grouped();
    const groups = this.#groups;
    const boxes = this.#boxes;
    const found: number[] = [];
    const touches = (list: Float64Array, at: number) =>
      (list[at] as number) <= right &&
      (list[at + 2] as number) >= x &&
      (list[at + 1] as number) <= bottom &&
      (list[at + 3] as number) >= y;
    for (let group = 0; group < groups.length; group += SIDES) {
      if (!touches(groups, group)) continue;
      const end = Math.min((group + SIDES) * GROUP, boxes.length);
      for (let at = group * GROUP; at < end; at += SIDES) if (touches(boxes, at)) found.push(at / SIDES);
    }
    return found;
  }

  #grouped(): Float64Array {
    const boxes = this.#boxes;
    const count = Math.ceil(boxes.length / SIDES / GROUP);
    const groups = new Float64Array(count * SIDES);
    for (let group = 0; group < count; group++) {
      let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
      const end = Math.min((group + 1) * GROUP * SIDES, boxes.length);
      for (let at = group * GROUP * SIDES; at < end; at += SIDES) {
        left = Math.min(left, boxes[at] as number);
        top = Math.min(top, boxes[at + 1] as number);
        right = Math.max(right, boxes[at + 2] as number);
        bottom = Math.max(bottom, boxes[at + 3] as number);
      }
      groups.set([left, top, right, bottom], group * SIDES);
    }
    return groups;
  }
}
