import type { Rect, WireEditBox, WireNode } from '../host';
import type { SceneMirror } from '../mirror/scene';
import { NodePicture } from './node_picture';
import { SheetPicture } from './sheet_picture';
import { contains, type Size, type Viewport, visibleRect } from './viewport';

const SVG = 'http://www.w3.org/2000/svg';
/** Desk beyond the window that is mounted ahead of a pan, in CSS px. */
const MARGIN = 320;
/** So far (CSS px) a pan goes before the margin is looked at again: often, so that each time little is new. */
const STRIDE = 96;
/** What mounting may take of one frame, in ms, and the nodes that it mounts at least; the rest follows. */
const SLICE = { time: 5, fewest: 8 };
/** The same while everything that can be seen is there. */
const AHEAD = { time: 2, fewest: 4 };
/** A zoom that rests this long (ms) is drawn anew at its own scale. */
const SETTLE = 140;
/** Below this many px, card text (12.5 px at 100 %) cannot be read: the picture takes over. */
const LEAST_TEXT = 5;
const CARD_TEXT = 12.5;
/** More nodes in view than this, and the picture takes over as well; below FEWER they come back. */
const MOST_NODES = 600;
const FEWER_NODES = 500;
/** A map of no more nodes than this is mounted whole: nothing is ever waited for. */
const SMALL = 200;
/** Once nothing has changed for this long (ms), the picture that stands behind a zoom is made ready. */
const IDLE = 1200;

/** Wider than any sheet. */
const EVERYWHERE: Rect = { x: -1e6, y: -1e6, width: 3e6, height: 3e6 };

/**
 * The scene on screen: the pictures of all nodes in or near the window, inside a layer that a CSS
 * transform moves. While a zoom runs, the layer is scaled as it is; when it rests, the pictures take the
 * new scale themselves, so that lines and letters are always sharp. Zoomed far out, the painter's own
 * picture of the same scene stands in for the nodes.
 */
export class SceneLayer {
  readonly #layer: HTMLElement;
  readonly #paper: HTMLElement;
  readonly #sheet: HTMLElement;
  readonly #picture: SheetPicture;

  #mirror: SceneMirror;
  #ranks: ReadonlyMap<string, number> = new Map();
  #mounted = new Map<string, NodePicture>();
  #queue: string[] = [];
  #slice = SLICE;
  #covered: Rect | null = null;
  #view: Viewport = { x: 0, y: 0, scale: 1 };
  #window: Size = { width: 0, height: 0 };
  #drawnScale = 0;
  #settling: ReturnType<typeof setTimeout> | 0 = 0;
  #idle: ReturnType<typeof setTimeout> | 0 = 0;
  #frame = 0;
  #far = false;
  #dimmed = new Set<string>();
  #edited: { id: string; box: WireEditBox } | null = null;

