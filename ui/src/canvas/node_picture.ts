import type { Point, WireNode } from '../host';

const SVG = 'http://www.w3.org/2000/svg';
/** Parts of a px that nobody sees. */
const WHOLE = 1e-3;

/**
 * A node as it is drawn: its fragment in an SVG of its own, which the page places. Within one SVG for the
 * whole sheet the web view lays out every text again that only moves, and a card that grows moves all that
 * lie below it; placed by the page, a move costs next to nothing.
 */
export class NodePicture {
  readonly element: SVGSVGElement;
  /** Holds the fragment, in coordinates of the node. */
  readonly group: SVGGElement;
  node: WireNode;
  #placed = '';
  #scale = 0;

  constructor(node: WireNode) {
    this.node = node;
    this.element = document.createElementNS(SVG, 'svg');
    this.element.setAttribute('class', 'node');
    this.group = document.createElementNS(SVG, 'g');
    this.element.append(this.group);
    this.fill(node);
  }

  /** Draws another state of the node; whether anything but its place is another. */
  fill(node: WireNode): boolean {
    const before = this.node;
    this.node = node;
    if (this.group.hasChildNodes() && before.fragment === node.fragment) return false;
    // Fragments are the output of our own painter in Rust, which escapes every text of the map.
    this.group.innerHTML = node.fragment;
    this.#scale = 0;
    return true;
  }

  /** Places it at its point of the sheet, as seen from `origin` (px of the sheet). */
  place(scale: number, origin: Point = { x: 0, y: 0 }): void {
    const x = (this.node.x - origin.x) * scale;
    const y = (this.node.y - origin.y) * scale;
    const placed = `${x} ${y}`;
    if (placed !== this.#placed) {
      this.#placed = placed;
      const { style } = this.element;
      const [left, top] = [Math.floor(x + WHOLE), Math.floor(y + WHOLE)];
      style.left = `${left}px`;
      style.top = `${top}px`;
      // The page would place an SVG at whole px.
      const rest = x - left > WHOLE || y - top > WHOLE ? `translate(${x - left}px, ${y - top}px)` : '';
      if (style.transform !== rest) style.transform = rest;
    }
    if (scale === this.#scale) return;
    this.#scale = scale;
    this.group.setAttribute('transform', `scale(${scale})`);
    this.element.setAttribute('width', String(Math.max(1, this.node.width * scale)));
    this.element.setAttribute('height', String(Math.max(1, this.node.height * scale)));
  }
}
