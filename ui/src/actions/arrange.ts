import type { Resize } from '../canvas/arranging';
import type { CanvasSession } from '../canvas/canvas_session.svelte';
import type { Direction } from '../canvas/grid';
import type { Edit, Evidence, Outline } from '../host';
import { t } from '../i18n';
import { type Action, onMap } from './action';
import { selected } from './selected.svelte';
import { only, selects, subjectOf } from './subject';

const moves: readonly (readonly [Direction, string, string])[] = [
  ['left', 'ArrowLeft', t.actions.moveLeft],
  ['right', 'ArrowRight', t.actions.moveRight],
  ['up', 'ArrowUp', t.actions.moveUp],
  ['down', 'ArrowDown', t.actions.moveDown],
];

/** Each key makes the selection larger or smaller in the ways that it can be. */
const sizes: readonly (readonly [id: string, label: string, key: string, ways: readonly Resize[]])[] = [
  ['wider', t.actions.wider, 'ArrowRight', ['wider', 'spanMore']],
  ['narrower', t.actions.narrower, 'ArrowLeft', ['narrower', 'spanFewer']],
  ['taller', t.actions.taller, 'ArrowDown', ['taller']],
  ['shorter', t.actions.shorter, 'ArrowUp', ['shorter']],
];

const EVIDENCE: readonly Evidence[] = ['observed', 'assumed', 'proposed'];

export const arrangeActions: readonly Action[] = [
  onMap({
    id: 'edit',
    group: 'arrange',
    label: t.actions.edit,
    keys: ['Enter', 'F2'],
    reach: 'canvas',
    enabled: ({ spot, map }) => (spot !== null && spot.node !== null) || map.selection.length === 1,
    run: (session) => session.beginEditing(session.spot?.node ?? session.map.selection[0] ?? ''),
  }),
  onMap({
    id: 'link',
    group: 'arrange',
    label: t.actions.link,
    keys: ['L'],
    reach: 'canvas',
    enabled: (session) => session.canLink,
    run: (session) => session.beginLink(),
  }),
  onMap({
    id: 'star',
    group: 'arrange',
    label: t.actions.star,
    keys: ['M'],
    reach: 'canvas',
    enabled: (session) => selects(session, 'card', 'score'),
    checked: () => isStar(),
    run: (session) => change(session, starEdit(session)),
  }),
  onMap({
    id: 'evidence-next',
    group: 'arrange',
    label: t.actions.evidenceNext,
    keys: ['E'],
    reach: 'canvas',
    enabled: (session) => selects(session, 'card'),
    run: (session) => {
      const evidence = evidenceShared();
      const next = EVIDENCE[evidence === null ? 0 : (EVIDENCE.indexOf(evidence) + 1) % EVIDENCE.length];
      if (next) setEvidence(session, next);
    },
  }),
  ...EVIDENCE.map((evidence) =>
    onMap({
      id: `evidence-${evidence}`,
      group: 'arrange',
      label: t.actions.evidences[evidence],
      keys: [],
      enabled: (session) => selects(session, 'card'),
      checked: () => evidenceShared() === evidence,
      run: (session) => setEvidence(session, evidence),
    }),
  ),
  onMap({
    id: 'split-stage',
    group: 'arrange',
    label: t.actions.splitStage,
    keys: [],
    enabled: (session) => splitAt(session) !== null,
    run: (session) => {
      const step = splitAt(session);
      if (step === null) return;
      session.map
        .edit({ type: 'splitStage', step, title: t.palette.stage })
        .then(({ added }) => added[0] !== undefined && openNew(session, added, 'stage'), session.fail);
    },
  }),
  onMap({
    id: 'collapse-lane',
    group: 'arrange',
    label: t.actions.collapseLane,
    keys: ['C'],
    reach: 'canvas',
    enabled: (session) => selects(session, 'lane'),
    checked: (session) => selects(session, 'lane') && lanesOf(session).every((lane) => lane.collapsed),
    run: (session) => {
      const collapsed = !lanesOf(session).every((lane) => lane.collapsed);
      changeLanes(session, { collapsed });
    },
  }),
  onMap({
    id: 'hide-lane',
    group: 'arrange',
    label: t.actions.hideLane,
    keys: ['H'],
    reach: 'canvas',
    enabled: (session) => selects(session, 'lane', 'separator'),
    run: (session) => {
      changeLanes(session, { hidden: true });
      session.announce(t.actions.laneHidden);
    },
  }),
  onMap({
    id: 'raise',
    group: 'arrange',
    label: t.actions.raise,
    keys: ['ArrowUp'],
    reach: 'canvas',
    enabled: ({ selectedScore, linking }) => selectedScore !== null && linking === null,
    run: (session) => session.nudge(true),
  }),
  onMap({
    id: 'lower',
    group: 'arrange',
    label: t.actions.lower,
    keys: ['ArrowDown'],
    reach: 'canvas',
    enabled: ({ selectedScore, linking }) => selectedScore !== null && linking === null,
    run: (session) => session.nudge(false),
  }),
  ...moves.map(([direction, key, label]) =>
    onMap({
      id: `move-${direction}`,
      group: 'arrange',
      label,
      keys: [`Alt+${key}`],
      reach: 'canvas',
      enabled: (session) => session.canCarry(direction),
      run: (session) => session.carry(direction),
    }),
  ),
  ...sizes.map(([id, label, key, ways]) =>
    onMap({
      id,
      group: 'arrange',
      label,
      keys: [`Alt+Shift+${key}`],
      reach: 'canvas',
      enabled: (session) => ways.some((way) => session.canResize(way)),
      run: (session) => {
        const way = ways.find((one) => session.canResize(one));
        if (way) session.resize(way);
      },
    }),
  ),
  onMap({
    id: 'reset-size',
    group: 'arrange',
    label: t.actions.resetSize,
    keys: ['Alt+Shift+0'],
    reach: 'canvas',
    enabled: (session) => session.canResetSize(),
    run: (session) => session.resetSize(),
  }),
];

