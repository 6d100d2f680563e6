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

/** The cards of the map that a card could be linked to, nearest steps first; read from the scene. */
export function candidatesFor(
  map: OpenMap,
  card: string,
  taken: readonly string[],
  fits: (laneKind: string) => boolean,
): Candidate[] {
  const { mirror, outline } = map;
  const column = mirror.get(card)?.cell?.column ?? 0;
  const found = mirror.nodes().flatMap((node) => {
    const lane = outline.lanes[node.cell?.row ?? -1];
    if (node.role !== 'card' || !node.cell || !lane || node.id === card) return [];
    if (taken.includes(node.id) || !fits(lane.kind)) return [];
    const step = outline.steps[node.cell.column]?.title ?? '';
    return [
      { id: node.id, title: said(node.label), laneKind: lane.kind, step, away: Math.abs(node.cell.column - column) },
    ];
  });
  return found.sort((a, b) => a.away - b.away);
}

/** The text of a card in the words that its node says aloud: “Pain point: …, step …”. */
function said(label: string): string {
  const text = label.replace(/^[^:]*: /, '');
  const end = text.lastIndexOf(', step ');
  const words = end < 0 ? text : text.slice(0, end);
  return words === 'empty' || words === 'empty card' ? '' : words;
}
