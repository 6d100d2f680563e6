import { expect, test } from 'vitest';
import { carryEdit, resetSizeEdit, resizeEdit } from '../../src/canvas/arranging';
import { handleAt } from '../../src/canvas/handles';
import { cardPlaceAt, cardWithLane, insertEdit, stepPlace } from '../../src/canvas/insert';
import { linkEdit } from '../../src/canvas/linking';
import { pointOn, stickyOf, stickyRoom } from '../../src/canvas/sticky';
import type { Host, OpenedMap, Outline, WireNode } from '../../src/host';
import { OpenMap } from '../../src/mirror/open_map.svelte';
import { cornersOf, distanceTo, pathOf } from '../../src/mirror/path';
import { moveTo } from '../../src/tools/select/reordering';

// Two stages of two steps and one; columns are 100 px wide from x = 50, lanes 100 px high from y = 100.
const outline: Outline = {
  stages: [
    { id: 'stage_a', title: 'A' },
    { id: 'stage_b', title: 'B' },
  ],
  steps: [
    { id: 'step_0', stage: 'stage_a', title: 'One', x: 50, width: 100 },
    { id: 'step_1', stage: 'stage_a', title: 'Two', x: 150, width: 100 },
    { id: 'step_2', stage: 'stage_b', title: 'Three', x: 250, width: 100 },
  ],
  lanes: [
    { id: 'lane_0', kind: 'actions', family: 'cards', title: 'Actions', y: 100, height: 100, collapsed: false },
    { id: 'lane_1', kind: 'painPoints', family: 'cards', title: 'Pains', y: 200, height: 100, collapsed: false },
    { id: 'lane_2', kind: 'solutions', family: 'cards', title: 'Solutions', y: 300, height: 100, collapsed: false },
  ],
  hidden: [],
  personas: [],
};

function node(id: string, role: WireNode['role'], x: number, y: number, width: number, height: number): WireNode {
  return { id, role, x, y, width, height, label: id, cell: null, edit: null, fragment: '' };
}

function card(id: string, row: number, column: number, columns = 1): WireNode {
  const at = node(id, 'card', 58 + column * 100, 112 + row * 100, 84 + (columns - 1) * 100, 40);
  return { ...at, cell: { row, column, columns } };
}

function open(selection: string[] = []): OpenMap {
  const opened: OpenedMap = {
    map: 'map_1',
    revision: 1,
    scene: {
      width: 400,
      height: 440,
      paper: '#fff',
      grid: { x: 50, y: 100, width: 300, height: 300 },
      theme: 'calm',
      language: 'en',
      title: 'A map',
      nodes: [
        node('stage_a', 'stage', 50, 40, 200, 30),
        node('stage_b', 'stage', 250, 40, 100, 30),
        node('step_0', 'step', 50, 72, 100, 28),
        node('step_1', 'step', 150, 72, 100, 28),
        { ...node('step_2', 'step', 250, 72, 100, 28), cell: { row: 0, column: 2, columns: 1 } },
        ...outline.lanes.map((lane) => node(lane.id, 'lane', 10, lane.y, 40, lane.height)),
        card('card_a', 0, 0),
        card('card_b', 1, 0),
        card('card_c', 2, 1),
        node('note_1', 'note', 20, 405, 80, 30),
      ],
    },
    history: { undo: null, redo: null },
    saved: { number: 0, state: { kind: 'saved' } },
    outline,
  };
  const map = new OpenMap({} as Host, opened, () => undefined);
  map.select(selection);
  return map;
}

const headings = { top: 40, left: 10, grid: { x: 50, y: 100, width: 300, height: 300 } };
const window = { width: 400, height: 300 };

test('headings stay at the edge exactly while their grid is in the window', () => {
  expect(stickyOf(headings, { x: 0, y: 0, scale: 1 }, window)).toEqual({ top: null, left: null });
  const scrolled = stickyOf(headings, { x: 0, y: -100, scale: 1 }, window);
  // From 8 px above the stages down to the grid; drawn at the very top.
  expect(scrolled).toEqual({ top: { from: 32, to: 100, shift: 68 }, left: null });
  // With the last 40 px of the grid they leave, and then they are gone.
  expect(stickyOf(headings, { x: 0, y: -360, scale: 1 }, window).top?.shift).toBe(300);
  expect(stickyOf(headings, { x: 0, y: -400, scale: 1 }, window).top).toBeNull();
});

