import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MapEntry } from '../../src/host';
import { arranged, named, tagsOf } from '../../src/library/arrange';
import { nextTile, rowsIn, tiling } from '../../src/library/tiling';

const GAP = { column: 24, row: 28 };

function map(id: string, fields: Partial<MapEntry> = {}): MapEntry {
  const empty = { subtitle: '', state: 'current', tags: [], createdAt: 0, modifiedAt: 0, revision: 1, cards: 0 };
  return { id, title: id, trashedAt: null, ...empty, ...fields };
}

describe('tiles', () => {
  test('fill the width, and grow rather than multiply in a wide window', () => {
    for (const width of [320, 640, 1216, 1856, 2500]) {
      const { columns, width: tile, gap } = tiling(width, 48, GAP);
      expect(columns * tile + (columns - 1) * gap).toBeCloseTo(width);
    }
    expect(tiling(1216, 48, GAP).columns).toBe(4);
    expect(tiling(1856, 48, GAP).columns).toBe(5);
    expect(tiling(200, 48, GAP).columns).toBe(1);
    expect(tiling(1216, 48, GAP, 1.5).columns).toBe(3);
    expect(tiling(1216, 48, GAP, 0.9).columns).toBe(4);
  });

  test('that can be seen are among the mounted rows, whatever the scroll place', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(200_000), fc.integer({ min: 200, max: 2000 }), (count, top, high) => {
        const plan = tiling(1216, 48, GAP);
        const { first, last } = rowsIn(plan, count, top, top + high);
        const end = Math.max(0, Math.ceil(count / plan.columns) - 1);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(last).toBeLessThanOrEqual(end);
        for (let row = 0; row <= end; row++) {
          const seen = row * plan.pitch < top + high && (row + 1) * plan.pitch > top;
          if (seen) expect(row >= first && row <= last).toBe(true);
        }
        expect(last - first).toBeLessThanOrEqual(high / plan.pitch + 4);
      }),
      { numRuns: 60 },
    );
  });

  test('are walked by arrows, Home, End and pages', () => {
    const go = (key: string, at: number) => nextTile(key, at, 10, 4, 2);
    expect(go('ArrowRight', 9)).toBe(9);
    expect(go('ArrowLeft', 0)).toBe(0);
    expect(go('ArrowDown', 1)).toBe(5);
    expect(go('ArrowDown', 7)).toBe(9);
    expect(go('ArrowDown', 8)).toBe(8);
    expect(go('ArrowUp', 2)).toBe(2);
    expect(go('ArrowUp', 9)).toBe(5);
    expect(go('PageDown', 1)).toBe(9);
    expect(go('PageUp', 6)).toBe(2);
    expect(go('Home', 6)).toBe(0);
    expect(go('End', 6)).toBe(9);
    expect(go('x', 6)).toBeNull();
  });
});

describe('maps', () => {
  const maps = [
    map('a', { title: 'Map 10', tags: ['retail', 'quick win'], createdAt: 3, modifiedAt: 4 }),
    map('b', { title: 'map 9', tags: ['retail'], createdAt: 1, modifiedAt: 6 }),
    map('c', { title: 'Éclair shop', createdAt: 2, modifiedAt: 5 }),
  ];
  const ids = (list: MapEntry[]) => list.map(({ id }) => id).join('');

  test('stand in the order that was chosen, numbers as numbers', () => {
    expect(ids(arranged(maps, 'modified', []))).toBe('bca');
    expect(ids(arranged(maps, 'created', []))).toBe('acb');
    expect(ids(arranged(maps, 'title', []))).toBe('cba');
    const trash = maps.map((map, at) => ({ ...map, trashedAt: 7 + at }));
    expect(ids(arranged(trash, 'trashed', []))).toBe('cba');
    expect(ids(arranged(trash.toReversed(), 'trashed', []))).toBe('cba');
  });

  test('carry every tag that is asked for', () => {
    expect(ids(arranged(maps, 'modified', ['retail']))).toBe('ba');
    expect(ids(arranged(maps, 'modified', ['retail', 'quick win']))).toBe('a');
    expect(tagsOf(maps)).toEqual(['retail', 'quick win']);
  });

  test('are found by title first, then by a whole tag', () => {
    const tagged = [map('d', { tags: ['Map'] }), ...maps];
    expect(ids(named(tagged, ' map '))).toBe('abd');
    expect(ids(named(tagged, '  '))).toBe('');
  });
});
