import type { Tone } from '../controls/kinds';
import type { Rating, WalkStop } from '../host';
import { LANGUAGES, language } from '../i18n';

/** The highest points that can be given; the lowest are 0. */
export const BEST = 10;
/** From so many points on a touchpoint hurts nobody. */
const GOOD = 7;

export type StageMean = { stage: string; title: string; mean: number | null };
export type Rated = { stop: WalkStop; points: number; impression: string };

/** The mean of the points given in each stage, in the journey's order; null where there are none. */
export function stageMeans(stops: readonly WalkStop[], ratings: readonly Rating[]): StageMean[] {
  const stages = new Map<string, { title: string; points: number[] }>();
  const stageOf = new Map<string, string>();
  for (const { card, stage, stageTitle } of stops) {
    stageOf.set(card, stage);
    if (!stages.has(stage)) stages.set(stage, { title: stageTitle, points: [] });
  }
  for (const { card, points } of ratings) {
    if (typeof points === 'number') stages.get(stageOf.get(card) ?? '')?.points.push(points);
  }
  return [...stages].map(([stage, { title, points }]) => ({ stage, title, mean: meanOf(points) }));
}

export function meanOf(points: readonly number[]): number | null {
  return points.length === 0 ? null : points.reduce((sum, one) => sum + one, 0) / points.length;
}

/** The stops that a round found wanting, with the fewest points first; of equals those that come first. */
export function lowest(stops: readonly WalkStop[], ratings: readonly Rating[], most: number): Rated[] {
  const rated = stops.flatMap((stop) => {
    const rating = ratings.find(({ card }) => card === stop.card);
    if (typeof rating?.points !== 'number' || rating.points >= GOOD) return [];
    return [{ stop, points: rating.points, impression: rating.impression ?? '' }];
  });
  return rated.sort((a, b) => a.points - b.points).slice(0, most);
}

const decimal = new Intl.NumberFormat(LANGUAGES[language].locale, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** A mean as it is written: with one decimal. */
export function meanText(mean: number): string {
  return decimal.format(mean);
}

/** The colours that points wear. */
export function toneOf(points: number): Tone {
  if (points < 4) return 'pain';
  return points < GOOD ? 'thought' : 'solution';
}