test('headings that could not be read, or would fill the window, do not stay', () => {
  expect(stickyOf(headings, { x: 0, y: -100, scale: 0.3 }, window).top).toBeNull();
  expect(stickyOf(headings, { x: 0, y: -400, scale: 3 }, window).top).toBeNull();
  expect(stickyRoom(headings, 1, window)).toEqual({ top: 68, left: 48 });
  expect(stickyRoom(headings, 0.3, window)).toEqual({ top: 0, left: 0 });
});

test('a press on a heading that stays means the heading, not what lies under it', () => {
  const sticky = stickyOf(headings, { x: -40, y: -100, scale: 1 }, window);
  expect(pointOn(sticky, headings, { x: 200, y: 130 })).toEqual({ x: 200, y: 62 });
  expect(pointOn(sticky, headings, { x: 60, y: 250 })).toEqual({ x: 22, y: 250 });
  expect(pointOn(sticky, headings, { x: 200, y: 250 })).toEqual({ x: 200, y: 250 });
});

test('handles are found at edges, dots before grips, and none when everything is tiny', () => {
  const map = open(['card_a']);
  expect(handleAt(map, { x: 148, y: 85 }, 1)).toEqual({ sort: 'width', node: 'step_0' });
  expect(handleAt(map, { x: 30, y: 202 }, 1)).toEqual({ sort: 'height', node: 'lane_0' });
  expect(handleAt(map, { x: 142, y: 132 }, 1)).toEqual({ sort: 'link', node: 'card_a', side: 'right' });
  expect(handleAt(map, { x: 142, y: 150 }, 1)).toEqual({ sort: 'span', node: 'card_a' });
  expect(handleAt(map, { x: 100, y: 130 }, 1)).toBeNull();
  expect(handleAt(map, { x: 148, y: 85 }, 0.2)).toBeNull();
  // Zoomed out, the dots leave most of the card to be moved by.
  expect(handleAt(map, { x: 100, y: 132 }, 0.31)).toBeNull();
  expect(handleAt(open(), { x: 142, y: 150 }, 1)).toBeNull();
});

test('a step goes before or behind the step under the pointer, in that one’s stage', () => {
  expect(stepPlace(outline, 60)).toEqual({ stage: 'stage_a', after: null });
  expect(stepPlace(outline, 240)).toEqual({ stage: 'stage_a', after: 'step_1' });
  expect(stepPlace(outline, 260)).toEqual({ stage: 'stage_b', after: null });
  expect(stepPlace(outline, 999)).toEqual({ stage: 'stage_b', after: 'step_2' });
});

test('headings dropped where they are change nothing; elsewhere they move', () => {
  const at = (id: string, role: WireNode['role'], x: number, y = 0) => moveTo(outline, { id, role }, { x, y })?.edit;
  expect(at('step_0', 'step', 60)).toBeUndefined();
  expect(at('step_0', 'step', 160)).toBeUndefined();
  expect(at('step_0', 'step', 230)).toEqual({ type: 'moveStep', step: 'step_0', stage: 'stage_a', after: 'step_1' });
  expect(at('step_2', 'step', 60)).toBeNull();
  expect(at('stage_b', 'stage', 60)).toEqual({ type: 'moveStage', stage: 'stage_b', after: null });
  expect(at('stage_a', 'stage', 340)).toEqual({ type: 'moveStage', stage: 'stage_a', after: 'stage_b' });
  expect(at('lane_2', 'lane', 0, 110)).toEqual({ type: 'moveLane', lane: 'lane_2', after: null });
  expect(at('lane_0', 'lane', 0, 260)).toEqual({ type: 'moveLane', lane: 'lane_0', after: 'lane_1' });
  expect(at('lane_0', 'lane', 0, 190)).toBeUndefined();
});

test('keys carry headings one place on, a step at the end of its stage into the next', () => {
  expect(carryEdit(open(['stage_a']), 'right')?.edit).toEqual({
    type: 'moveStage',
    stage: 'stage_a',
    after: 'stage_b',
  });
  expect(carryEdit(open(['stage_a']), 'left')).toBeNull();
  expect(carryEdit(open(['step_1']), 'right')?.edit).toEqual({
    type: 'moveStep',
    step: 'step_1',
    stage: 'stage_b',
    after: null,
  });
  expect(carryEdit(open(['step_2']), 'left')?.edit).toBeNull();
  expect(carryEdit(open(['lane_2']), 'up')?.edit).toEqual({ type: 'moveLane', lane: 'lane_2', after: 'lane_0' });
  expect(carryEdit(open(['note_1']), 'down')?.edit).toEqual({
    type: 'updateNote',
    note: 'note_1',
    fields: { x: 20, y: 413 },
  });
});

