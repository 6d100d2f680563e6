import { reasonOf } from './draft.svelte';

/**
 * A choice between the press and the host's answer: shown at once, and taken back, with the reason, where
 * it is refused.
 */
export class Asked<T> {
  /** Why the last choice did not come about; empty where it did. */
  error = $state('');
  #wish = $state.raw<{ value: T } | null>(null);

  /** Whether an answer is still to come. */
  get open(): boolean {
    return this.#wish !== null;
  }

  /** What to show: the choice, or else what the map has. */
  or(value: T): T {
    return this.#wish ? this.#wish.value : value;
  }

  async ask(value: T, send: (value: T) => Promise<unknown>): Promise<void> {
    const wish = { value };
    this.#wish = wish;
    this.error = '';
    try {
      await send(value);
    } catch (problem) {
      this.error = reasonOf(problem);
    }
    if (this.#wish === wish) this.#wish = null;
  }
}
