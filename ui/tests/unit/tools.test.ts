import { beforeEach, expect, test, vi } from 'vitest';
import { Camera } from '../../src/canvas/camera.svelte';
import { Overlay } from '../../src/canvas/overlay.svelte';
import type { Edit, Host, OpenedMap, WireNode } from '../../src/host';
import { OpenMap } from '../../src/mirror/open_map.svelte';
import { SelectTool } from '../../src/tools/select/select_tool';
import type { Pointer, ToolContext } from '../../src/tools/tool';

// Two steps, one lane; a card in each cell. Columns are 100 px wide, the lane 200 high.
function card(id: string, column: number, y: number): WireNode {
  return {
    id,
    role: 'card',
    x: 10 + column * 100,
    y,
    width: 80,
    height: 40,
    label: id,
    cell: { row: 0, column, columns: 1 },
    edit: null,
    fragment: '',
  };
}

const opened = (): OpenedMap => ({
  map: 'map_1',
  revision: 1,
  scene: {
    width: 200,
    height: 200,
    paper: '#fff',
    grid: { x: 0, y: 0, width: 200, height: 200 },
    theme: 'calm',
    language: 'en',
    title: 'A map',
    nodes: [card('card_a', 0, 10), card('card_b', 1, 10)],
  },
  history: { undo: null, redo: null },
  saved: { number: 0, state: { kind: 'saved' } },
  outline: {
    hidden: [],
    personas: [],
    stages: [],
    steps: [0, 1].map((at) => ({ id: `step_${at}`, stage: 's', title: `Step ${at}`, x: at * 100, width: 100 })),
    lanes: [{ id: 'lane_0', kind: 'actions', family: 'cards', title: 'Actions', y: 0, height: 200, collapsed: false }],
  },
});

const nothing = { removed: [], updated: [], shifts: [], placed: [], sheet: null };
const slotAt = vi.fn(async (_map: string, x: number) => ({
  lane: 'lane_0',
  step: x < 100 ? 'step_0' : 'step_1',
  after: x < 100 ? null : 'card_b',
  x: 0,
  y: 0,
  width: 80,
  height: 40,
}));
const applyEdit = vi.fn(async (_map: string, _edit: Edit) => ({
  ...opened(),
  revision: 2,
  patch: nothing,
  history: { undo: 'Move card', redo: null },
  selection: [],
  added: [],
  title: 'A map',
  notices: [],
}));
const previewEdit = vi.fn(async () => ({ base: 1, patch: nothing }));

let context: ToolContext;
let tool: SelectTool;

beforeEach(() => {
  vi.clearAllMocks();
  const map = new OpenMap({ slotAt, applyEdit, previewEdit } as unknown as Host, opened(), () => undefined);
  const camera = new Camera(() => ({ width: 200, height: 200 }));
  context = {
    map,
    camera,
    overlay: new Overlay(),
    beginEditing: vi.fn(),
    addTo: vi.fn(),
    insertAt: vi.fn(),
    resetSize: vi.fn(),
    announce: vi.fn(),
    fail: vi.fn(),
  };
  tool = new SelectTool(context);
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});

function at(x: number, y: number, more: Partial<Pointer> = {}): Pointer {
  return {
    screen: { x, y },
    sheet: { x, y },
    on: { x, y },
    button: 0,
    shift: false,
    space: false,
    touch: false,
    ...more,
  };
}

const settled = () => new Promise((done) => setTimeout(done, 220));

test('a click selects, Shift adds and takes away, the desk clears', () => {
  tool.down(at(20, 20));
  tool.up(at(22, 21));
  expect(context.map.selection).toEqual(['card_a']);
  tool.down(at(120, 20, { shift: true }));
  tool.up(at(120, 20, { shift: true }));
  expect(context.map.selection).toEqual(['card_a', 'card_b']);
  tool.down(at(20, 20, { shift: true }));
  tool.up(at(20, 20, { shift: true }));
  expect(context.map.selection).toEqual(['card_b']);
  tool.down(at(20, 150));
  tool.up(at(20, 150));
  expect(context.map.selection).toEqual([]);
});

test('a press becomes a drag past 4 px, not before', () => {
  tool.down(at(20, 20));
  tool.move(at(23, 22));
  expect(tool.state.name).toBe('pointing');
  tool.move(at(26, 20));
  expect(tool.state.name).toBe('moving');
});

test('a card dragged to another cell: the slot is asked for once a cell, one edit at the end', async () => {
  tool.down(at(20, 20));
  for (let x = 24; x <= 150; x += 2) tool.move(at(x, 40));
  tool.up(at(150, 40));
  expect(tool.state.name).toBe('idle');
  await settled();
  expect(slotAt.mock.calls.length).toBeLessThanOrEqual(3);
  expect(applyEdit).toHaveBeenCalledOnce();
  expect(applyEdit.mock.calls[0]?.[1]).toEqual({
    type: 'moveCards',
    cards: ['card_a'],
    lane: 'lane_0',
    step: 'step_1',
    after: 'card_b',
  });
  expect(context.overlay.carried).toBeNull();
});

test('Escape while carrying puts the card back and stores nothing', async () => {
  tool.down(at(20, 20));
  tool.move(at(150, 40));
  tool.cancel();
  expect(tool.state.name).toBe('idle');
  expect(context.overlay.carried).toBeNull();
  await settled();
  expect(applyEdit).not.toHaveBeenCalled();
});

test('a card dropped where it was is no edit', async () => {
  tool.down(at(20, 20));
  tool.move(at(40, 30));
  tool.up(at(40, 30));
  await settled();
  expect(applyEdit).not.toHaveBeenCalled();
});

test('a marquee selects what it touches; Escape gives the selection back', () => {
  tool.down(at(5, 150));
  tool.move(at(150, 30));
  expect(tool.state.name).toBe('marquee');
  expect([...context.map.selection].sort()).toEqual(['card_a', 'card_b']);
  tool.cancel();
  expect(context.map.selection).toEqual([]);
  expect(context.overlay.marquee).toBeNull();
});

test('space, the middle button and a finger on the desk move the sheet', () => {
  for (const start of [at(20, 20, { space: true }), at(20, 20, { button: 1 }), at(20, 150, { touch: true })]) {
    tool.down(start);
    expect(tool.state.name).toBe('panning');
    tool.up(start);
    expect(tool.state.name).toBe('idle');
  }
});

test('a double click writes on a card and adds to an empty place', () => {
  tool.double(at(20, 20));
  expect(context.beginEditing).toHaveBeenCalledWith('card_a');
  tool.double(at(120, 150));
  expect(context.addTo).toHaveBeenCalledWith(0, 1, undefined, 150);
});
