import { expect, test } from 'vitest';
import { COLUMN_GROUPS, columnName, holding, turned, withRow } from '../../src/dialogs/columns';
import { t } from '../../src/i18n';

test('columns are named as spreadsheets name them', () => {
  expect([0, 25, 26, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
});

test('every column of a list can be chosen, once', () => {
  const offered = Object.values(COLUMN_GROUPS).flat();
  expect([...offered].sort()).toEqual(Object.keys(t.importing.columns).sort());
});

test('what a column holds no other column holds', () => {
  const long = { heading: 0, columns: ['text', null, 'stage'] as const };
  expect(holding({ ...long, columns: [...long.columns] }, 1, 'stage').columns).toEqual(['text', 'stage', null]);
  expect(holding({ ...long, columns: [...long.columns] }, 0, null).columns).toEqual([null, null, 'stage']);
});

test('lanes begin below the headings, and no row is both stages and steps', () => {
  const matrix = { turned: false, stages: 0, steps: 1, body: 2, lanes: 0 };
  expect(withRow(matrix, 'stages', 1)).toEqual({ ...matrix, stages: 1, steps: null, body: 2 });
  expect(withRow(matrix, 'steps', 4)).toEqual({ ...matrix, steps: 4, body: 5 });
  expect(withRow(matrix, 'steps', null)).toEqual({ ...matrix, steps: null, body: 1 });
  expect(withRow({ ...matrix, steps: null }, 'stages', null).body).toBe(2);
});

test('rows become columns, however long each is', () => {
  expect(turned([['a', 'b'], ['c']])).toEqual([
    ['a', 'c'],
    ['b', ''],
  ]);
  expect(turned([])).toEqual([]);
});
