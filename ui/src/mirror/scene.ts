import type { Point, Rect, WireNode, WirePatch, WireScene, WireShift } from '../host';
import { nightColour, nightNode } from './night';
import { cornersOf, distanceTo, pathOf } from './path';
import { SheetIndex } from './sheet_index';

/** A patch that names a node the mirror lacks: an update was missed, the whole scene is needed. */
export class PatchMismatch extends Error {}

/** Roles that a click can pick. */
const PICKABLE = new Set([
  'card',
  'score',
  'stage',
  'step',
  'lane',
  'separator',
  'title',
  'subtitle',
  'note',
  'persona',
  'objective',
]);

/**
 * The sheet as the host last told it: nodes in paint order, and where they are. Coordinates are px of
 * the sheet. Plain data, never reactive: a scene has thousands of nodes.
 */
export class SceneMirror {
  width: number;
  height: number;
  grid: Rect;
  paper: string;
  readonly language: string;
  /** Whether the sheet is shown in the dark. */
  readonly night: boolean;

  /** In paint order. */
  #nodes: WireNode[];
  /** Position in paint order of every node; never changed in place. */
  #ranks: ReadonlyMap<string, number>;
  #index: SheetIndex;

  private constructor(sheet: Omit<WireScene, 'nodes' | 'title' | 'theme'>, nodes: WireNode[], night: boolean) {
    this.width = sheet.width;
    this.height = sheet.height;
    this.grid = sheet.grid;
    this.paper = sheet.paper;
    this.language = sheet.language;
    this.night = night;
    this.#nodes = nodes;
    this.#ranks = ranksOf(nodes);
    this.#index = SheetIndex.of(nodes);
  }

  static of(scene: WireScene, night = false): SceneMirror {
    if (!night) return new SceneMirror(scene, [...scene.nodes], false);
    return new SceneMirror({ ...scene, paper: nightColour(scene.paper) }, scene.nodes.map(nightNode), true);
  }

  /**
   * A copy that can be patched for a preview. The nodes, which are never changed in place, are the same
   * ones: a drag over a map of thousands of cards asks for a copy at every slot.
   */
  copy(): SceneMirror {
    const copy = new SceneMirror(this, [], this.night);
    copy.#nodes = this.#nodes.slice();
    copy.#ranks = this.#ranks;
    copy.#index = this.#index.copy();
    return copy;
  }

  get size(): number {
    return this.#nodes.length;
  }

  get(id: string): WireNode | undefined {
    const rank = this.#ranks.get(id);
    return rank === undefined ? undefined : this.#nodes[rank];
  }

  /** All nodes in paint order. */
  nodes(): readonly WireNode[] {
    return this.#nodes;
  }

  /** Position in paint order of every node. */
  ranks(): ReadonlyMap<string, number> {
    return this.#ranks;
  }

  /** The nodes that a rectangle of the sheet touches, in paint order. */
  within(area: Rect): WireNode[] {
    return this.#index.within(area).map((rank) => this.#nodes[rank] as WireNode);
  }

  /**
   * The topmost node under a point that can be picked; scores win over what lies round them, links give
   * way to all. A link is picked by its line, which may be `slack` px away.
   */
  hit(point: Point, slack = 0): WireNode | undefined {
    const around = { x: point.x - slack, y: point.y - slack, width: 2 * slack, height: 2 * slack };
    let top: WireNode | undefined;
    let best = -1;
    for (const node of this.within(around)) {
      const order = precedence(node);
      // The later of two is painted above the other.
      if (order < best || !canPick(node) || !isAt(node, point, slack)) continue;
      top = node;
      best = order;
    }
    return top;
  }

