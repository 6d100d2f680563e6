import { expect, test } from 'vitest';
import { DEFAULTS, optionsOf, paperOf, requestOf } from '../../src/dialogs/export_options';
import { summary } from '../../src/dialogs/export_summary';

const SHEET = 1520;

test('an export asks only for what its format knows', () => {
  const all = { ...DEFAULTS, page: 'a4', tile: true, scale: 3, dpi: 300, transparent: true, theme: 'calm' } as const;
  const asked = (changes: object) => requestOf({ ...all, ...changes }, SHEET);
  expect(asked({ format: 'json' })).toEqual({
    format: 'json',
    theme: null,
    scale: null,
    dpi: null,
    paper: null,
    orientation: null,
    tile: false,
    transparent: false,
  });
  expect(asked({ format: 'pdf' })).toMatchObject({ paper: 'a4', orientation: 'auto', tile: true, scale: null });
  expect(asked({ format: 'pdf', page: 'fit' })).toMatchObject({ orientation: null, tile: false });
  expect(asked({ format: 'png' })).toMatchObject({ scale: 3, dpi: 300, transparent: true, paper: null, tile: false });
  expect(asked({ format: 'svg' })).toMatchObject({ scale: null, dpi: null, transparent: true, theme: 'calm' });
});

test('a width of one’s own is a scale that the painter takes', () => {
  const wide = (width: number) => requestOf({ ...DEFAULTS, format: 'png', scale: null, width }, SHEET).scale;
  expect(wide(3800)).toBe(2.5);
  expect(wide(1)).toBe(0.25);
  expect(wide(99_999)).toBe(8);
});

test('a request leads back to the options that it came of', () => {
  for (const options of [
    { ...DEFAULTS, format: 'png', scale: 3, dpi: 150, transparent: true },
    { ...DEFAULTS, format: 'png', scale: null, width: 3800 },
    { ...DEFAULTS, format: 'pdf', page: 'a3', orientation: 'portrait', tile: true, theme: 'high-contrast' },
  ] as const) {
    const request = requestOf(options, SHEET);
    expect(requestOf(optionsOf(request, SHEET), SHEET)).toEqual(request);
    expect(optionsOf(request, SHEET).scale).toBe(options.format === 'png' ? options.scale : DEFAULTS.scale);
  }
});

test('papers are known by their size', () => {
  expect(paperOf({ width: 841.89, height: 595.28 })).toMatchObject({ paper: 'a4', landscape: true });
  expect(paperOf({ width: 612, height: 792 })).toMatchObject({ paper: 'letter', landscape: false });
  expect(paperOf({ width: 1000, height: 500 })).toEqual({ paper: null, landscape: true, width: 353, height: 176 });
});

test('a preview says in one line what the file will be', () => {
  const of = (format: 'pdf' | 'png' | 'json', pages: { width: number; height: number }[], bytes: number) =>
    summary({ id: '', pages, bytes, request: requestOf({ ...DEFAULTS, format }, SHEET) });
  expect(of('pdf', [{ width: 1190.55, height: 841.89 }], 214_300)).toBe('1 page, A3 landscape, 214 kB');
  expect(of('png', [{ width: 2960, height: 1720 }], 1_240_000)).toBe('2,960 × 1,720 px, 1.2 MB');
  expect(of('json', [], 900)).toBe('900 byte');
});
