import { notices } from './panels/notices.svelte';

/** A part of the app that the first frame does without: fetched behind it, or when first asked for. */
export class Late<Part> {
  /** The part, once it is there. */
  here = $state.raw<Part | null>(null);
  #fetch: () => Promise<Part>;
  #coming: Promise<void> | null = null;

  constructor(fetch: () => Promise<Part>) {
    this.#fetch = fetch;
  }

  /** Fetches the part, once. */
  load(): Promise<void> {
    this.#coming ??= this.#fetch().then(
      (part) => {
        this.here = part;
      },
      (error) => {
        // The next one who asks tries again.
        this.#coming = null;
        notices.fail(error);
      },
    );
    return this.#coming;
  }
}

export const editor = new Late(() => import('./panels/Editor.svelte').then((part) => part.default));
export const present = new Late(() => import('./present/Present.svelte').then((part) => part.default));
export const walk = new Late(() => import('./walk/Walk.svelte').then((part) => part.default));
export const dialogs = new Late(() => import('./dialogs'));
