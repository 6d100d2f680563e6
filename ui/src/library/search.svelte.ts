import { host, type MapEntry, type SearchHit } from '../host';
import { notices } from '../panels/notices.svelte';
import { named } from './arrange';
import { shelf } from './shelf.svelte';

const DELAY = 140;
/** Of one map; who wants more opens it. */
const MOST_SNIPPETS = 4;

/** Something that a search found: a map, or a record of it. */
export type Result = { id: string; map: string; record: string | null; parts: SearchHit['parts'] };
export type Group = { map: string; title: string; entry: MapEntry | null; results: Result[] };

/** What the search field asks, what was found, and which of it Enter opens. */
export class Search {
  hits = $state.raw<SearchHit[] | null>(null);
  #active = $state(0);
  /** Whether `hits` are of what the field says now. */
  #settled = true;
  #entered: ((result: Result) => void) | null = null;

  /** Maps that are called so first, then those that say it somewhere, in the order of their rank. */
  readonly groups = $derived(grouped(named(shelf.maps ?? [], shelf.query), this.hits ?? [], shelf.maps ?? []));
  readonly results = $derived(this.groups.flatMap((group) => group.results));
  readonly active = $derived(this.results[Math.min(this.#active, this.results.length - 1)] ?? null);

  constructor() {
    $effect(() => {
      const text = shelf.query.trim();
      this.#active = 0;
      this.#settled = text === '';
      this.#entered = null;
      if (text === '') {
        this.hits = null;
        return;
      }
      let over = false;
      const timer = setTimeout(async () => {
        try {
          const found = await host.searchMaps(text);
          if (!over) this.#arrived(found);
        } catch (error) {
          notices.fail(error);
        }
      }, DELAY);
      return () => {
        over = true;
        clearTimeout(timer);
      };
    });
  }

  /** Opens the chosen result; where the last letters are still being looked for, as soon as they are found. */
  enter(open: (result: Result) => void): void {
    if (!this.#settled) this.#entered = open;
    else if (this.active) open(this.active);
  }

  #arrived(hits: SearchHit[]): void {
    this.hits = hits;
    this.#settled = true;
    const open = this.#entered;
    this.#entered = null;
    if (open) this.enter(open);
  }

  /** Goes on by so many results, round the ends. */
  go(by: number): void {
    const { length } = this.results;
    if (length === 0) return;
    const at = this.active ? this.results.indexOf(this.active) : 0;
    this.#active = (at + by + length) % length;
  }
}

function grouped(titled: MapEntry[], hits: SearchHit[], maps: MapEntry[]): Group[] {
  const groups = new Map<string, Group>();
  const groupOf = (map: string, title: string): Group => {
    const known = groups.get(map);
    if (known) return known;
    const head = { id: `found-${map}`, map, record: null, parts: [] };
    const entry = maps.find((one) => one.id === map) ?? null;
    const group = { map, title: entry?.title ?? title, entry, results: [head] };
    groups.set(map, group);
    return group;
  };
  for (const map of titled) groupOf(map.id, map.title);
  for (const { map, title, kind, record, parts } of hits) {
    const group = groupOf(map, title);
    // A map's own title is shown already.
    if (kind === 'map' || group.results.length > MOST_SNIPPETS) continue;
    // What a record says stands line by line; a snippet is one line.
    const told = parts.map((part) => ({ ...part, text: part.text.replace(/\s*\n\s*/g, ' · ') }));
    group.results.push({ id: `found-${map}-${record}`, map, record, parts: told });
  }
  return [...groups.values()];
}
