import type { LinkEndView, LinkKind, LinkView } from '../host';
import type { OpenMap } from '../mirror/open_map.svelte';

/** A card that may be linked to. */
export type Candidate = { id: string; title: string; laneKind: string; step: string };

/** A link as one of its ends sees it. */
export type Relation = { link: string; kind: LinkKind; outgoing: boolean; label: string; other: LinkEndView };

/** What a card or step is linked to, in the order of the map's links. */
export function relationsOf(id: string, links: readonly LinkView[]): Relation[] {
  return links.flatMap(({ id: link, kind, label, from, to }): Relation[] => {
    if (from.id === id) return [{ link, kind, label, outgoing: true, other: to }];
    return to.id === id ? [{ link, kind, label, outgoing: false, other: from }] : [];
  });
}

/** Kinds of lanes whose cards solve something. */
export const SOLUTIONS: readonly string[] = ['solutions', 'ideas', 'opportunities', 'gains'];

/** The cards of the map that a card could be linked to, nearest steps first, by their own words. */
export async function candidatesFor(
  map: OpenMap,
  card: string,
  taken: readonly string[],
  fits: (laneKind: string) => boolean,
): Promise<Candidate[]> {
  const { mirror, outline } = map;
  const column = mirror.get(card)?.cell?.column ?? 0;
  const found = mirror.nodes().flatMap((node) => {
    const lane = outline.lanes[node.cell?.row ?? -1];
    if (node.role !== 'card' || !node.cell || !lane || node.id === card) return [];
    if (taken.includes(node.id) || !fits(lane.kind)) return [];
    const step = outline.steps[node.cell.column]?.title ?? '';
    return [{ id: node.id, laneKind: lane.kind, step, away: Math.abs(node.cell.column - column) }];
  });
  if (found.length === 0) return [];
  const { records } = await map.records(found.map(({ id }) => id));
  const texts = new Map(records.map((record) => [record.body.id, record.kind === 'card' ? record.body.text : '']));
  return found
    .map(({ id, laneKind, step, away }) => ({ id, title: plain(texts.get(id) ?? ''), laneKind, step, away }))
    .sort((a, b) => a.away - b.away);
}

/** A card's text in one line, without the marks of its Markdown. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|__|^[-*] /gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}
