import type { Size } from './viewport';

/** Up to so many pixels a picture is painted at the very scale that it is shown at. */
const EXACT_PIXELS = 4e6;
/** What stands behind a zoom has no more pixels than this: it is seen for a moment. */
const BEHIND_PIXELS = 2e6;
/** Other pictures have one of these scales, so that few are painted. */
const SCALES = [0.0625, 0.125, 0.25, 0.5, 1] as const;

/**
 * The painter's own picture of the whole sheet, which stands in for the nodes where they are too many or
 * too small. What was loaded last stays until the next one is there.
 */
export class SheetPicture {
  readonly element: HTMLImageElement;
  readonly #address: (scale: number) => string;
  #wanted = '';
  #current = false;

  /** `address` gives the picture of the current revision at a scale. */
  constructor(address: (scale: number) => string) {
    this.#address = address;
    this.element = document.createElement('img');
    this.element.className = 'picture';
    this.element.alt = '';
    this.element.hidden = true;
    this.element.draggable = false;
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  set shown(shown: boolean) {
    if (this.element.hidden === shown) this.element.hidden = !shown;
  }

  /** Whether the picture that is there shows the sheet as it is now. */
  get current(): boolean {
    return this.#current;
  }

  /** The sheet has changed since the picture was painted. */
  outdate(): void {
    this.#current = false;
  }

  /**
   * Loads the picture for a scale (device pixels per px of the sheet): at `rest` pixel for pixel, where
   * that is not too large, else at the next larger step. Resolves to whether it is in its place; false
   * where another one was asked for meanwhile, or the host has none.
   */
  load(sheet: Size, scale: number, rest: boolean): Promise<boolean> {
    const exact = rest && pixels(sheet, scale) <= EXACT_PIXELS;
    const step = SCALES.find((other) => other >= scale * 0.9) ?? 1;
    return this.#load(exact ? Number(scale.toFixed(5)) : step);
  }

  /** Loads a small picture, to stand behind the nodes while a zoom runs. */
  prepare(sheet: Size): Promise<boolean> {
    return this.#load(SCALES.findLast((scale) => pixels(sheet, scale) <= BEHIND_PIXELS) ?? SCALES[0]);
  }

  async #load(scale: number): Promise<boolean> {
    const address = this.#address(scale);
    if (this.element.getAttribute('src') === address) {
      this.#wanted = address;
      this.#current = true;
      return true;
    }
    if (this.#wanted === address) return false;
    this.#wanted = address;
    const next = new Image();
    next.src = address;
    try {
      await next.decode();
    } catch {
      // What was there before stays; the next change asks again.
      if (this.#wanted === address) this.#wanted = '';
      return false;
    }
    if (this.#wanted !== address) return false;
    this.element.src = address;
    this.#current = true;
    return true;
  }
}

function pixels(sheet: Size, scale: number): number {
  return sheet.width * sheet.height * scale * scale;
}