/** Selects what an edit added and opens its text. */
export function openNew(session: CanvasSession, added: readonly string[], role: string): void {
  const made = added.find((id) => session.map.mirror.get(id)?.role === role);
  if (made === undefined) return;
  session.find(made);
  session.beginEditing(made);
}

function change(session: CanvasSession, edit: Edit | null): void {
  if (edit) session.map.edit(edit).catch(session.fail);
}

/** One edit for all, under one name in the history. */
function together(label: string, edits: readonly Edit[]): Edit | null {
  const [first] = edits;
  return edits.length > 1 ? { type: 'several', label, edits: [...edits] } : (first ?? null);
}

function isStar(): boolean {
  const { records } = selected;
  return (
    records.length > 0 &&
    records.every((record) => (record.kind === 'card' || record.kind === 'score') && record.body.momentOfTruth === true)
  );
}

function starEdit(session: CanvasSession): Edit | null {
  const momentOfTruth = !isStar();
  const { map, selectedCards } = session;
  if (selectedCards.length > 0) return { type: 'updateCards', cards: selectedCards, fields: { momentOfTruth } };
  const points = selected.records.flatMap((record): Edit[] => {
    if (record.kind !== 'score' || !map.selection.includes(record.body.id)) return [];
    const { lane, step, persona } = record.body;
    return [{ type: 'setEmotion', lane, step, persona: persona ?? null, fields: { momentOfTruth } }];
  });
  return together(t.actions.star, points);
}

/** The evidence that all selected cards have; null where they differ or have none. */
function evidenceShared(): Evidence | null {
  const [first, ...others] = selected.records.map((record) =>
    record.kind === 'card' ? record.body.evidence : undefined,
  );
  return first !== undefined && others.every((other) => other === first) ? first : null;
}

function setEvidence(session: CanvasSession, evidence: Evidence): void {
  change(session, { type: 'updateCards', cards: session.selectedCards, fields: { evidence: { to: evidence } } });
  session.announce(t.actions.evidences[evidence]);
}

function lanesOf(session: CanvasSession): Outline['lanes'] {
  const ids = subjectOf(session)?.ids ?? [];
  return session.map.outline.lanes.filter((lane) => ids.includes(lane.id));
}

function changeLanes(session: CanvasSession, fields: { collapsed?: boolean; hidden?: boolean }): void {
  const edits = lanesOf(session).map((lane): Edit => ({ type: 'updateLane', lane: lane.id, fields }));
  const label = fields.hidden ? t.actions.hideLane : t.actions.collapseLane;
  change(session, together(label, edits));
}

/** The step that a stage is split before: the selected one, or the middle one of the selected stage. */
function splitAt(session: CanvasSession): string | null {
  const { steps } = session.map.outline;
  const step = steps.find((other) => other.id === only(session, 'step'));
  if (step) return steps.find((other) => other.stage === step.stage)?.id === step.id ? null : step.id;
  const stage = only(session, 'stage');
  const mates = steps.filter((other) => other.stage === stage);
  return mates.length > 1 ? (mates[Math.ceil(mates.length / 2)]?.id ?? null) : null;
}
