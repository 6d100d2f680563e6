import { expect, test } from 'vitest';
import {
  carriesByItself,
  FORMAT_GROUPS,
  FormatMemory,
  faultOf,
  isTransparent,
  ownPaper,
  paperOf,
  requestOf,
  revived,
} from '../../src/dialogs/export_options';
import { summary } from '../../src/dialogs/export_summary';
import { rowsOf } from '../../src/dialogs/export_table';

test('every format stands in one group', () => {
  const all = FORMAT_GROUPS.flatMap(({ formats }) => formats as readonly string[]);
  expect(new Set(all).size).toBe(all.length);
  expect(all).toHaveLength(14);
});

test('what cannot be painted is not sent', () => {
  const png = requestOf('png');
  const sized = (kind: 'width' | 'dpi', value: number) => ({
    ...png,
    picture: { ...png.picture, size: { kind, value } },
  });
  expect(faultOf(sized('width', 9))).toBe('picture');
  expect(faultOf(sized('width', 1600))).toBe(null);
  expect(faultOf(sized('dpi', Number.NaN))).toBe('picture');
  // Another format does not ask how large the picture is.
  expect(faultOf({ ...sized('width', 9), format: 'svg' })).toBe(null);
  const pdf = requestOf('pdf');
  expect(faultOf({ ...pdf, paper: { ...pdf.paper, size: '20x200mm' } })).toBe('paper');
  expect(faultOf({ ...pdf, part: { kind: 'stages', ids: [] } })).toBe('part');
  const none = { ...pdf, pages: { cover: false, map: false, stages: false } };
  expect(faultOf(none)).toBe('sheets');
  expect(faultOf({ ...none, format: 'png' })).toBe(null);
  expect(faultOf({ ...none, blank: true })).toBe(null);
});

test('a paper of one’s own has two sides that printers know', () => {
  expect(ownPaper('a4')).toBe(null);
  expect(ownPaper('300x200.5mm')).toEqual({ width: 300, height: 200.5 });
  for (const none of ['300x', 'x200mm', '300xmm', '49x200mm', '300x5081mm'])
    expect(ownPaper(none), none).toBe(undefined);
});

test('a kept request leaves out what the map no longer has', () => {
  const outline = { stages: [{ id: 'a', title: 'A' }], lanes: [] };
  const kept = { ...requestOf('pdf'), part: { kind: 'stages', ids: ['a', 'b'] } as const };
  expect(revived({ ...kept, part: { kind: 'stages', ids: ['a', 'b'] } }, outline).part).toEqual({
    kind: 'stages',
    ids: ['a'],
  });
  expect(revived({ ...kept, part: { kind: 'lanes', ids: ['b'] } }, outline).part).toEqual({ kind: 'whole' });
  expect(revived({ ...kept, part: { kind: 'records', ids: ['a'] } }, outline).part).toEqual({ kind: 'whole' });
});

test('who leaves something out does not hand on the whole map', () => {
  const whole = requestOf('pdf');
  expect(carriesByItself(whole)).toBe(true);
  expect(carriesByItself({ ...whole, part: { kind: 'stages', ids: ['a'] } })).toBe(false);
  expect(carriesByItself({ ...whole, sheet: { ...whole.sheet, notes: false } })).toBe(false);
  expect(carriesByItself({ ...whole, blank: true })).toBe(false);
});

test('only formats that can be transparent are', () => {
  const request = { ...requestOf('png'), transparent: true };
  expect(isTransparent(request)).toBe(true);
  expect(isTransparent({ ...request, format: 'jpeg' })).toBe(false);
});

test('papers are known by their size', () => {
  expect(paperOf({ width: 841.89, height: 595.28 })).toMatchObject({ paper: 'a4', landscape: true });
  expect(paperOf({ width: 612, height: 792 })).toMatchObject({ paper: 'letter', landscape: false });
  expect(paperOf({ width: 1000, height: 500 })).toEqual({ paper: null, landscape: true, width: 353, height: 176 });
});

test('a preview says in one line what the file will be', () => {
  const of = (format: 'pdf' | 'png' | 'json', pages: { width: number; height: number }[], bytes: number) =>
    summary({ id: '', pages, bytes, notes: [], text: null, request: requestOf(format) });
  expect(of('pdf', [{ width: 1190.55, height: 841.89 }], 214_300)).toBe('1 page, A3 landscape, 214 kB');
  expect(of('png', [{ width: 2960, height: 1720 }], 1_240_000)).toBe('2,960 × 1,720 px, 1.2 MB');
  expect(of('json', [], 900)).toBe('900 bytes');
});

test('a document and a presentation each remember their sheets', () => {
  const request = requestOf('pdf');
  const memory = new FormatMemory();
  request.pages.cover = true;
  memory.turn(request, 'png');
  memory.turn(request, 'pptx');
  expect(request.pages).toEqual({ cover: true, map: true, stages: true });
  request.pages.stages = false;
  memory.turn(request, 'pdf');
  expect(request.pages).toEqual({ cover: true, map: true, stages: false });
  memory.turn(request, 'pptx');
  expect(request.pages.stages).toBe(false);
});

test('a table is read as it was written, also where it was cut off', () => {
  expect(rowsOf('a,"b ""c"", d"\r\n,\n')).toEqual([
    ['a', 'b "c", d'],
    ['', ''],
  ]);
  expect(rowsOf('a\n"b, c')).toEqual([['a'], ['b, c']]);
  expect(rowsOf('')).toEqual([]);
});
