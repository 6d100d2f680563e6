import type { Details, Edit, MapRecord } from '../host';
import { t } from '../i18n';
import type { OpenMap } from '../mirror/open_map.svelte';
import { recordOf } from '../mirror/scene';
import { Latest } from '../tools/latest';
import { each } from './shared';

export type RecordKind = MapRecord['kind'];
export type BodyOf<K extends RecordKind> = Extract<MapRecord, { kind: K }>['body'];

/** What the nodes of the map's own texts are called, such as `map/title`. */
const MAP = 'map';

/** The records behind a selection of nodes, each once; the map itself where nothing is selected. */
export function targetsOf(selection: readonly string[], map: string): string[] {
  const ids = new Set(selection.map((node) => (recordOf(node) === MAP ? map : recordOf(node))));
  return ids.size === 0 ? [map] : [...ids];
}

/**
 * What the inspector shows: some records as the host last told them, and the way to change them. One
 * target stands for one selection; edits of a target wait for each other, and each is composed from what
 * the one before it left.
 */
export class Target {
  readonly map: OpenMap;
  readonly ids: readonly string[];
  details = $state.raw<Details | null>(null);
  /** Tells the person of a failure that no field can show. */
  readonly fail: (error: unknown) => void;
  #reading: Latest;
  #readAt = -1;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(map: OpenMap, ids: readonly string[], fail: (error: unknown) => void) {
    this.map = map;
    this.ids = ids;
    this.fail = fail;
    this.#reading = new Latest(fail);
  }

  /** Asks for the records, where the map is newer than what is shown; one question at a time. */
  async read(): Promise<void> {
    this.#reading.ask(async () => {
      const { revision } = this.map;
      if (this.#readAt === revision) return;
      const details = await this.map.records(this.ids);
      this.#readAt = revision;
      this.details = details;
    });
    await this.#reading.settled();
  }

  /** The records, where all are of one kind. */
  all<K extends RecordKind>(kind: K): BodyOf<K>[] {
    return bodies(this.details, kind);
  }

  /**
   * Makes the edit that `compose` finds for the records as they are in that moment; null makes none.
   * Resolves when the change is in {@link details}; rejects with the host's reason against it.
   */
  edit(compose: (details: Details) => Edit | null): Promise<void> {
    const done = this.#tail.then(async () => {
      const edit = this.details && compose(this.details);
      if (!edit) return;
      await this.map.edit(edit);
      await this.read();
    });
    this.#tail = done.catch(() => undefined);
    return done;
  }

  /** Makes an edit of each of the records of a kind, as one undo step. */
  editEach<K extends RecordKind>(kind: K, compose: (record: BodyOf<K>) => Edit | null): Promise<void> {
    const { edits, several } = t.inspector;
    return this.edit((details) => {
      const records = bodies(details, kind);
      return each(edits.change(several[kind](records.length)), records, compose);
    });
  }
}

export function bodies<K extends RecordKind>(details: Details | null, kind: K): BodyOf<K>[] {
  return (details?.records ?? []).flatMap((record) => (record.kind === kind ? [record.body as BodyOf<K>] : []));
}
