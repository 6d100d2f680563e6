import { HostError } from '../host';
import type { Edit } from '../types';
import { type FakeMap, familyOf } from './records';

type Applied = { map: FakeMap; label: string; added: string[] };
type Identified = { id: string };

/** Applies an edit to a copy of the map; returns it with the undo label and the ids of new records. */
export function applied(map: FakeMap, edit: Edit, newId: () => string): Applied {
  const next = structuredClone(map);
  const added: string[] = [];
  const label = change(next, edit, newId, added);
  return { map: next, label, added };
}

/** Changes the map in place; returns the undo label. */
function change(next: FakeMap, edit: Edit, newId: () => string, added: string[]): string {
  const fresh = (): string => {
    const id = newId();
    added.push(id);
    return id;
  };
  switch (edit.type) {
    case 'updateMap':
      assign(next, edit.fields);
      return 'Edit title';
    case 'addPersona':
      insert(next.personas, { ...assign({ id: fresh(), name: '' }, edit.fields) }, edit.after);
      return 'Add persona';
    case 'updatePersona':
      if (edit.fields.primary) for (const persona of next.personas) persona.primary = false;
      assign(find(next.personas, edit.persona), edit.fields);
      return 'Edit persona';
    case 'movePersona':
      move(next.personas, edit.persona, edit.after);
      return 'Move persona';
    case 'addStage': {
      const stage = assign({ id: fresh(), title: '', goal: '' }, edit.fields);
      insert(next.stages, stage, edit.after);
      next.steps.push({ id: fresh(), stage: stage.id, title: '' });
      sortSteps(next);
      return 'Add stage';
    }
    case 'updateStage':
      assign(find(next.stages, edit.stage), edit.fields);
      return 'Edit stage';
    case 'moveStage':
      move(next.stages, edit.stage, edit.after);
      sortSteps(next);
      return 'Move stage';
    case 'splitStage': {
      const step = find(next.steps, edit.step);
      const stage = { id: fresh(), title: edit.title, goal: '' };
      insert(next.stages, stage, step.stage);
      const behind = next.steps.slice(next.steps.indexOf(step)).filter((other) => other.stage === step.stage);
      for (const other of behind) other.stage = stage.id;
      return 'Split stage';
    }
    case 'addStep': {
      const step = assign({ id: fresh(), stage: edit.stage, title: '' }, edit.fields);
      insert(next.steps, step, edit.after);
      sortSteps(next);
      return 'Add step';
    }
    case 'updateStep':
      assign(find(next.steps, edit.step), edit.fields);
      return 'Edit step';
    case 'moveStep':
      find(next.steps, edit.step).stage = edit.stage;
      move(next.steps, edit.step, edit.after);
      sortSteps(next);
      return 'Move step';
    case 'addLane': {
      const lane = { id: fresh(), kind: edit.kind, family: familyOf(edit.kind), title: titleOf(edit.kind) };
      insert(next.lanes, assign(lane, edit.fields), edit.after);
      return 'Add lane';
    }
    case 'updateLane': {
      const lane = assign(find(next.lanes, edit.lane), edit.fields);
      lane.family = familyOf(lane.kind);
      return 'Edit lane';
    }
    case 'moveLane':
      move(next.lanes, edit.lane, edit.after);
      return 'Move lane';
    case 'setCardText':
      find(next.cards, edit.card).text = edit.text;
      return 'Edit text';
    case 'updateCards':
      for (const id of edit.cards) assign(find(next.cards, id), edit.fields);
      return edit.cards.length === 1 ? 'Edit card' : `Edit ${edit.cards.length} cards`;
    case 'addCard': {
      const card = { id: fresh(), lane: edit.lane, step: edit.step, text: '' };
      insertBehind(next, [assign(card, edit.fields)], edit.after);
      return 'Add card';
    }
    case 'moveCards': {
      const moved = edit.cards.map((id) => ({ ...find(next.cards, id), lane: edit.lane, step: edit.step }));
      next.cards = next.cards.filter((card) => !edit.cards.includes(card.id));
      insertBehind(next, moved, edit.after);
      return moved.length === 1 ? 'Move card' : 'Move cards';
    }
    case 'setEmotion': {
      const score = next.scores.find((other) => other.lane === edit.lane && other.step === edit.step);
      const point = { id: '', lane: edit.lane, step: edit.step, persona: null, tenths: 0, word: '' };
      if (score) assign(score, edit.fields);
      else next.scores.push(assign({ ...point, id: fresh() }, edit.fields));
      return 'Set emotion';
    }
    case 'addLink':
      next.links.push({ id: fresh(), from: edit.from, to: edit.to, kind: edit.kind, label: edit.label });
      return 'Add link';
    case 'updateLink':
      assign(find(next.links, edit.link), edit.fields);
      return 'Edit link';
    case 'addNote':
      next.notes.push(assign({ id: fresh(), x: 0, y: 0, width: 160 }, edit.fields));
      return 'Add note';
    case 'updateNote':
      assign(find(next.notes, edit.note), edit.fields);
      return 'Edit note';
    case 'addTestRound':
      next.testRounds.push(assign({ id: fresh(), on: '' }, edit.fields));
      return 'Add test round';
    case 'updateTestRound':
      assign(find(next.testRounds, edit.round), edit.fields);
      return 'Edit test round';
    case 'rate':
      rate(next, edit, fresh);
      return 'Rate';
    case 'duplicate':
      for (const id of edit.ids) duplicate(next, id, fresh);
      return 'Duplicate';
    case 'paste': {
      if (edit.clip.kind === 'lanes') return pasteLanes(next, edit, fresh);
      const { cards = [], text } = edit.clip as unknown as { cards?: FakeMap['cards']; text?: string };
      const texts = text?.split('\n') ?? cards.map((card) => card.text);
      const lane = edit.lane ?? next.lanes[0]?.id ?? '';
      const step = edit.step ?? next.steps[0]?.id ?? '';
      const made = texts.map((line) => ({ id: fresh(), lane, step, text: line }));
      insertBehind(next, made, edit.after);
      return `Paste ${made.length} cards`;
    }
    case 'remove':
      remove(next, new Set(edit.ids));
      return 'Remove';
    case 'several':
      severally(next, edit.edits, newId, added);
      return edit.label;
    default:
      throw new HostError('refused', 'The fake host does not know this edit.');
  }
}

