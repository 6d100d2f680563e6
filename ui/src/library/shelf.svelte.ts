import { host, type MapEntry } from '../host';
import { t } from '../i18n';
import { notices } from '../panels/notices.svelte';
import { preferences } from '../preferences.svelte';
import { arranged, tagsOf } from './arrange';

/** The tile that makes a map stands before all others. */
export const NEW = 'new';

/**
 * What the library screen shows. It outlives the screen: coming back from a map, the person finds the
 * same maps at the same place.
 */
class Shelf {
  /** Of the library or, in the trash, of the trash; null before the host has answered. */
  maps = $state.raw<MapEntry[] | null>(null);
  trash = $state(false);
  query = $state('');
  /** The tags that every shown map carries. */
  tags = $state.raw<readonly string[]>([]);
  /** The tile that Tab comes to. */
  current = $state(NEW);
  /** The tile that gets the focus as soon as it stands. */
  wanted = $state<string | null>(null);
  /** How far the screen is scrolled, px. */
  place = 0;
  #load = 0;

  readonly known = $derived(tagsOf(this.maps ?? []));
  readonly shown = $derived(
    arranged(this.maps ?? [], this.trash ? 'trashed' : preferences.current.librarySort, this.tags),
  );
  /** Ids of the tiles, in order. */
  readonly tiles = $derived([...(this.trash || this.tags.length > 0 ? [] : [NEW]), ...this.shown.map((map) => map.id)]);

  async load(): Promise<void> {
    const load = ++this.#load;
    let maps: MapEntry[];
    try {
      maps = await host.listMaps(this.trash);
    } catch (error) {
      notices.fail(error);
      maps = this.maps ?? [];
    }
    if (load !== this.#load) return;
    const at = this.tiles.indexOf(this.current);
    this.maps = maps;
    this.tags = this.tags.filter((tag) => this.known.includes(tag));
    // Where the tile has gone, the one in its place is next.
    if (!this.tiles.includes(this.current)) {
      this.current = this.tiles[Math.min(Math.max(at, 0), this.tiles.length - 1)] ?? NEW;
    }
  }

  /** Goes to the trash, or back. */
  async turn(trash: boolean): Promise<void> {
    this.trash = trash;
    this.query = '';
    this.tags = [];
    this.maps = null;
    this.place = 0;
    this.current = NEW;
    await this.load();
    this.current = this.tiles[0] ?? NEW;
  }

  /** Shows only maps with that tag too, or no longer only those. */
  toggle(tag: string): void {
    this.tags = this.tags.includes(tag) ? this.tags.filter((other) => other !== tag) : [...this.tags, tag];
    this.place = 0;
    this.current = this.tiles[0] ?? NEW;
  }

  rename(map: MapEntry, title: string): Promise<boolean> {
    return this.#change(() => host.renameMap(map.id, title));
  }

  tag(map: MapEntry, tags: string[]): Promise<boolean> {
    return this.#change(() => host.tagMap(map.id, tags));
  }

  async duplicate(map: MapEntry): Promise<void> {
    await this.#change(async () => {
      this.current = await host.duplicateMap(map.id);
      this.wanted = this.current;
    });
  }

  async moveToTrash(map: MapEntry): Promise<void> {
    if (!(await this.#change(() => host.trashMap(map.id)))) return;
    this.wanted = this.current;
    notices.tell(t.library.movedToTrash(map.title), 'plain', {
      label: t.library.undo,
      run: () => void this.restore(map),
    });
  }

  async restore(map: MapEntry): Promise<void> {
    if (!(await this.#change(() => host.restoreMap(map.id)))) return;
    if (!this.trash) this.current = map.id;
    this.wanted = this.current;
    notices.tell(t.library.restored(map.title));
  }

  /** For good. All of them are tried; the first failure is told. */
  async delete(maps: readonly MapEntry[]): Promise<void> {
    await this.#change(async () => {
      const done = await Promise.allSettled(maps.map((map) => host.deleteMap(map.id)));
      const failed = done.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
    });
    this.wanted = this.current;
  }

  /** Shows maps that came in, with the focus on the first of them. */
  async welcome(map: string): Promise<void> {
    if (this.trash) await this.turn(false);
    else await this.load();
    this.current = map;
    this.wanted = map;
  }

  async #change(work: () => Promise<unknown>): Promise<boolean> {
    let done = true;
    try {
      await work();
    } catch (error) {
      done = false;
      notices.fail(error);
    }
    await this.load();
    return done;
  }
}

export const shelf = new Shelf();
