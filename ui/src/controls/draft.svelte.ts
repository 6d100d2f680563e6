import { HostError } from '../host/host';
import { t } from '../i18n';

/** Typing rests this long (ms) before it is sent. */
const REST = 400;

/** What was typed cannot be read as a value; the message says what can. */
export class Unreadable extends Error {}

/** Why a change did not happen, in words for the person; empty where they called it off themselves. */
export function reasonOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  if (error instanceof HostError) return error.code === 'cancelled' ? '' : error.message;
  console.error(error);
  return t.common.failed;
}

type Source = {
  /** The text as the map has it. */
  text: string;
  /** Resolves when the map, and `text`, have it. */
  send: (text: string) => Promise<unknown>;
};

const live = new Set<Draft>();

/** Sends whatever is typed and not yet sent, anywhere in the window. */
export async function flushDrafts(): Promise<void> {
  await Promise.all([...live].map((draft) => draft.flush()));
}

/**
 * A text being typed into a field: shown while it differs from what the map has, sent after a rest and
 * when the field is left. What changes underneath is shown as soon as nothing is being typed.
 */
export class Draft {
  error = $state('');
  #typed = $state.raw<string | null>(null);
  #source: () => Source;
  #eager: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: { text: string; done: Promise<void> } | null = null;
  #start: string | null = null;
  /** Whether anything was sent since the field got the keyboard. */
  #sent = false;

  /** `eager` sends also while the field keeps the keyboard, after a rest. */
  constructor(source: () => Source, eager = true) {
    this.#source = source;
    this.#eager = eager;
  }

  get text(): string {
    return this.#typed ?? this.#source().text;
  }

  /** Whether something was typed that the map does not have yet. */
  get open(): boolean {
    return this.#typed !== null;
  }

  /** The field got the keyboard: what it says now is what Escape brings back. */
  begin(): void {
    this.#start = this.text;
    this.#sent = false;
  }

  typed(text: string): void {
    this.#typed = text;
    this.error = '';
    live.add(this);
    clearTimeout(this.#timer);
    if (this.#eager) this.#timer = setTimeout(() => void this.flush(), REST);
  }

  /** Sends what is typed; resolves when the map has it, or has refused it. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const text = this.#typed;
    if (text === null) return;
    if (this.#sending?.text === text) return this.#sending.done;
    const { text: known, send } = this.#source();
    if (text === known && this.#sending === null) return this.#settle(text);
    const done = this.#send(text, send);
    this.#sent = true;
    this.#sending = { text, done };
    await done;
  }

  /** The field is gone: what is typed is sent, and what cannot be read is given up. */
  async end(): Promise<void> {
    await this.flush();
    live.delete(this);
  }

  /** Puts back what the field said when it got the keyboard. */
  async restore(): Promise<void> {
    const start = this.#start;
    clearTimeout(this.#timer);
    this.error = '';
    if (start === null || !this.#sent) return this.#settle(this.#typed);
    this.typed(start);
    await this.flush();
  }

  async #send(text: string, send: Source['send']): Promise<void> {
    try {
      await send(text);
      this.#settle(text);
    } catch (error) {
      this.error = reasonOf(error);
      // What cannot be read stays to be mended; what the host refused gives way to what the map has.
      if (!(error instanceof Unreadable)) this.#settle(text);
    } finally {
      if (this.#sending?.text === text) this.#sending = null;
    }
  }

  /** Nothing is being typed any more, unless typing went on meanwhile. */
  #settle(text: string | null): void {
    if (this.#typed !== text) return;
    this.#typed = null;
    live.delete(this);
  }
}