  /** `pictureUrl` gives the address of the painter's picture of the current revision. */
  constructor(layer: HTMLElement, mirror: SceneMirror, pictureUrl: (scale: number) => string) {
    this.#layer = layer;
    this.#mirror = mirror;
    this.#paper = document.createElement('div');
    this.#paper.className = 'paper';
    this.#picture = new SheetPicture(pictureUrl);
    this.#sheet = document.createElement('div');
    this.#sheet.setAttribute('aria-hidden', 'true');
    this.#sheet.className = 'sheet';
    layer.append(this.#paper, this.#picture.element, this.#sheet);
    this.#ranks = mirror.ranks();
    this.#sizeSheet();
  }

  /** Number of nodes that are in the document. */
  get mounted(): number {
    return this.#mounted.size;
  }

  /** Whether the picture stands in for the nodes. */
  get far(): boolean {
    return this.#far;
  }

  setView(view: Viewport, window: Size): void {
    const zoomed = view.scale !== this.#view.scale;
    this.#view = view;
    this.#window = window;
    if (window.width === 0) return;
    if (this.#drawnScale === 0) this.#draw();
    else if (zoomed) {
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => {
        this.#settling = 0;
        this.#draw();
      }, SETTLE);
    }
    this.#place();
    this.#cull();
  }

  /** Shows another state of the mirror (or another mirror); `touched` are the nodes that differ. */
  show(mirror: SceneMirror, touched: readonly string[] | null): void {
    this.#mirror = mirror;
    this.#ranks = mirror.ranks();
    this.#sizeSheet();
    const changed = touched ?? [...this.#mounted.keys()];
    for (const id of changed) {
      const mounted = this.#mounted.get(id);
      const node = mirror.get(id);
      if (!mounted) continue;
      if (!node) this.#unmount(id);
      else this.#refresh(mounted, node);
    }
    this.#covered = null;
    this.#picture.outdate();
    this.#cull();
    if (touched && touched.length > 0) this.#restoreOrder(touched);
    if (this.#far) this.#paint();
  }

  /** Nodes to show as ghosts, because they are being carried in the overlay. */
  dim(ids: readonly string[]): void {
    const next = new Set(ids);
    for (const id of this.#dimmed) if (!next.has(id)) this.#mounted.get(id)?.group.classList.remove('ghost');
    for (const id of next) if (!this.#dimmed.has(id)) this.#mounted.get(id)?.group.classList.add('ghost');
    this.#dimmed = next;
  }

  /** Hides the painted text of the field that an editor lies over; null shows it again. */
  edit(target: { id: string; box: WireEditBox } | null): void {
    const previous = this.#edited;
    this.#edited = target;
    for (const id of [previous?.id, target?.id]) {
      const mounted = id ? this.#mounted.get(id) : undefined;
      if (mounted) this.#hideEdited(mounted);
    }
  }

  destroy(): void {
    clearTimeout(this.#settling);
    clearTimeout(this.#idle);
    cancelAnimationFrame(this.#frame);
    this.#layer.replaceChildren();
  }

  #place(): void {
    const { x, y, scale } = this.#view;
    const ratio = this.#drawnScale > 0 ? scale / this.#drawnScale : 1;
    // At rest the layer lies on whole device pixels, so that hairlines stay hairlines.
    const dpr = globalThis.devicePixelRatio || 1;
    const snap = (value: number) => (ratio === 1 ? Math.round(value * dpr) / dpr : value);
    this.#layer.style.transform = `translate(${snap(x)}px, ${snap(y)}px)${ratio === 1 ? '' : ` scale(${ratio})`}`;
  }

  /** Draws the sheet at the current scale. */
  #draw(): void {
    const { scale } = this.#view;
    this.#drawnScale = scale;
    for (const picture of this.#mounted.values()) picture.place(scale);
    this.#sizeSheet();
    this.#place();
    this.#covered = null;
    this.#cull();
    if (this.#far) this.#paint();
  }

  #sizeSheet(): void {
    const width = `${this.#mirror.width * this.#drawnScale}px`;
    const height = `${this.#mirror.height * this.#drawnScale}px`;
    for (const { style } of [this.#paper, this.#picture.element]) {
      if (style.width !== width) style.width = width;
      if (style.height !== height) style.height = height;
    }
    this.#paper.style.backgroundColor = this.#mirror.paper;
  }

  #cull(): void {
    if (this.#window.width === 0) return;
    const seen = visibleRect(this.#view, this.#window);
    if (this.#covered && contains(this.#covered, seen)) return;
    const small = this.#mirror.size <= SMALL;
    const area = small ? EVERYWHERE : visibleRect(this.#view, this.#window, MARGIN);
    const wanted = this.#mirror.within(area);
    const most = this.#far ? FEWER_NODES : MOST_NODES;
    this.#setFar(this.#view.scale * CARD_TEXT < LEAST_TEXT || wanted.length > most);
    // Of a small map only the scale decides, so that each new one is looked at.
    this.#covered = small ? seen : visibleRect(this.#view, this.#window, STRIDE);

    if (this.#far) {
      this.#queue = [];
      // Until the picture is there, what is mounted stands for the map.
      if (this.#picture.shown) this.#unmountAll();
      return;
    }
    // While a zoom runs, the picture behind the nodes fills what they leave; they come when it rests.
    if (this.#settling !== 0 && this.#picture.current) {
      this.#picture.shown = true;
      return;
    }
    const stays = new Set(wanted.map((node) => node.id));
    for (const id of this.#mounted.keys()) if (!stays.has(id)) this.#unmount(id);
    const first = this.#mounted.size === 0 && !this.#picture.shown;
    this.#queue = wanted.flatMap(({ id }) => (this.#mounted.has(id) ? [] : [id]));
    const inView = this.#mirror.within(seen);
    this.#slice = first || inView.every(({ id }) => this.#mounted.has(id)) ? AHEAD : SLICE;
    // What can be seen appears in one piece; the margin follows.
    if (first) for (const { id } of inView) this.#mountNode(id);
    else this.#mountSlice();
    if (first) this.#frame = requestAnimationFrame(() => this.#mountSlice());
  }

  #setFar(far: boolean): void {
    if (far === this.#far) return;
    this.#far = far;
    if (far) this.#paint();
  }

  /** Loads the picture for the current scale; the one before stays until the new one is there. */
  #paint(): void {
    const scale = this.#view.scale * (globalThis.devicePixelRatio || 1);
    const rest = this.#view.scale === this.#drawnScale;
    void this.#picture.load(this.#mirror, scale, rest).then((there) => {
      if (!there || !this.#far) return;
      this.#picture.shown = true;
      this.#unmountAll();
    });
  }

  #mountSlice(): void {
    cancelAnimationFrame(this.#frame);
    const end = performance.now() + this.#slice.time;
    let done = 0;
    while (done < this.#queue.length && (done < this.#slice.fewest || performance.now() < end)) {
      this.#mountNode(this.#queue[done] as string);
      done++;
    }
    this.#queue.splice(0, done);
    if (this.#queue.length > 0) {
      this.#frame = requestAnimationFrame(() => this.#mountSlice());
      return;
    }
    // The picture goes when every node that it stood for is there.
    if (!this.#far) this.#picture.shown = false;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#prepare(), IDLE);
  }

  /** Makes ready what stands behind a zoom, unless all of the sheet is mounted anyway. */
  #prepare(): void {
    if (this.#far || this.#picture.current || this.#mounted.size === this.#mirror.size) return;
    void this.#picture.prepare(this.#mirror);
  }

  #unmountAll(): void {
    for (const id of [...this.#mounted.keys()]) this.#unmount(id);
  }

  #mountNode(id: string): void {
    const node = this.#mirror.get(id);
    if (node && !this.#mounted.has(id)) this.#mount(node);
  }

  #mount(node: WireNode): void {
    const mounted = new NodePicture(node);
    const { group } = mounted;
    group.dataset.node = node.id;
    group.dataset.role = node.role;
    if (this.#dimmed.has(node.id)) group.classList.add('ghost');
    this.#mounted.set(node.id, mounted);
    mounted.place(this.#drawnScale);
    this.#insert(mounted);
    this.#hideEdited(mounted);
  }

  /** Puts a picture behind the mounted one that is painted before it. */
  #insert({ element, node }: NodePicture): void {
    const rank = this.#ranks.get(node.id) ?? 0;
    // Slices arrive in paint order, so the place is nearly always at or near the end.
    let before: Element | null = this.#sheet.lastElementChild;
    while (before && (before === element || this.#rankOf(before) > rank)) before = before.previousElementSibling;
    if (before) before.after(element);
    else this.#sheet.prepend(element);
  }

  #rankOf(picture: Element): number {
    return this.#ranks.get((picture.firstElementChild as SVGGElement).dataset.node ?? '') ?? 0;
  }

  #restoreOrder(touched: readonly string[]): void {
    for (const id of touched) {
      const mounted = this.#mounted.get(id);
      if (!mounted) continue;
      const rank = this.#ranks.get(id) ?? 0;
      const { previousElementSibling: before, nextElementSibling: after } = mounted.element;
      if ((before && this.#rankOf(before) > rank) || (after && this.#rankOf(after) < rank)) this.#insert(mounted);
    }
  }

  #refresh(mounted: NodePicture, node: WireNode): void {
    const old = mounted.node;
    const filled = mounted.fill(node);
    mounted.place(this.#drawnScale);
    // Writing the same value again would cost a look at the styles of the whole group.
    if (old.role !== node.role) mounted.group.dataset.role = node.role;
    if (this.#edited?.id === node.id || filled) this.#hideEdited(mounted);
  }

  #unmount(id: string): void {
    this.#mounted.get(id)?.element.remove();
    this.#mounted.delete(id);
  }

  #hideEdited({ group, node }: NodePicture): void {
    if (this.#edited?.id !== node.id && !group.querySelector('.edited')) return;
    const box = this.#edited?.id === node.id ? (node.edit ?? this.#edited.box) : null;
    for (const text of group.querySelectorAll('text')) {
      const bounds = box ? text.getBBox() : null;
      const middle = bounds ? bounds.y + bounds.height / 2 : 0;
      const covered = box !== null && middle >= box.y - 2 && middle <= box.y + Math.max(box.height, box.lineHeight) + 2;
      text.classList.toggle('edited', covered);
    }
  }
}

/** A picture of one node by itself, for carrying it in the overlay. */
export function loosePicture(node: WireNode, scale: number): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('width', String(node.width * scale));
  svg.setAttribute('height', String(node.height * scale));
  svg.setAttribute('viewBox', `0 0 ${node.width} ${node.height}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.innerHTML = node.fragment;
  return svg;
}
