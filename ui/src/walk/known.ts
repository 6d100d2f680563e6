import { host, type Walk } from '../host';
import type { OpenMap } from '../mirror/open_map.svelte';

type Known = { revision: number; walk: Promise<Walk> };

const known = new WeakMap<OpenMap, Known>();
/** Maps without a round that nobody has walked through in this window. */
const untested = new WeakSet<OpenMap>();

/** Maps that may get rounds, or get them back. */
const walkedThrough = new WeakSet<OpenMap>();

/** From now on the map may have rounds. */
export function walked(map: OpenMap): void {
  walkedThrough.add(map);
  untested.delete(map);
}

/**
 * The walk at the map's revision; null where the map has no rounds. Only a walk brings some, so that a map
 * without them is asked once, not after each edit.
 */
export async function walkIfAny(map: OpenMap): Promise<Walk | null> {
  if (untested.has(map)) return null;
  const { revision } = map;
  let asked = known.get(map);
  if (asked?.revision !== revision) {
    asked = { revision, walk: host.walk(map.id) };
    known.set(map, asked);
  }
  const walk = await asked.walk;
  if (walk.rounds.length > 0) return walk;
  if (!walkedThrough.has(map)) untested.add(map);
  return null;
}
