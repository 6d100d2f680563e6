import RBush from 'rbush';
import type { Point, Rect, WireNode, WirePatch, WireScene } from '../host';
import { nightColour, nightNode } from './night';
import { cornersOf, distanceTo, pathOf } from './path';

type Entry = { minX: number; minY: number; maxX: number; maxY: number; id: string };

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

  #nodes: Map<string, WireNode>;
  #order: string[];
  #ranks: Map<string, number> | null = null;
  #entries = new Map<string, Entry>();
  #index = new RBush<Entry>();
  /** Of a copy: places of the nodes that the shared index has elsewhere; null where a node is gone. */
  #strays: Map<string, Entry | null> | null = null;

  private constructor(sheet: Omit<WireScene, 'nodes' | 'title' | 'theme'>, nodes: WireNode[], night: boolean) {
    this.width = sheet.width;
    this.height = sheet.height;
    this.grid = sheet.grid;
    this.paper = sheet.paper;
    this.language = sheet.language;
    this.night = night;
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#order = nodes.map((node) => node.id);
    this.#load();
  }

  static of(scene: WireScene, night = false): SceneMirror {
    if (!night) return new SceneMirror(scene, scene.nodes, false);
    return new SceneMirror({ ...scene, paper: nightColour(scene.paper) }, scene.nodes.map(nightNode), true);
  }

  /**
   * A copy that can be patched for a preview, until this mirror itself is patched. It shares the nodes
   * (they are never changed in place) and the index, and remembers only what it has elsewhere: a drag
   * over a map of thousands of cards asks for one at every slot.
   */
  copy(): SceneMirror {
    const copy = new SceneMirror(this, [], this.night);
    copy.#nodes = new Map(this.#nodes);
    copy.#order = this.#order;
    copy.#ranks = this.#ranks;
    copy.#index = this.#index;
    copy.#strays = new Map(this.#strays);
    return copy;
  }

  get size(): number {
    return this.#order.length;
  }

  get(id: string): WireNode | undefined {
    return this.#nodes.get(id);
  }

  /** All nodes in paint order. */
  nodes(): WireNode[] {
    return this.#order.map((id) => this.#node(id));
  }

  /** Position in paint order of every node. */
  ranks(): ReadonlyMap<string, number> {
    this.#ranks ??= new Map(this.#order.map((id, rank) => [id, rank]));
    return this.#ranks;
  }

  /** Ids of the nodes that a rectangle of the sheet touches, in no particular order. */
  within(area: Rect): string[] {
    const box = { minX: area.x, minY: area.y, maxX: area.x + area.width, maxY: area.y + area.height };
    const found = this.#index.search(box).map((entry) => entry.id);
    const strays = this.#strays;
    if (strays === null || strays.size === 0) return found;
    const rest = found.filter((id) => !strays.has(id));
    for (const entry of strays.values()) if (entry && meets(entry, box)) rest.push(entry.id);
    return rest;
  }

  /**
   * The topmost node under a point that can be picked; scores win over what lies round them, links give
   * way to all. A link is picked by its line, which may be `slack` px away.
   */
  hit(point: Point, slack = 0): WireNode | undefined {
    const around = { x: point.x - slack, y: point.y - slack, width: 2 * slack, height: 2 * slack };
    const ranks = this.ranks();
    let top: WireNode | undefined;
    let best = -1;
    for (const id of this.within(around)) {
      const node = this.#node(id);
      if (!canPick(node) || !isAt(node, point, slack)) continue;
      const rank = (ranks.get(id) ?? 0) + precedence(node) * ranks.size;
      if (rank <= best) continue;
      top = node;
      best = rank;
    }
    return top;
  }

  /**
   * Applies a patch: drops removed and placed nodes, replaces updated, moves moved, then puts each
   * placed node right behind its predecessor. Returns the ids of all nodes that it touched. Throws
   * {@link PatchMismatch}, and changes nothing, where the patch belongs to another scene.
   */
  apply(patch: WirePatch): string[] {
    this.#check(patch);
    const touched: string[] = [];
    const dressed = this.night ? nightNode : (node: WireNode) => node;

    for (const id of patch.removed) {
      this.#nodes.delete(id);
      touched.push(id);
    }
    for (const node of patch.updated) {
      this.#nodes.set(node.id, dressed(node));
      touched.push(node.id);
    }
    for (const { id, x, y, cell } of patch.moved) {
      this.#nodes.set(id, { ...this.#node(id), x, y, cell });
      touched.push(id);
    }
    for (const { node } of patch.placed) {
      this.#nodes.set(node.id, dressed(node));
      touched.push(node.id);
    }
    if (patch.removed.length > 0 || patch.placed.length > 0) this.#reorder(patch);
    if (patch.sheet) {
      this.width = patch.sheet.width;
      this.height = patch.sheet.height;
      this.grid = patch.sheet.grid;
      this.paper = this.night ? nightColour(patch.sheet.paper) : patch.sheet.paper;
    }

    // Past a quarter of the nodes a fresh bulk load is cheaper than taking them out one by one.
    if (!this.#strays && touched.length * 4 > this.#order.length) this.#load();
    else for (const id of touched) this.#reindex(id);
    return touched;
  }

  #check(patch: WirePatch): void {
    const named = [...patch.removed, ...patch.updated.map((node) => node.id), ...patch.moved.map((moved) => moved.id)];
    const arriving = new Set(patch.placed.map(({ node }) => node.id));
    for (const { after } of patch.placed) if (after !== null && !arriving.has(after)) named.push(after);
    for (const id of named) if (!this.#nodes.has(id)) throw new PatchMismatch(id);
  }

  #reorder(patch: WirePatch): void {
    const gone = new Set(patch.removed);
    const followers = new Map<string | null, string[]>();
    for (const { node, after } of patch.placed) {
      gone.add(node.id);
      const list = followers.get(after);
      // A later node behind the same predecessor is inserted right behind it, so it comes first.
      if (list) list.unshift(node.id);
      else followers.set(after, [node.id]);
    }
    const order: string[] = [];
    const chain = (after: string | null) => {
      const pending = [...(followers.get(after) ?? [])];
      while (pending.length > 0) {
        const id = pending.shift() as string;
        order.push(id);
        pending.unshift(...(followers.get(id) ?? []));
      }
    };
    chain(null);
    for (const id of this.#order) {
      if (gone.has(id)) continue;
      order.push(id);
      chain(id);
    }
    this.#order = order;
    this.#ranks = null;
  }

  #node(id: string): WireNode {
    const node = this.#nodes.get(id);
    if (!node) throw new PatchMismatch(id);
    return node;
  }

  #load(): void {
    this.#entries = new Map(this.#order.map((id) => [id, entryOf(this.#node(id))]));
    this.#index.clear();
    this.#index.load([...this.#entries.values()]);
  }

  #reindex(id: string): void {
    if (this.#strays) {
      const node = this.#nodes.get(id);
      this.#strays.set(id, node ? entryOf(node) : null);
      return;
    }
    const old = this.#entries.get(id);
    if (old) this.#index.remove(old);
    const node = this.#nodes.get(id);
    if (!node) {
      this.#entries.delete(id);
      return;
    }
    const entry = entryOf(node);
    this.#entries.set(id, entry);
    this.#index.insert(entry);
  }
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

/** Ids of the nodes that a patch touches. */
export function touchedBy(patch: WirePatch): string[] {
  return [
    ...patch.removed,
    ...patch.updated.map((node) => node.id),
    ...patch.moved.map((moved) => moved.id),
    ...patch.placed.map(({ node }) => node.id),
  ];
}

/** The id of the record that a node shows a part of. */
export function recordOf(node: string): string {
  return node.split('/', 1)[0] as string;
}

function meets(a: Omit<Entry, 'id'>, b: Omit<Entry, 'id'>): boolean {
  return a.minX <= b.maxX && a.minY <= b.maxY && a.maxX >= b.minX && a.maxY >= b.minY;
}

function entryOf(node: WireNode): Entry {
  return { minX: node.x, minY: node.y, maxX: node.x + node.width, maxY: node.y + node.height, id: node.id };
}