/** Parts in order; `@n` in one stands for the first record that part n made. */
function severally(next: FakeMap, parts: Edit[], newId: () => string, added: string[]): void {
  const made: (string | undefined)[] = [];
  for (const part of parts) {
    const known = JSON.stringify(part).replace(/"@(\d+)"/g, (_, number) => JSON.stringify(made[Number(number)]));
    const before = added.length;
    change(next, JSON.parse(known) as Edit, newId, added);
    made.push(added[before]);
  }
}

/** A copy of a card, lane, step or note right behind it; what lanes and steps hold stays behind here. */
function duplicate(map: FakeMap, id: string, fresh: () => string): void {
  for (const list of [map.cards, map.lanes, map.steps, map.notes] as Identified[][]) {
    const record = list.find((other) => other.id === id);
    if (record) insert(list, { ...record, id: fresh() }, id);
  }
}

function find<T extends Identified>(list: T[], id: string): T {
  const found = list.find((record) => record.id === id);
  if (!found) throw new HostError('missing', `The map has no ${id} any more.`);
  return found;
}

/** Gives a record the fields that are present; those that may be absent come as `clear` or `{ to }`. */
function assign<T extends object>(record: T, fields: object): T {
  const target = record as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue;
    if (value === 'clear') delete target[name];
    else if (typeof value === 'object' && Object.keys(value).join() === 'to') target[name] = value.to;
    else target[name] = value;
  }
  return record;
}

function insert<T extends Identified>(list: T[], record: T, after: string | null): void {
  list.splice(after === null ? 0 : list.findIndex((other) => other.id === after) + 1, 0, record);
}

function move<T extends Identified>(list: T[], id: string, after: string | null): void {
  const record = find(list, id);
  list.splice(list.indexOf(record), 1);
  insert(list, record, after);
}

/** Steps stand in the order of their stages. */
function sortSteps(map: FakeMap): void {
  const rank = new Map(map.stages.map((stage, at) => [stage.id, at]));
  map.steps.sort((a, b) => (rank.get(a.stage) ?? 0) - (rank.get(b.stage) ?? 0));
}

function remove(map: FakeMap, ids: Set<string>): void {
  const left = <T extends Identified>(list: T[]) => list.filter((record) => !ids.has(record.id));
  const inGrid = ({ lane, step }: { lane: string; step: string }) =>
    map.lanes.some(({ id }) => id === lane) && map.steps.some(({ id }) => id === step);
  map.personas = left(map.personas);
  map.stages = left(map.stages);
  map.steps = left(map.steps).filter((step) => map.stages.some(({ id }) => id === step.stage));
  map.lanes = left(map.lanes);
  map.cards = left(map.cards).filter(inGrid);
  map.scores = left(map.scores).filter(inGrid);
  map.notes = left(map.notes);
  map.testRounds = left(map.testRounds);
  map.ratings = map.ratings.filter(({ round }) => map.testRounds.some(({ id }) => id === round));
  const ends = new Set([...map.cards, ...map.steps].map(({ id }) => id));
  map.links = left(map.links).filter(({ from, to }) => [from, to].every((end) => ends.has(end.card ?? end.step ?? '')));
}

/** A rating that neither counts nor says anything is none. */
function rate(map: FakeMap, { round, card, fields }: Edit & { type: 'rate' }, fresh: () => string): void {
  find(map.testRounds, round);
  let rating = map.ratings.find((other) => other.round === round && other.card === card);
  if (!rating) {
    rating = { id: fresh(), round, card };
    map.ratings.push(rating);
  }
  assign(rating, fields);
  map.ratings = map.ratings.filter(({ points, impression }) => points !== undefined || impression);
}

function titleOf(kind: string): string {
  const words = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function insertBehind(map: FakeMap, cards: FakeMap['cards'], after: string | null): void {
  const at = after === null ? 0 : map.cards.findIndex((card) => card.id === after) + 1;
  map.cards.splice(at, 0, ...cards);
}

/** Lanes with their cards, behind another lane. */
function pasteLanes(map: FakeMap, { clip, lane }: Edit & { type: 'paste' }, fresh: () => string): string {
  for (const { order, ...copied } of clip.lanes ?? []) {
    const made = { id: fresh(), kind: copied.kind, family: familyOf(copied.kind), title: copied.title };
    insert(map.lanes, made, lane ?? map.lanes.at(-1)?.id ?? null);
    const cards = (clip.cards ?? []).filter((card) => card.lane === copied.id);
    map.cards.push(...cards.map(({ step, text = '' }) => ({ id: fresh(), lane: made.id, step, text })));
  }
  return 'Paste lane';
}
