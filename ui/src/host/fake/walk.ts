import type { RatingSummary, Walk, WalkStop } from '../types';
import type { FakeMap } from './records';

/** The walk through a map: its touchpoints, else its actions, else the first lane that holds cards. */
export function walkOf(map: FakeMap): Walk {
  const shown = map.lanes.filter((lane) => !lane.hidden);
  const stops = [
    shown.filter((lane) => lane.family === 'channels'),
    shown.filter((lane) => lane.kind === 'actions'),
    shown.filter((lane) => map.cards.some((card) => card.lane === lane.id)).slice(0, 1),
  ]
    .map((lanes) => stopsOf(map, lanes))
    .find((found) => found.length > 0);
  return {
    stops: stops ?? [],
    rounds: [...map.testRounds].sort((a, b) => b.on.localeCompare(a.on) || b.id.localeCompare(a.id)),
    ratings: map.ratings,
    summaries: [...new Set(map.ratings.map(({ card }) => card))].flatMap((card) => {
      const summary = summaryOf(map, card);
      return summary ? [{ card, summary }] : [];
    }),
  };
}

function stopsOf(map: FakeMap, lanes: FakeMap['lanes']): WalkStop[] {
  const done = new Set(map.lanes.filter((lane) => lane.kind === 'actions').map(({ id }) => id));
  return map.steps.flatMap((step) =>
    lanes.flatMap((lane) =>
      map.cards
        .filter((card) => card.lane === lane.id && card.step === step.id)
        .map((card) => ({
          card: card.id,
          text: card.text,
          picture: card.image ?? null,
          channel: card.touchpoint?.channel ?? '',
          action: done.has(lane.id) ? '' : card.touchpoint?.action || actionsOf(map, step.id, done),
          lane: lane.title,
          stage: step.stage,
          stageTitle: map.stages.find(({ id }) => id === step.stage)?.title ?? '',
          step: step.id,
          stepTitle: step.title,
        })),
    ),
  );
}

function actionsOf(map: FakeMap, step: string, lanes: Set<string>): string {
  const cards = map.cards.filter((card) => card.step === step && lanes.has(card.lane));
  return cards.map((card) => card.text).join('\n');
}

function summaryOf(map: FakeMap, card: string): RatingSummary | null {
  const points = map.ratings.flatMap((rating) => (rating.card === card ? (rating.points ?? []) : []));
  if (points.length === 0) return null;
  const sum = points.reduce((all, one) => all + one, 0);
  return {
    count: points.length,
    meanTenths: Math.round((sum * 10) / points.length),
    lowest: Math.min(...points),
    highest: Math.max(...points),
  };
}