  /**
   * Applies a patch: drops removed and placed nodes, replaces updated, puts each placed node right behind
   * its predecessor, then moves those that only stand elsewhere. Returns the ids of all nodes that it
   * touched. Throws {@link PatchMismatch}, and changes nothing, where the patch belongs to another scene.
   */
  apply(patch: WirePatch): string[] {
    const dressed = this.night ? nightNode : (node: WireNode) => node;
    for (const { id } of patch.updated) if (!this.#ranks.has(id)) throw new PatchMismatch(id);
    const reordered = patch.removed.length > 0 || patch.placed.length > 0;
    const nodes = reordered ? this.#arranged(patch, dressed) : this.#nodes;
    const ranks = reordered ? ranksOf(nodes) : this.#ranks;
    const spans = patch.shifts.map((shift) => spanOf(shift, ranks));

    this.#nodes = nodes;
    this.#ranks = ranks;
    const changed: number[] = [];
    const put = (rank: number, node: WireNode) => {
      nodes[rank] = node;
      changed.push(rank);
    };
    for (const node of patch.updated) {
      const rank = ranks.get(node.id);
      if (rank !== undefined) put(rank, dressed(node));
    }
    for (const [at, { dx, dy, rows, columns }] of patch.shifts.entries()) {
      const { first, last } = spans[at] as Span;
      for (let rank = first; rank <= last; rank++) {
        const node = nodes[rank] as WireNode;
        const cell = node.cell && { ...node.cell, row: node.cell.row + rows, column: node.cell.column + columns };
        put(rank, { ...node, x: node.x + dx, y: node.y + dy, cell });
      }
    }
    if (patch.sheet) {
      this.width = patch.sheet.width;
      this.height = patch.sheet.height;
      this.grid = patch.sheet.grid;
      this.paper = this.night ? nightColour(patch.sheet.paper) : patch.sheet.paper;
    }

    if (reordered) this.#index = SheetIndex.of(nodes);
    else for (const rank of changed) this.#index.set(rank, nodes[rank] as WireNode);
    const touched = changed.map((rank) => (nodes[rank] as WireNode).id);
    return [...patch.removed, ...touched, ...patch.placed.map(({ node }) => node.id)];
  }

  /** The nodes in their new paint order. */
  #arranged(patch: WirePatch, dressed: (node: WireNode) => WireNode): WireNode[] {
    const gone = new Set(patch.removed);
    const arriving = new Set<string>();
    const followers = new Map<string | null, WireNode[]>();
    for (const id of gone) if (!this.#ranks.has(id)) throw new PatchMismatch(id);
    for (const { node, after } of patch.placed) {
      arriving.add(node.id);
      const list = followers.get(after);
      // A later node behind the same predecessor is inserted right behind it, so it comes first.
      if (list) list.unshift(node);
      else followers.set(after, [node]);
    }
    for (const after of followers.keys())
      if (after !== null && !arriving.has(after) && !this.#ranks.has(after)) throw new PatchMismatch(after);
    const nodes: WireNode[] = [];
    const chain = (after: string | null) => {
      const pending = [...(followers.get(after) ?? [])];
      while (pending.length > 0) {
        const node = pending.shift() as WireNode;
        nodes.push(dressed(node));
        pending.unshift(...(followers.get(node.id) ?? []));
      }
    };
    chain(null);
    for (const node of this.#nodes) {
      if (gone.has(node.id) || arriving.has(node.id)) continue;
      nodes.push(node);
      if (followers.has(node.id)) chain(node.id);
    }
    return nodes;
  }
}

type Span = { first: number; last: number };

/** Positions of the nodes that a shift moves. */
function spanOf(shift: WireShift, ranks: ReadonlyMap<string, number>): Span {
  const [first, last] = [ranks.get(shift.first), ranks.get(shift.last)];
  if (first === undefined || last === undefined || last - first + 1 !== shift.count)
    throw new PatchMismatch(`${shift.first} to ${shift.last}`);
  return { first, last };
}

function ranksOf(nodes: readonly WireNode[]): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const [rank, node] of nodes.entries()) ranks.set(node.id, rank);
  return ranks;
}

/** A text that can be written in place can be picked, whatever it is a part of. */
function canPick(node: WireNode): boolean {
  return PICKABLE.has(node.role) || node.role === 'link' || node.edit !== null;
}

/** Faces are small and stand before everything; a link under way across a card is not meant. */
function precedence(node: WireNode): number {
  if (node.role === 'score') return 2;
  return node.role === 'link' ? 0 : 1;
}

function isAt(node: WireNode, point: Point, slack: number): boolean {
  if (node.role !== 'link') {
    return point.x >= node.x && point.y >= node.y && point.x <= node.x + node.width && point.y <= node.y + node.height;
  }
  const path = pathOf(node.fragment);
  if (path === null) return false;
  return distanceTo(cornersOf(path), { x: point.x - node.x, y: point.y - node.y }) <= Math.max(slack, 1);
}

/** Whether a patch changes nothing. */
export function isEmpty({ removed, updated, shifts, placed, sheet }: WirePatch): boolean {
  return removed.length + updated.length + shifts.length + placed.length === 0 && sheet === null;
}

/** The id of the record that a node shows a part of. */
export function recordOf(node: string): string {
  return node.split('/', 1)[0] as string;
}
