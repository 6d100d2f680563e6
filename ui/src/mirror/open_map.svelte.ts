import type {
  Details,
  DropSlot,
  Edit,
  EditReply,
  History,
  Host,
  OpenedMap,
  Outline,
  SaveReport,
  SaveState,
} from '../host';
import { isEmpty, PatchMismatch, SceneMirror } from './scene';

export type SceneListener = (mirror: SceneMirror, touched: readonly string[] | null) => void;

/**
 * One open map as the window knows it: the mirror of its scene, what is selected, what undo would do,
 * and whether everything is on disk. Edits go to the host one after another; their updates are applied
 * in order, and the whole scene is asked for when a revision was missed.
 */
export class OpenMap {
  readonly id: string;
  title = $state('');
  history = $state.raw<History>({ undo: null, redo: null });
  outline = $state.raw<Outline>({ stages: [], steps: [], lanes: [], hidden: [], personas: [] });
  /** Ids of the selected records. */
  selection = $state.raw<readonly string[]>([]);
  saved = $state.raw<SaveState>({ kind: 'saved' });
  /** Counts the changes of what is shown, so that what is computed from the mirror can follow. */
  shownVersion = $state(0);
  revision = $state(0);

  #host: Host;
  #mirror: SceneMirror;
  #preview: { mirror: SceneMirror; touched: string[] } | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  /** What was asked for last of {@link records}. */
  #records: { key: string; answer: Promise<Details> } | null = null;
  #listener: SceneListener | null = null;
  #tell: (text: string) => void;
  #report: SaveReport = { number: -1, state: { kind: 'saved' } };
  /** Edits that the host has not answered yet. */
  #asked = 0;
  #night: boolean;

  /** `tell` shows the person what an edit did besides; `night` shows the sheet in the dark. */
  constructor(host: Host, opened: OpenedMap, tell: (text: string) => void, night = false) {
    this.#host = host;
    this.#tell = tell;
    this.#night = night;
    this.id = opened.map;
    this.#mirror = SceneMirror.of(opened.scene, night);
    this.#take(opened);
  }

  /** The scene as the host has it. */
  get mirror(): SceneMirror {
    return this.#mirror;
  }

  /** The scene as it is shown: with a preview, where there is one. */
  get shown(): SceneMirror {
    return this.#preview?.mirror ?? this.#mirror;
  }

  listen(listener: SceneListener): () => void {
    this.#listener = listener;
    return () => {
      if (this.#listener === listener) this.#listener = null;
    };
  }

  /** Shows the sheet in the dark, or as it is on paper. */
  async setNight(night: boolean): Promise<void> {
    if (night === this.#night) return;
    this.#night = night;
    await this.#inTurn(() => this.#resync());
  }

  /** Applies an edit. Rejects with the host's error where it is refused; the map is then as it was. */
  edit(edit: Edit): Promise<EditReply> {
    return this.#inTurn(async () => {
      const reply = await this.#host.applyEdit(this.id, edit, [...this.selection]);
      await this.#update(reply);
      return reply;
    });
  }

  /**
   * Takes in a change that the host makes by other means than {@link edit}, such as a picture that is
   * chosen in a dialog; null where none was made. Edits go on while it is asked for.
   */
  async changed(asked: Promise<EditReply | null>): Promise<EditReply | null> {
    const reply = await asked;
    if (reply) await this.#inTurn(() => this.#update(reply));
    return reply;
  }

  undo(): Promise<EditReply | null> {
    return this.#travel(() => this.#host.undo(this.id));
  }

  redo(): Promise<EditReply | null> {
    return this.#travel(() => this.#host.redo(this.id));
  }

  /** What an edit would change, without showing it. */
  async probe(edit: Edit): Promise<SceneMirror> {
    const { base, patch } = await this.#host.previewEdit(this.id, edit);
    const mirror = this.#mirror.copy();
    if (base === this.revision) mirror.apply(patch);
    return mirror;
  }

