import type { Clipping, Details, LaneKind, LinkEndView, LinkView, MapRecord } from '../types';
import type { FakeMap } from './records';

/** The records of those ids, with what stands round them, as the inspector asks for them. */
export function detailsOf(id: string, map: FakeMap, ids: string[]): Details {
  const known = new Map<string, MapRecord>();
  const { personas, stages, steps, lanes, cards, scores, links, notes, assets, testRounds, ratings, ...body } = map;
  known.set(id, { kind: 'map', body: { id, ...body } });
  for (const persona of personas) known.set(persona.id, { kind: 'persona', body: persona });
  for (const stage of stages) known.set(stage.id, { kind: 'stage', body: stage });
  for (const step of steps) known.set(step.id, { kind: 'step', body: step });
  for (const { family, ...lane } of lanes)
    known.set(lane.id, { kind: 'lane', body: { ...lane, kind: lane.kind as LaneKind } });
  for (const card of cards) known.set(card.id, { kind: 'card', body: card });
  for (const { persona, ...score } of scores)
    known.set(score.id, { kind: 'score', body: { ...score, ...(persona === null ? {} : { persona }) } });
  for (const link of links) known.set(link.id, { kind: 'link', body: link });
  for (const note of notes) known.set(note.id, { kind: 'note', body: note });
  for (const asset of assets) known.set(asset.id, { kind: 'asset', body: asset });
  const asked = new Set(ids);
  const views = links.map((link) => viewOf(map, link));
  return {
    records: ids.flatMap((id) => known.get(id) ?? []),
    links: views.filter(({ id, from, to }) => asked.has(id) || asked.has(from.id) || asked.has(to.id)),
    owners: sorted(cards.map((card) => card.owner ?? '')),
    tags: sorted([...(body.tags ?? []), ...cards.flatMap((card) => card.tags ?? [])]),
  };
}

function sorted(words: string[]): string[] {
  return [...new Set(words.filter((word) => word !== ''))].sort();
}

function viewOf(map: FakeMap, { id, kind, label = '', from, to }: FakeMap['links'][number]): LinkView {
  return { id, kind, label, from: endOf(map, from.card ?? from.step ?? ''), to: endOf(map, to.card ?? to.step ?? '') };
}

function endOf(map: FakeMap, id: string): LinkEndView {
  const step = map.steps.find((other) => other.id === id);
  if (step) return { id, sort: 'step', title: step.title, laneKind: null };
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
