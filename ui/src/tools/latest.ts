/**
 * Runs one piece of asynchronous work at a time. What is asked for meanwhile replaces what was waiting:
 * the latest wins, and nothing piles up behind a slow host.
 */
export class Latest {
  #running: Promise<void> | null = null;
  #waiting: (() => Promise<void>) | null = null;
  #fail: (error: unknown) => void;

  constructor(fail: (error: unknown) => void) {
    this.#fail = fail;
  }

  ask(work: () => Promise<void>): void {
    this.#waiting = work;
    this.#running ??= this.#run();
  }

  /** Resolves when the latest work is done. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Drops what has not begun. */
  drop(): void {
    this.#waiting = null;
  }

  async #run(): Promise<void> {
    while (this.#waiting) {
      const work = this.#waiting;
      this.#waiting = null;
      try {
        await work();
      } catch (error) {
        this.#fail(error);
      }
    }
    this.#running = null;
  }
}