test('keys resize what can be, several at once as one edit', () => {
  expect(resizeEdit(open(['step_0']), 'narrower')?.edit).toEqual({
    type: 'updateStep',
    step: 'step_0',
    fields: { width: { to: 96 } },
  });
  expect(resizeEdit(open(['lane_0', 'lane_1']), 'taller')?.edit).toMatchObject({ type: 'several' });
  expect(resizeEdit(open(['card_a']), 'spanMore')?.edit).toEqual({
    type: 'updateCards',
    cards: ['card_a'],
    fields: { span: 2 },
  });
  expect(resizeEdit(open(['card_a']), 'spanFewer')).toBeNull();
  expect(resizeEdit(open(['card_a']), 'wider')).toBeNull();
  expect(resetSizeEdit(open(['step_0']), ['step_0'])?.edit).toEqual({
    type: 'updateStep',
    step: 'step_0',
    fields: { width: 'clear' },
  });
});

test('a card from the palette goes to the nearest lane of its kind, in the step under it', () => {
  const map = open();
  expect(cardPlaceAt(map, 'painPoints', { x: 80, y: 110 })).toEqual({
    lane: 'lane_1',
    behind: null,
    step: 'step_0',
    after: null,
  });
  expect(cardPlaceAt(map, 'painPoints', { x: 80, y: 390 })?.after).toBe('card_b');
  expect(cardPlaceAt(map, 'gains', { x: 80, y: 290 })).toEqual({
    lane: null,
    behind: 'lane_1',
    step: 'step_0',
    after: null,
  });
});

test('a card without a lane of its kind brings the lane along, in one edit', () => {
  const place = { lane: null, behind: 'lane_1', step: 'step_0', after: null };
  const edit = cardWithLane(place, {
    sort: 'card',
    lane: 'channels',
    fields: { text: 'Email', touchpoint: { to: { channel: 'email' } }, icon: 'clear' },
  });
  expect(edit).toMatchObject({
    type: 'several',
    edits: [
      { type: 'addLane', after: 'lane_1', kind: 'channels' },
      { type: 'addCard', lane: '@0', step: 'step_0', fields: { text: 'Email', icon: 'clear' } },
    ],
  });
});

test('what is put down on the map goes where it lies', () => {
  expect(insertEdit(outline, { sort: 'lane', kind: 'goals' }, { x: 0, y: 260 })).toMatchObject({ after: 'lane_1' });
  expect(insertEdit(outline, { sort: 'stage' }, { x: 60, y: 0 })).toMatchObject({ after: null });
  expect(insertEdit(outline, { sort: 'note' }, { x: 10, y: 5 })).toMatchObject({ fields: { x: 0, y: 0 } });
});

test('links are solves between pains and remedies, loops back to earlier steps, else flow', () => {
  const map = open();
  expect(linkEdit(map, 'card_b', 'card_c')).toMatchObject({ kind: 'solves' });
  expect(linkEdit(map, 'card_c', 'card_b')).toMatchObject({ kind: 'solves' });
  expect(linkEdit(map, 'card_a', 'card_c')).toMatchObject({ kind: 'flow' });
  expect(linkEdit(map, 'step_2', 'step_0')).toMatchObject({ kind: 'loopBack', from: { step: 'step_2' } });
  expect(linkEdit(map, 'card_a', 'card_a')).toBeNull();
  expect(linkEdit(map, 'card_a', 'step_0')).toBeNull();
});

test('the line of a link is read as the painter writes it', () => {
  const path = pathOf('<path d="M.5-1L10-1C12-1 14 1 14 3L14 20" fill="none"/><path d="M0 0Z"/>') ?? '';
  expect(cornersOf(path)).toEqual([
    { x: 0.5, y: -1 },
    { x: 10, y: -1 },
    { x: 14, y: 3 },
    { x: 14, y: 20 },
  ]);
  expect(distanceTo(cornersOf(path), { x: 17, y: 10 })).toBeCloseTo(3);
  expect(distanceTo(cornersOf(path), { x: 5, y: 2 })).toBeCloseTo(3);
});
