import { app } from '../app.svelte';
import { HostError, host, type Imported, type Level, type NewlyImported, type Origin } from '../host';
import { t } from '../i18n';
import { notices } from '../panels/notices.svelte';
import { shelf } from './shelf.svelte';

/** How many things of a level an import tells about. */
export function countOf({ report }: NewlyImported, level: Level): number {
  return report.items.filter((item) => item.level === level).reduce((sum, { count }) => sum + count, 0);
}

/** Where an import came from, in words. */
export function originOf(file: string | null): string {
  return file === null ? t.importing.clipboard : `“${file}”`;
}

/** The file's name of what is brought in; null where it was pasted. */
export function fileOf(origin: Origin): string | null {
  return origin.kind === 'file' ? (origin.path.split(/[/\\]/).at(-1) ?? origin.path) : null;
}

/** Maps that come in: from files, from the clipboard, and from tables that a person explains. */
class Importing {
  /** Whose reports are shown now. */
  shown = $state.raw<readonly NewlyImported[]>([]);
  /** Tables that wait for a person to say what they mean; the first is asked about. */
  asked = $state.raw<readonly Origin[]>([]);
  /** The map that the table which is asked about became before. */
  #replaced: string | null = null;
  /** What was brought in since the app was started, by the map that came of it. */
  #known = $state.raw<ReadonlyMap<string, NewlyImported>>(new Map());

  /** The import that an open map came of, where there is something to be told about it. */
  of(map: string | null): NewlyImported | null {
    return (map !== null && this.#known.get(map)) || null;
  }

  /** Asks for a file and brings it in. */
  choose(): Promise<void> {
    return this.#take(host.importMap());
  }

  files(paths: string[]): Promise<void> {
    return this.#take(host.importFiles(paths));
  }

  /** Makes a map of what another program put on the clipboard. */
  async pasted(text: string, html: string | null): Promise<void> {
    if (text.trim() === '' && html === null) notices.tell(t.importing.nothingPasted);
    else await this.#take(host.importPasted(text, html), 'plain');
  }

  /** Takes a map that came of a table whose columns a person explained. */
  async explained(imported: Imported): Promise<void> {
    const old = this.#replaced;
    this.skip();
    if (old !== null && app.map === old) await app.back();
    await this.#take(Promise.resolve(imported));
    // The map that was made of the table before is in nobody's way, and not lost.
    if (old !== null) await host.trashMap(old).catch(notices.fail);
  }

  /** Leaves the table that is asked about. */
  skip(): void {
    this.#replaced = null;
    this.asked = this.asked.slice(1);
  }

  /** Asks how the table of an import is to be read, though it was read already. */
  readOtherwise({ map, table }: NewlyImported): void {
    if (!table) return;
    this.shown = [];
    this.#replaced = map;
    this.asked = [table, ...this.asked];
  }

  /** Puts the reports away. */
  close(): void {
    this.shown = [];
  }

  /** `unread` is how loudly it is told that a map could not be made: a paste may have been a slip. */
  async #take(coming: Promise<Imported>, unread: 'plain' | 'error' = 'error'): Promise<void> {
    try {
      const { maps, tables, problems } = await coming;
      if (problems.length > 0) notices.tell(t.importing.problems(problems.map(({ message }) => message)), 'error');
      // What was being typed is sent before a dialog takes the keyboard.
      if (tables.length > 0) await app.rest();
      this.asked = [...this.asked, ...tables];
      const told = maps.filter(({ report }) => report.items.length > 0);
      this.#known = new Map([...this.#known, ...told.map((one) => [one.map, one] as const)]);
      const [first] = maps;
      if (first === undefined) return;
      if (maps.length === 1) app.open(first.map);
      else await shelf.welcome(first.map);
      this.#tell(maps);
    } catch (error) {
      if (error instanceof HostError && error.code === 'invalidFile') notices.tell(error.message, unread);
      else notices.fail(error);
    }
  }

  /** Says what came in where a person cannot see it, or should look it over. */
  #tell(maps: readonly NewlyImported[]): void {
    const sum = (level: Level) => maps.reduce((all, one) => all + countOf(one, level), 0);
    const counts = { guessed: sum('guessed'), leftOut: sum('leftOut') };
    const titles = maps.map(({ title }) => title);
    if (counts.guessed + counts.leftOut > 0) {
      const worth = maps.filter((one) => countOf(one, 'guessed') + countOf(one, 'leftOut') > 0);
      notices.tell(t.importing.imported(titles, t.importing.counts(counts)), 'plain', {
        label: t.importing.show,
        run: () => this.show(worth),
      });
    } else if (maps.length > 1) notices.tell(t.importing.imported(titles, ''));
  }

  /** Shows what came of imports. */
  async show(imports: readonly NewlyImported[]): Promise<void> {
    await app.rest();
    this.shown = imports;
  }
}

export const importing = new Importing();
