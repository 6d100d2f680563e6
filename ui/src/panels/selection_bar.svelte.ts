import type { Point } from '../host';

/** The bar above the selection and the menu of the selection, as actions reach them. */
class SelectionBarState {
  /** Gives the keyboard to the bar; null while there is none. */
  focus: (() => void) | null = null;
  /** Opens the menu at a point of the window in CSS px, or, without one, at the selection. */
  openMenu: ((at: Point | null) => void) | null = null;
}

export const selectionBar = new SelectionBarState();
