import type { Insert } from '../canvas/insert';
import { channelSymbol, LANE_GROUPS, laneSymbol, laneTone, type Tone } from '../controls/kinds';
import type { LaneKind } from '../host';
import { t } from '../i18n';

/** Something that can be put on a map; a point of an emotion curve has its place by its step alone. */
export type Adding = Insert | { sort: 'point' };

/** A line of the palette. */
export type Entry = {
  /** Stable: tests name entries by it. */
  id: string;
  name: string;
  /** Says which of two of the same name is meant, in search results. */
  detail: string;
  symbol: string;
  tone: Tone;
  /** More words to find it by. */
  words: string;
  adds: Adding;
};

const all: readonly LaneKind[] = LANE_GROUPS.flatMap(([, kinds]) => kinds);
const lines: readonly LaneKind[] = ['lineOfInteraction', 'lineOfVisibility', 'lineOfInternalInteraction'];
const MEETING: readonly LaneKind[] = ['touchpoints', 'channels'];

const nameOf: Partial<Record<LaneKind, string>> = { thoughts: t.palette.thought };

function cardEntry(lane: LaneKind): Entry {
  return {
    id: `card-${lane}`,
    name: nameOf[lane] ?? t.kinds.card[lane],
    detail: t.palette.cardWord,
    symbol: laneSymbol(lane),
    tone: laneTone(lane),
    words: `${t.palette.cardWord} ${t.palette.words.card[lane] ?? ''}`,
    adds: { sort: 'card', lane },
  };
}

export function laneEntry(kind: LaneKind): Entry {
  return {
    id: `lane-${kind}`,
    name: t.kinds.lane[kind],
    detail: t.palette.laneWord.split(' ')[0] ?? '',
    symbol: laneSymbol(kind),
    tone: laneTone(kind),
    words: `${t.palette.laneWord} ${t.palette.words.card[kind] ?? ''}`,
    adds: { sort: 'lane', kind },
  };
}

function channelEntry(channel: string): Entry {
  const name = t.kinds.channel[channel] ?? channel;
  return {
    id: `channel-${channel}`,
    name,
    detail: t.palette.touchpointWord.split(' ')[0] ?? '',
    symbol: channelSymbol(channel),
    tone: 'touchpoint',
    words: `${t.palette.touchpointWord} ${t.palette.cardWord}`,
    adds: { sort: 'card', lane: 'touchpoints', fields: { text: name, touchpoint: { to: { channel } } } },
  };
}

function plainEntry(sort: 'point' | 'stage' | 'step' | 'note' | 'persona', symbol: string, tone: Tone): Entry {
  return { id: sort, name: t.palette[sort], detail: '', symbol, tone, words: t.palette.words[sort], adds: { sort } };
}

/** A part of the palette; what is past `shown` hides behind “… more”. */
export type Section = { id: keyof typeof t.palette.sections; entries: readonly Entry[]; shown: number };

const COMMON_CARDS: readonly LaneKind[] = ['actions', 'thoughts', 'painPoints', 'solutions', 'storyboard'];
const COMMON_LANES: readonly LaneKind[] = ['emotion', 'backstage', 'goals'];

function commonFirst(common: readonly LaneKind[], kinds: readonly LaneKind[]): LaneKind[] {
  return [...common, ...kinds.filter((kind) => !common.includes(kind))];
}

export const sections: readonly Section[] = [
  {
    id: 'cards',
    shown: COMMON_CARDS.length,
    entries: commonFirst(
      COMMON_CARDS,
      all.filter((kind) => kind !== 'emotion' && !lines.includes(kind) && !MEETING.includes(kind)),
    ).map(cardEntry),
  },
  { id: 'touchpoints', shown: 3, entries: Object.keys(t.kinds.channel).map(channelEntry) },
  { id: 'lanes', shown: COMMON_LANES.length, entries: commonFirst(COMMON_LANES, all).map(laneEntry) },
  {
    id: 'map',
    shown: 4,
    entries: [
      plainEntry('stage', 'milestone', 'plain'),
      plainEntry('step', 'route', 'plain'),
      plainEntry('note', 'pen-line', 'thought'),
      plainEntry('persona', 'user', 'emotion'),
    ],
  },
];

const everything: readonly Entry[] = [
  ...sections.flatMap(({ entries }) => entries),
  plainEntry('point', 'smile', 'emotion'),
];

/** As words are compared: without case and accents. */
function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/**
 * What a search finds: entries of which every asked word begins a word, those that are called so before
 * those that are only about it.
 */
export function search(query: string, entries: readonly Entry[] = everything): Entry[] {
  const asked = folded(query).split(/\s+/).filter(Boolean);
  const begins = (text: string) => {
    const words = folded(text).split(/[^\p{L}\p{N}]+/u);
    return asked.every((part) => words.some((word) => word.startsWith(part)));
  };
  const rank = ({ name, words }: Entry) => {
    if (folded(name).startsWith(asked.join(' '))) return 0;
    if (begins(name)) return 1;
    return begins(`${name} ${words}`) ? 2 : 3;
  };
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}