  /** Shows what an edit would make of the map, until the next edit or {@link endPreview}. */
  async preview(edit: Edit, wanted: () => boolean): Promise<void> {
    const { base, patch } = await this.#host.previewEdit(this.id, edit);
    if (base !== this.revision || !wanted()) return;
    const mirror = this.#mirror.copy();
    const touched = mirror.apply(patch);
    const before = this.#preview?.touched ?? [];
    this.#preview = { mirror, touched };
    this.#show([...before, ...touched]);
  }

  endPreview(): void {
    const preview = this.#preview;
    if (!preview) return;
    this.#preview = null;
    this.#show(preview.touched);
  }

  slotAt(x: number, y: number, dragging: readonly string[]): Promise<DropSlot | null> {
    return this.#host.slotAt(this.id, x, y, [...dragging]);
  }

  /**
   * Records as the host has them at this revision. Whoever asks for the same ones again, such as the
   * inspector and the bar of the selection after each edit, gets the same answer.
   */
  records(ids: readonly string[]): Promise<Details> {
    const key = `${this.revision} ${ids.join(' ')}`;
    if (this.#records?.key !== key) {
      const answer = this.#host.records(this.id, [...ids]);
      const asked = { key, answer };
      this.#records = asked;
      answer.catch(() => {
        // A question that failed may be asked again.
        if (this.#records === asked) this.#records = null;
      });
    }
    return this.#records.answer;
  }

  fieldText(record: string, field: string): Promise<string> {
    return this.#host.fieldText(this.id, record, field);
  }

  select(ids: readonly string[]): void {
    if (ids.length === this.selection.length && ids.every((id, at) => id === this.selection[at])) return;
    this.selection = ids;
  }

  /** Takes in what the writer says about the disk; what is older than what it said before is nothing new. */
  heard(report: SaveReport): void {
    if (report.number > this.#report.number) this.#report = report;
    this.#tellSaved();
  }

  /** Waits for every edit that was made. */
  async settled(): Promise<void> {
    await this.#tail.catch(() => undefined);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#asked++;
    this.#tellSaved();
    const result = this.#tail.then(work).finally(() => {
      this.#asked--;
      this.#tellSaved();
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  #travel(step: () => Promise<EditReply | null>): Promise<EditReply | null> {
    return this.#inTurn(async () => {
      const reply = await step();
      if (reply) {
        await this.#update(reply);
        // What was selected when the edit was made; else what is selected now stays.
        if (reply.selection.length > 0) this.select(reply.selection);
      }
      return reply;
    });
  }

  async #update(reply: EditReply): Promise<void> {
    // Before anything that waits: what the reply says may be older than what is heard meanwhile.
    this.heard(reply.saved);
    for (const notice of reply.notices) this.#tell(notice);
    const shown = this.#preview?.touched ?? [];
    this.#preview = null;
    const expected = reply.revision === this.revision + 1;
    const nothing = reply.revision === this.revision && isEmpty(reply.patch);
    if (!expected && !nothing) return this.#resync();
    try {
      const touched = this.#mirror.apply(reply.patch);
      this.#adopt(reply);
      this.#show([...shown, ...touched]);
    } catch (error) {
      if (!(error instanceof PatchMismatch)) throw error;
      await this.#resync();
    }
  }

  async #resync(): Promise<void> {
    const opened = await this.#host.openMap(this.id);
    this.#mirror = SceneMirror.of(opened.scene, this.#night);
    this.#take(opened);
    this.#show(null);
  }

  #take(opened: OpenedMap): void {
    this.heard(opened.saved);
    this.#adopt({ ...opened, title: opened.scene.title });
  }

  #adopt(news: { revision: number; title: string; history: History; outline: Outline }): void {
    this.revision = news.revision;
    this.title = news.title;
    this.history = news.history;
    this.outline = news.outline;
    this.#dropLostSelection();
  }

  #dropLostSelection(): void {
    const left = this.selection.filter((id) => this.#mirror.get(id));
    if (left.length < this.selection.length) this.selection = left;
  }

  /** “Saved” is only said while the writer says so and no edit is on its way to it. */
  #tellSaved(): void {
    const { state } = this.#report;
    this.saved = state.kind === 'saved' && this.#asked > 0 ? { kind: 'saving' } : state;
  }

  #show(touched: readonly string[] | null): void {
    this.shownVersion++;
    this.#listener?.(this.shown, touched);
  }
}
