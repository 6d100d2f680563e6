import type { Rect, WireNode } from '../host';
import { recordOf, type SceneMirror } from '../mirror/scene';
import { NodePicture } from './node_picture';
import type { Headings, Sticky } from './sticky';
import type { Viewport } from './viewport';

/** A zoom that rests this long (ms) is drawn anew at its own scale; as in the scene's layer. */
const SETTLE = 140;

type Side = 'top' | 'left';

/**
 * The headings that stay at the edges of the window: copies of the same fragments on a ground of paper.
 * Panning and zooming only move and scale three boxes; their content is built when it changes.
 */
export class StickyLayer {
  readonly #sides: Record<Side, Strip>;
  readonly #corner: HTMLElement;
  #mirror: SceneMirror;
  #headings: Headings;
  #view: Viewport = { x: 0, y: 0, scale: 1 };
  #sticky: Sticky = { top: null, left: null };
  #drawnScale = 0;
  #settling = 0;

  constructor(host: HTMLElement, mirror: SceneMirror, headings: Headings) {
    this.#mirror = mirror;
    this.#headings = headings;
    this.#sides = { left: new Strip(host, 'left'), top: new Strip(host, 'top') };
    this.#corner = document.createElement('div');
    this.#corner.className = 'sticky corner';
    this.#corner.hidden = true;
    host.append(this.#corner);
  }

  setView(view: Viewport, sticky: Sticky): void {
    const begins = (side: Side) => sticky[side] !== null && this.#sticky[side] === null;
    const zoomed = view.scale !== this.#view.scale;
    this.#view = view;
    const fresh = begins('top') || begins('left');
    this.#sticky = sticky;
    if (!sticky.top && !sticky.left) {
      for (const side of ['top', 'left'] as const) this.#sides[side].hide();
      this.#corner.hidden = true;
      return;
    }
    if (fresh || this.#drawnScale === 0) this.#draw();
    else if (zoomed) {
      clearTimeout(this.#settling);
      const settle = () => {
        this.#draw();
        this.#place();
      };
      this.#settling = globalThis.setTimeout(settle, SETTLE) as unknown as number;
    }
    this.#place();
  }

  /** Shows another state of the scene; `touched` are the nodes that differ. */
  show(mirror: SceneMirror, headings: Headings, touched: readonly string[] | null): void {
    const before = this.#headings;
    this.#mirror = mirror;
    this.#headings = headings;
    const moved = JSON.stringify(before) !== JSON.stringify(headings);
    const shows = (id: string) => this.#sides.top.has(id) || this.#sides.left.has(id) || isHeading(mirror, id);
    if (touched && !moved && !touched.some(shows)) return;
    if (this.#sticky.top || this.#sticky.left) {
      this.#draw();
      this.#place();
    }
  }

  /** Shows as ghosts what is being carried. */
  dim(ids: readonly string[]): void {
    for (const side of Object.values(this.#sides)) side.mark('ghost', ids);
  }

  /** Hides the text that an editor lies over; null shows it again. */
  edit(id: string | null): void {
    for (const side of Object.values(this.#sides)) side.mark('edited', id === null ? [] : [id]);
  }

  destroy(): void {
    clearTimeout(this.#settling);
  }

  #draw(): void {
    clearTimeout(this.#settling);
    const { scale } = this.#view;
    const mirror = this.#mirror;
    const { grid } = this.#headings;
    this.#drawnScale = scale;
    const { top, left } = this.#sticky;
    if (top) {
      const area = { x: 0, y: top.from, width: mirror.width, height: top.to - top.from };
      this.#sides.top.draw(mirror, area, this.#nodes('top', area), scale);
    }
    if (left) {
      const area = { x: left.from, y: grid.y, width: left.to - left.from, height: grid.height };
      this.#sides.left.draw(mirror, area, this.#nodes('left', area), scale);
    }
    this.#corner.style.backgroundColor = mirror.paper;
    if (top && left) {
      this.#corner.style.width = `${(left.to - left.from) * scale}px`;
      this.#corner.style.height = `${(top.to - top.from) * scale}px`;
    }
  }

  #place(): void {
    const { x, y, scale } = this.#view;
    const { top, left } = this.#sticky;
    const ratio = scale / this.#drawnScale;
    const snap = (at: number) => (ratio === 1 ? Math.round(at) : at);
    const topAt = top ? snap(y + (top.from + top.shift) * scale) : 0;
    const leftAt = left ? snap(x + (left.from + left.shift) * scale) : 0;
    const gridAt = snap(y + this.#headings.grid.y * scale);
    if (top) this.#sides.top.place(snap(x), topAt, ratio);
    else this.#sides.top.hide();
    if (left) this.#sides.left.place(leftAt, gridAt, ratio);
    else this.#sides.left.hide();
    this.#corner.hidden = !top || !left;
    if (top && left) this.#corner.style.transform = `translate(${leftAt}px, ${topAt}px) scale(${ratio})`;
  }

  /** What is drawn of the headings, in paint order: with them the rules that cross them. */
  #nodes(side: Side, area: Rect): WireNode[] {
    const { grid } = this.#headings;
    return this.#mirror.within(area).filter((node) => {
      if (node.role === 'decoration') return isRule(node, side, grid);
      if (!isHeading(this.#mirror, node.id)) return false;
      return side === 'top' ? node.y < grid.y : node.x < grid.x;
    });
  }
}

/** Rules and scales that belong to the headings: not the faces, words and bands of the grid itself. */
function isRule(node: WireNode, side: Side, grid: Rect): boolean {
  if (side === 'top') return node.y < grid.y && node.height > grid.height;
  return node.x < grid.x && node.y >= grid.y - 1;
}

function isHeading(mirror: SceneMirror, id: string): boolean {
  const role = mirror.get(recordOf(id))?.role;
  return role === 'stage' || role === 'step' || role === 'lane' || role === 'separator';
}

/** One of the boxes, with its drawing. */
class Strip {
  readonly #box: HTMLElement;
  #copies = new Map<string, NodePicture>();
  #marked = { ghost: new Set<string>(), edited: new Set<string>() };

  constructor(host: HTMLElement, side: Side) {
    this.#box = document.createElement('div');
    this.#box.className = `sticky ${side}`;
    this.#box.dataset.testid = `sticky-${side}`;
    this.#box.hidden = true;
    this.#box.setAttribute('aria-hidden', 'true');
    host.append(this.#box);
  }

  has(id: string): boolean {
    return this.#copies.has(id);
  }

  hide(): void {
    this.#box.hidden = true;
  }

  place(x: number, y: number, ratio: number): void {
    this.#box.hidden = false;
    this.#box.style.transform = `translate(${x}px, ${y}px) scale(${ratio})`;
  }

  draw(mirror: SceneMirror, area: Rect, nodes: readonly WireNode[], scale: number): void {
    this.#box.style.backgroundColor = mirror.paper;
    this.#box.style.width = `${area.width * scale}px`;
    this.#box.style.height = `${area.height * scale}px`;
    const gone = new Set(this.#copies.keys());
    let before: Element | null = null;
    for (const node of nodes) {
      gone.delete(node.id);
      const { element } = this.#copy(node, area, scale);
      const place: Element | null = before ? before.nextElementSibling : this.#box.firstElementChild;
      if (place !== element) this.#box.insertBefore(element, place);
      before = element;
    }
    for (const id of gone) {
      this.#copies.get(id)?.element.remove();
      this.#copies.delete(id);
    }
  }

  /** Gives these copies, or their texts, a class, and takes it from all others. */
  mark(name: 'ghost' | 'edited', ids: readonly string[]): void {
    this.#marked[name] = new Set(ids);
    for (const [id, { group }] of this.#copies) this.#markOne(id, group);
  }

  #markOne(id: string, group: SVGGElement): void {
    group.classList.toggle('ghost', this.#marked.ghost.has(id));
    for (const text of group.querySelectorAll('text')) text.classList.toggle('edited', this.#marked.edited.has(id));
  }

  #copy(node: WireNode, area: Rect, scale: number): NodePicture {
    const known = this.#copies.get(node.id);
    const copy = known ?? new NodePicture(node);
    const filled = known === undefined || copy.fill(node);
    copy.place(scale, area);
    if (!filled) return copy;
    copy.group.dataset.copy = node.id;
    this.#copies.set(node.id, copy);
    this.#markOne(node.id, copy.group);
    return copy;
  }
}
