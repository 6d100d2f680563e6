import type { Clipping, Details, LaneKind, LinkEndView, MapRecord } from '../types';
import type { FakeMap } from './records';

/** The records of those ids, as the inspector asks for them. */
export function detailsOf(map: FakeMap, ids: string[]): Details {
  const known = new Map<string, MapRecord>();
  const { stages, steps, lanes, cards, scores, ...body } = map;
  known.set('map', { kind: 'map', body: { id: 'map', ...body } });
  for (const stage of stages) known.set(stage.id, { kind: 'stage', body: stage });
  for (const step of steps) known.set(step.id, { kind: 'step', body: step });
  for (const { family, ...lane } of lanes)
    known.set(lane.id, { kind: 'lane', body: { ...lane, kind: lane.kind as LaneKind } });
  for (const card of cards) known.set(card.id, { kind: 'card', body: card });
  for (const { persona, ...score } of scores)
    known.set(score.id, { kind: 'score', body: { ...score, ...(persona === null ? {} : { persona }) } });
  return { records: ids.flatMap((id) => known.get(id) ?? []), links: [], owners: [], tags: [] };
}

export function endOf(map: FakeMap, id: string): LinkEndView {
  const card = map.cards.find((other) => other.id === id);
  const lane = map.lanes.find((other) => other.id === card?.lane);
  return { id, sort: 'card', title: card?.text ?? '', laneKind: (lane?.kind as LaneKind | undefined) ?? null };
}

/** Cards as the clipboard carries them. */
export function clippingOf(map: FakeMap, ids: string[]): Clipping | null {
  const cards = map.cards.filter((card) => ids.includes(card.id));
  if (cards.length === 0) return null;
  const text = cards.map((card) => card.text).join('\n');
  return {
    clip: JSON.stringify({ cards }),
    text,
    html: `<table><tr>${cards.map((card) => `<td>${card.text}</td>`).join('')}</tr></table>`,
  };
}
