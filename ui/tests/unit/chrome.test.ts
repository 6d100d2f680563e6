import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { actions } from '../../src/actions/actions';
import { capsOf, keysText } from '../../src/actions/keys';
import { menuBar, menuChanges, recentOf } from '../../src/actions/menu_bar';
import type { MapEntry, MenuPart } from '../../src/host';
import { search, sections } from '../../src/palette/entries';
import { boundsOf, GAP, placeBar } from '../../src/panels/bar_place';

// Outside of a window there is only the host in memory.
vi.mock('../../src/host/tauri', () => import('../../src/host/fake'));

test('keys are written as keycaps, held keys first', () => {
  expect(capsOf('Shift+Mod+Z')).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(capsOf('Mod++')).toEqual(['Ctrl', '+']);
  expect(capsOf('Alt+ArrowLeft')).toEqual(['Alt', '←']);
  expect(keysText('Delete')).toBe('Del');
});

test('the bar stands above its selection, below where there is no room, and never leaves the canvas', () => {
  const bar = { width: 240, height: 38 };
  const canvas = { width: 800, height: 600 };
  expect(placeBar({ x: 300, y: 200, width: 160, height: 60 }, bar, canvas)).toEqual({ x: 260, y: 154, above: true });
  expect(placeBar({ x: 300, y: 20, width: 160, height: 60 }, bar, canvas)).toEqual({ x: 260, y: 88, above: false });
  expect(placeBar({ x: 900, y: 20, width: 160, height: 60 }, bar, canvas)).toBeNull();
  const rect = fc.record({
    x: fc.integer({ min: -2000, max: 2000 }),
    y: fc.integer({ min: -2000, max: 2000 }),
    width: fc.integer({ min: 1, max: 3000 }),
    height: fc.integer({ min: 1, max: 3000 }),
  });
  fc.assert(
    fc.property(rect, (bounds) => {
      const place = placeBar(bounds, bar, canvas);
      if (!place) return;
      expect(place.x).toBeGreaterThanOrEqual(GAP);
      expect(place.x + bar.width).toBeLessThanOrEqual(canvas.width - GAP);
      expect(place.y).toBeGreaterThanOrEqual(GAP);
      expect(place.y + bar.height).toBeLessThanOrEqual(canvas.height - GAP);
    }),
  );
});

test('bounds hold all of several rectangles', () => {
  expect(boundsOf([])).toBeNull();
  expect(
    boundsOf([
      { x: 10, y: 10, width: 10, height: 10 },
      { x: 0, y: 15, width: 5, height: 20 },
    ]),
  ).toEqual({ x: 0, y: 10, width: 20, height: 25 });
});

test('the palette finds by the beginnings of words, names before descriptions', () => {
  const names = (query: string) => search(query).map(({ id }) => id);
  expect(names('email')).toEqual(['channel-email']);
  expect(names('pain')[0]).toBe('card-painPoints');
  expect(names('lane pain')).toEqual(['lane-painPoints']);
  expect(names('ÉMAIL')).toEqual(['channel-email']);
  expect(names('sticky')).toEqual(['note']);
  expect(names('zzz')).toEqual([]);
  expect(new Set(sections.flatMap(({ entries }) => entries.map(({ id }) => id))).size).toBe(
    sections.flatMap(({ entries }) => entries).length,
  );
});

test('every action is told once, and has a name if a person can meet it', () => {
  expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
  for (const { id, label, keys } of actions) if (label === null) expect(keys, id).not.toEqual([]);
});

const items = (parts: readonly MenuPart[]): MenuPart[] =>
  parts.flatMap((part) => (part.kind === 'menu' ? items(part.parts) : [part]));

test('the menu bar says what changed, and begins anew where its items do', () => {
  const entry = { id: 'map_1', title: 'One' } as MapEntry;
  const bare = menuBar(null, []);
  expect(menuChanges(bare, menuBar(null, []))).toEqual([]);
  expect(menuChanges(bare, menuBar(null, [entry]))).toBeNull();
  const ids = items(menuBar(null, [entry])).flatMap((part) => (part.kind === 'item' ? [part.id] : []));
  expect(ids.flatMap((id) => recentOf(id) ?? [])).toEqual(['map_1']);
  const off = bare.map((part): MenuPart => {
    if (part.kind !== 'menu') return part;
    return {
      ...part,
      parts: part.parts.map((one) => (one.kind === 'item' && one.id === 'new-map' ? { ...one, enabled: false } : one)),
    };
  });
  expect(menuChanges(bare, off)).toEqual([{ id: 'new-map', label: null, enabled: false, checked: null }]);
});

test('without a map only what needs none can be chosen', () => {
  const enabled = items(menuBar(null, [])).flatMap((part) => (part.kind === 'item' && part.enabled ? [part.id] : []));
  expect(enabled).toEqual([
    'new-map',
    'import-map',
    'export-maps',
    'preferences',
    'quit',
    'paste',
    'full-screen',
    'shortcuts',
    'about',
  ]);
});
