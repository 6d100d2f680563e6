import type { Edit, Outline, Point } from '../host';
import type { CardFields, LaneKind } from '../host/bindings';
import { t } from '../i18n';
import type { OpenMap } from '../mirror/open_map.svelte';
import { nodesIn } from './grid';

/** Something new that can be put on a map, from the palette, a button or a key. */
export type Insert =
  | { sort: 'card'; lane: LaneKind; fields?: CardFields }
  | { sort: 'lane'; kind: LaneKind }
  | { sort: 'stage' }
  | { sort: 'step' }
  | { sort: 'note' }
  | { sort: 'persona' };

/** Where a new card goes. Where the map has no lane of its kind, `lane` is null: one is made behind `behind`. */
export type CardPlace = { lane: string | null; behind: string | null; step: string; after: string | null };

/** Half of a new note's width in px of the sheet: notes are put down by their middle. */
const NOTE_HALF = 90;

/** The drawn lane of that kind that is nearest to `y` (px of the sheet). */
function nearestLane(outline: Outline, kind: string, y: number): Outline['lanes'][number] | null {
  let best: Outline['lanes'][number] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const lane of outline.lanes) {
    if (lane.kind !== kind || lane.collapsed) continue;
    const away = Math.max(lane.y - y, y - (lane.y + lane.height), 0);
    if (away < least) {
      best = lane;
      least = away;
    }
  }
  return best;
}

/** The column nearest to `x` (px of the sheet); -1 on a map without steps. */
export function nearestColumn(outline: Outline, x: number): number {
  const inside = outline.steps.findIndex((step) => x < step.x + step.width);
  return inside < 0 ? outline.steps.length - 1 : inside;
}

/** Behind which of these ordered things a point along their axis falls; null for before the first. */
export function gapAt<T extends { id: string }>(
  items: readonly T[],
  middle: (item: T) => number,
  at: number,
): T | null {
  return items.findLast((item) => middle(item) <= at) ?? null;
}

/** The place of a card of that kind for a point of the sheet: in its own step, in the nearest lane that fits. */
export function cardPlaceAt(map: OpenMap, kind: LaneKind, at: Point): CardPlace | null {
  const { outline, mirror } = map;
  const column = nearestColumn(outline, at.x);
  const step = outline.steps[column];
  if (!step) return null;
  const lane = nearestLane(outline, kind, at.y);
  if (!lane) {
    const behind = gapAt(outline.lanes, (other) => other.y + other.height / 2, at.y);
    return { lane: null, behind: behind?.id ?? null, step: step.id, after: null };
  }
  const row = outline.lanes.indexOf(lane);
  const stack = nodesIn(mirror, outline, row, column).filter((node) => node.cell?.column === column);
  const above = at.y > lane.y + lane.height ? stack : stack.filter((node) => node.y + node.height / 2 < at.y);
  return { lane: lane.id, behind: null, step: step.id, after: above.at(-1)?.id ?? null };
}

/** The edit that puts anything but a card at a point of the sheet; null where it has no place there. */
export function insertEdit(outline: Outline, what: Exclude<Insert, { sort: 'card' }>, at: Point): Edit | null {
  switch (what.sort) {
    case 'lane': {
      const after = gapAt(outline.lanes, (lane) => lane.y + lane.height / 2, at.y)?.id ?? null;
      return { type: 'addLane', after, kind: what.kind, fields: {} };
    }
    case 'stage':
      return { type: 'addStage', after: stageBefore(outline, at.x), fields: {} };
    case 'step':
      return addStepEdit(outline, at.x);
    case 'note':
      return {
        type: 'addNote',
        fields: { x: Math.max(0, Math.round(at.x - NOTE_HALF)), y: Math.max(0, Math.round(at.y - 12)), text: '' },
      };
    case 'persona':
      return { type: 'addPersona', after: outline.personas.at(-1)?.id ?? null, fields: { name: '' } };
  }
}

/** A card with a lane of its kind behind `place.behind`, as one edit. */
export function cardWithLane(place: CardPlace, what: Insert & { sort: 'card' }): Edit {
  return {
    type: 'several',
    label: t.canvas.addCardAndLane,
    edits: [
      { type: 'addLane', after: place.behind, kind: what.lane, fields: {} },
      // `@0` is the lane that the part before makes.
      { type: 'addCard', lane: '@0', step: place.step, after: null, fields: what.fields ?? {} },
    ],
  };
}

/** Px of the sheet that a stage covers. */
export function stageSpan(outline: Outline, stage: string): { from: number; to: number } | null {
  const steps = outline.steps.filter((step) => step.stage === stage);
  const first = steps[0];
  const last = steps.at(-1);
  return first && last ? { from: first.x, to: last.x + last.width } : null;
}

/** The stage that a new or moved stage would stand behind, were it put at `x`. */
export function stageBefore(outline: Outline, x: number): string | null {
  const middle = ({ id }: { id: string }) => {
    const span = stageSpan(outline, id);
    return span ? (span.from + span.to) / 2 : Number.POSITIVE_INFINITY;
  };
  return gapAt(outline.stages, middle, x)?.id ?? null;
}

/** Where a step put at `x` would stand: in the stage of the step under `x`, before or behind that step. */
export function stepPlace(outline: Outline, x: number): { stage: string; after: string | null } | null {
  const under = outline.steps[nearestColumn(outline, x)];
  if (!under) return null;
  if (x >= under.x + under.width / 2) return { stage: under.stage, after: under.id };
  const before = outline.steps[outline.steps.indexOf(under) - 1];
  return { stage: under.stage, after: before?.stage === under.stage ? before.id : null };
}

function addStepEdit(outline: Outline, x: number): Edit | null {
  const place = stepPlace(outline, x);
  return place && { type: 'addStep', stage: place.stage, after: place.after, fields: {} };
}
