import type { CanvasSession } from '../canvas/canvas_session.svelte';
import { isoDay } from '../controls/dates';
import { flushDrafts } from '../controls/draft.svelte';
import { type Edit, host, type Rating, type TestRound, type Walk, type WalkStop } from '../host';
import { t } from '../i18n';
import { plainText } from './inline';
import { walked } from './known';

export type Screen = 'start' | 'stop' | 'end';
export type Said = { points?: number | null; impression?: string };

/** Who walked last, while the app runs. */
let lastTester = '';

/**
 * A walk through the open map: which stop one is at, and what its tester says there. Every word is an edit
 * of the map; the round itself comes into being with the first of them.
 */
export class Walking {
  readonly session: CanvasSession;
  walk = $state.raw<Walk | null>(null);
  screen = $state<Screen>('start');
  at = $state(0);
  tester = $state('');
  on = $state(isoDay(new Date()));
  #round = $state<string | null>(null);
  #making: Promise<string> | null = null;
  #asked = 0;

  readonly stops: readonly WalkStop[] = $derived(this.walk?.stops ?? []);
  readonly stop: WalkStop | undefined = $derived(this.stops[Math.min(this.at, this.stops.length - 1)]);
  readonly round: TestRound | undefined = $derived(this.walk?.rounds.find(({ id }) => id === this.#round));
  /** What this round has said so far. */
  readonly ratings: readonly Rating[] = $derived(this.of(this.#round));
  readonly stages: number = $derived(new Set(this.stops.map(({ stage }) => stage)).size);

  constructor(session: CanvasSession) {
    this.session = session;
    walked(session.map);
  }

  /** Asks for the walk as the map has it now; of several answers the last question's counts. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    const walk = await host.walk(this.session.map.id);
    if (asked !== this.#asked) return;
    if (this.walk === null) this.tester = lastTester || (walk.rounds[0]?.tester ?? '');
    // An undo may have taken the round away.
    if (this.walk?.rounds.some(({ id }) => id === this.#round) && !walk.rounds.some(({ id }) => id === this.#round)) {
      this.#round = null;
      this.#making = null;
      if (this.screen === 'end') this.screen = 'start';
    }
    this.walk = walk;
  }

  of(round: string | null): Rating[] {
    return round === null ? [] : (this.walk?.ratings.filter((rating) => rating.round === round) ?? []);
  }

  said(card: string): Rating | undefined {
    return this.ratings.find((rating) => rating.card === card);
  }

  /** Begins a new round; it is kept once something is said in it. */
  begin(): void {
    lastTester = this.tester.trim();
    this.#round = null;
    this.#making = null;
    this.go(0);
  }

  /** Goes on with a round, at the first stop that it has not rated. */
  goOn(round: TestRound): void {
    this.#take(round);
    const rated = new Set(this.ratings.map(({ card }) => card));
    this.go(
      Math.max(
        0,
        this.stops.findIndex(({ card }) => !rated.has(card)),
      ),
    );
  }

  look(round: TestRound): void {
    this.#take(round);
    this.screen = 'end';
  }

  #take(round: TestRound): void {
    this.#round = round.id;
    this.#making = Promise.resolve(round.id);
    this.tester = round.tester ?? '';
    this.on = round.on;
  }

  go(at: number): void {
    this.at = Math.min(Math.max(0, at), Math.max(0, this.stops.length - 1));
    this.screen = 'stop';
    const { stop } = this;
    if (stop) {
      const text = plainText(stop.text) || t.walking.unnamed;
      this.session.announce(t.walking.saidPlace(this.at + 1, this.stops.length, text));
    }
  }

  next(): void {
    if (this.screen === 'start') this.begin();
    else if (this.screen === 'stop' && this.at < this.stops.length - 1) this.go(this.at + 1);
    else this.screen = 'end';
  }

  previous(): void {
    if (this.screen === 'end') this.go(this.at);
    else if (this.screen === 'stop' && this.at > 0) this.go(this.at - 1);
    else this.start();
  }

  /** To the list of rounds; the next walk is a new one. */
  start(): void {
    this.screen = 'start';
    this.on = isoDay(new Date());
  }

  /** Says something of a stop; resolves when it is there to be read again. */
  async rate(card: string, { points, impression }: Said): Promise<void> {
    const fields = {
      ...(points !== undefined && { points: points === null ? ('clear' as const) : { to: points } }),
      ...(impression !== undefined && { impression }),
    };
    await this.#say((round) => ({ type: 'rate', round, card, fields }));
  }

  /** Says something of the whole round. */
  async note(note: string): Promise<void> {
    await this.#say((round) => ({ type: 'updateTestRound', round, fields: { note } }));
  }

  async remove(round: TestRound): Promise<void> {
    if (round.id === this.#round) {
      this.#round = null;
      this.#making = null;
    }
    await this.#edit({ type: 'remove', ids: [round.id] });
  }

  /** Sends what is typed and waits for it. */
  async finish(): Promise<void> {
    await flushDrafts();
    await this.session.map.settled();
  }

  async #edit(edit: Edit): Promise<void> {
    await this.session.map.edit(edit);
    await this.read();
  }

  /** Keeps a word in the round that is walked; the first one makes the round with it, as one edit. */
  async #say(word: (round: string) => Edit): Promise<void> {
    if (this.#making === null) {
      this.#making = this.#make(word);
      await this.#making;
      await this.read();
    } else {
      await this.#edit(word(await this.#making));
    }
  }

  async #make(word: (round: string) => Edit): Promise<string> {
    try {
      const fields = { tester: this.tester.trim(), on: this.on || isoDay(new Date()) };
      const { added } = await this.session.map.edit({
        type: 'several',
        label: t.walking.addRound,
        // `@0` is the round that the part before makes.
        edits: [{ type: 'addTestRound', fields }, word('@0')],
      });
      const [round] = added;
      if (round === undefined) throw new Error('no test round was added');
      this.#round = round;
      return round;
    } catch (error) {
      // The next word tries again.
      this.#making = null;
      throw error;
    }
  }
}

/** How a round is called. */
export function nameOf(round: TestRound): string {
  return round.tester?.trim() || t.walking.anonymous;
}
