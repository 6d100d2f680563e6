import { laneSymbol, laneTone, type Tone } from '../controls/kinds';
import type { Outline } from '../host';
import { number, t } from '../i18n';
import type { RecordKind, Target } from './target.svelte';

/** What stands above the fields, and the kinds of the lanes that shown cards lie in. */
export type Heading = { symbol: string; tone: Tone; title: string; below: string; laneKinds: string[] };

const SYMBOLS: Record<RecordKind, string> = {
  map: 'route',
  persona: 'user',
  stage: 'milestone',
  step: 'signpost',
  lane: 'layers',
  card: 'square-check',
  score: 'smile',
  link: 'link',
  note: 'pen-line',
  asset: 'image',
};
const TONES: Partial<Record<RecordKind, Tone>> = {
  map: 'touchpoint',
  persona: 'solution',
  stage: 'touchpoint',
  step: 'touchpoint',
  score: 'emotion',
  note: 'thought',
};

/** `kind` is undefined where the records are of several kinds. */
export function headingOf({ map, details, ids }: Target, kind: RecordKind | undefined): Heading {
  const records = details?.records ?? [];
  const plain = { tone: 'plain' as const, below: '', laneKinds: [] };
  if (kind === undefined)
    return { ...plain, symbol: 'layers', title: t.inspector.things(records.length || ids.length) };
  const count = records.length;
  const title = count > 1 ? t.inspector.several[kind](count) : t.inspector.records[kind];
  const usual = { ...plain, symbol: SYMBOLS[kind], tone: TONES[kind] ?? 'plain', title };
  if (kind === 'map') return { ...usual, below: countsOf(map.outline, cardsOf(map)) };
  if (kind === 'lane') {
    const [first] = records;
    const laneKind = first?.kind === 'lane' ? first.body.kind : 'text';
    if (count > 1) return usual;
    return { ...usual, symbol: laneSymbol(laneKind), tone: laneTone(laneKind), below: t.kinds.lane[laneKind] };
  }
  if (kind !== 'card') return usual;
  const laneKinds = [
    ...new Set(records.map((record) => (record.kind === 'card' ? kindOf(map.outline, record.body.lane) : ''))),
  ];
  const [laneKind = '', ...others] = laneKinds;
  if (others.length > 0) return { ...usual, laneKinds };
  const named = t.kinds.card[laneKind as keyof typeof t.kinds.card];
  return {
    symbol: laneSymbol(laneKind),
    tone: laneTone(laneKind),
    title: count > 1 ? title : (named ?? title),
    below: '',
    laneKinds,
  };
}

function kindOf(outline: Outline, lane: string): string {
  return [...outline.lanes, ...outline.hidden].find(({ id }) => id === lane)?.kind ?? '';
}

function cardsOf(map: Target['map']): number {
  map.revision;
  return map.mirror.nodes().reduce((count, node) => count + (node.role === 'card' ? 1 : 0), 0);
}

function countsOf(outline: Outline, cards: number): string {
  return t.inspector.counts(number(cards), number(outline.steps.length));
}
