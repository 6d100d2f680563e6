import type { LibrarySort, MapEntry } from '../host';

const byTitle = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** As people choose, and as they look for what they threw away: the last first. */
export type Order = LibrarySort | 'trashed';

const ORDERS: Record<Order, (a: MapEntry, b: MapEntry) => number> = {
  modified: (a, b) => b.modifiedAt - a.modifiedAt,
  created: (a, b) => b.createdAt - a.createdAt,
  title: (a, b) => byTitle.compare(a.title, b.title),
  trashed: (a, b) => (b.trashedAt ?? 0) - (a.trashedAt ?? 0),
};

/** The maps that carry every one of the tags, in that order. */
export function arranged(maps: readonly MapEntry[], sort: Order, tags: readonly string[]): MapEntry[] {
  return maps
    .filter((map) => tags.every((tag) => map.tags.includes(tag)))
    .sort((a, b) => ORDERS[sort](a, b) || byTitle.compare(a.title, b.title));
}

/** Every tag in use, the most used first. */
export function tagsOf(maps: readonly MapEntry[]): string[] {
  const uses = new Map<string, number>();
  for (const map of maps) for (const tag of map.tags) uses.set(tag, (uses.get(tag) ?? 0) + 1);
  return [...uses].sort(([a, many], [b, other]) => other - many || byTitle.compare(a, b)).map(([tag]) => tag);
}

/** The maps that say it in their title or wear it as a tag, in that order. */
export function named(maps: readonly MapEntry[], query: string): MapEntry[] {
  const text = query.trim().toLocaleLowerCase();
  if (text === '') return [];
  const title = maps.filter((map) => map.title.toLocaleLowerCase().includes(text));
  const tag = maps.filter((map) => !title.includes(map) && map.tags.some((one) => one.toLocaleLowerCase() === text));
  return [...title, ...tag];
}
