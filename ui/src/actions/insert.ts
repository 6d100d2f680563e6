import type { CanvasSession } from '../canvas/canvas_session.svelte';
import type { Edit, LaneFamily } from '../host';
import { t } from '../i18n';
import { palette } from '../palette/palette.svelte';
import { type Action, onMap } from './action';
import { openNew } from './arrange';
import { laneKindOf, only } from './subject';

export const insertActions: readonly Action[] = [
  onMap({
    id: 'add-anything',
    group: 'insert',
    label: t.actions.addAnything,
    keys: ['/', 'Shift+/'],
    run: () => palette.search(),
  }),
  onMap({
    id: 'add-here',
    group: 'insert',
    label: (session) => (familyHere(session) === 'curve' ? t.actions.addPointHere : t.actions.addHere),
    keys: ['Enter', 'F2'],
    reach: 'canvas',
    enabled: (session) => session.spot?.node === null && familyHere(session) !== 'separator',
    run: (session) => session.spot && session.addTo(session.spot.row, session.spot.column),
  }),
  onMap({
    id: 'add-below',
    group: 'insert',
    label: t.actions.addBelow,
    keys: ['Mod+Enter'],
    reach: 'canvas',
    enabled: (session) => only(session, 'card') !== null,
    run: (session) => session.addBelow(only(session, 'card') ?? ''),
  }),
  onMap({
    id: 'add-solution',
    group: 'insert',
    label: t.actions.addSolution,
    keys: ['S'],
    reach: 'canvas',
    enabled: (session) => painPoint(session) !== null,
    run: (session) => void addSolution(session).catch(session.fail),
  }),
  onMap({
    id: 'add-stage',
    group: 'insert',
    label: t.actions.addStage,
    keys: [],
    run: (session) => session.insert({ sort: 'stage' }),
  }),
  onMap({
    id: 'add-step',
    group: 'insert',
    label: t.actions.addStep,
    keys: [],
    run: (session) => session.insert({ sort: 'step' }),
  }),
  onMap({
    id: 'add-lane',
    group: 'insert',
    label: t.actions.addLane,
    keys: [],
    run: (session) => session.addLane(laneHere(session)),
  }),
  onMap({
    id: 'add-note',
    group: 'insert',
    label: t.actions.addNote,
    keys: [],
    run: (session) => session.insert({ sort: 'note' }),
  }),
  onMap({
    id: 'add-persona',
    group: 'insert',
    label: t.actions.addPersona,
    keys: [],
    run: (session) => session.insert({ sort: 'persona' }),
  }),
];

/** The lane behind which a new one goes: that of the keyboard, else the last. */
function laneHere({ map, spot }: CanvasSession): string | null {
  const { lanes } = map.outline;
  return (lanes[spot?.row ?? -1] ?? lanes.at(-1))?.id ?? null;
}

function familyHere({ map, spot }: CanvasSession): LaneFamily | undefined {
  return map.outline.lanes[spot?.row ?? -1]?.family;
}

function painPoint(session: CanvasSession): string | null {
  const card = only(session, 'card');
  return card !== null && laneKindOf(session, card) === 'painPoints' ? card : null;
}

/** A card in the solutions lane of the same step, linked to the pain point that it solves. */
async function addSolution(session: CanvasSession): Promise<void> {
  const { map } = session;
  const pain = painPoint(session);
  const step = map.outline.steps[map.mirror.get(pain ?? '')?.cell?.column ?? -1];
  if (pain === null || !step) return;
  const known = map.outline.lanes.find((other) => other.kind === 'solutions')?.id;
  const after = map.outline.lanes[map.mirror.get(pain)?.cell?.row ?? -1]?.id ?? null;
  const edits: Edit[] = known === undefined ? [{ type: 'addLane', after, kind: 'solutions', fields: {} }] : [];
  // Made in this very edit: `@n` is what its part n makes.
  const lane = known ?? '@0';
  const card = `@${edits.length}`;
  edits.push(
    { type: 'addCard', lane, step: step.id, after: null, fields: { text: '' } },
    { type: 'addLink', from: { card: pain }, to: { card }, kind: 'solves', label: '' },
  );
  const { added } = await map.edit({ type: 'several', label: t.actions.addSolution, edits });
  openNew(session, added, 'card');
}
