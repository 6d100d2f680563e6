import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type AST, parse } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { fileSize, LANGUAGES, languageOf, number, percent } from '../../src/i18n';
import { en } from '../../src/i18n/en';

const SOURCE = resolve(import.meta.dirname, '../../src');
/** Attributes, and props of our own components, that people read or hear. */
const SAID = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'alt',
  'data-tip',
  'hint',
  'label',
  'placeholder',
  'title',
]);

/** Words in the markup of a component that do not come from a catalogue. */
function wordsIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { type } = node as { type?: string };
    if (type === 'Text' && /\p{L}{2}/u.test((node as AST.Text).data)) found.push((node as AST.Text).data.trim());
    if (type?.endsWith('Directive')) return;
    if (type === 'Attribute' && !SAID.has((node as AST.Attribute).name)) return;
    for (const [key, child] of Object.entries(node)) if (key !== 'metadata') visit(child);
  };
  visit(parse(source, { modern: true }).fragment);
  return found;
}

/** Every key of a catalogue, with what kind of thing it says. */
function keysOf(words: object, path = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? keysOf(value, `${path}${key}.`)
      : [`${path}${key}: ${Array.isArray(value) ? 'list' : typeof value}`],
  );
}

test('no component says a word that is not in the catalogue', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.svelte'));
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((file) =>
    wordsIn(readFileSync(resolve(SOURCE, file), 'utf8')).map((words) => `${file}: ${words}`),
  );
  expect(found).toEqual([]);
});

test('words in markup are found, in text and in what is said, and in nothing else', () => {
  const source = `<script>const a = 'Save';</script><p class="wide" aria-label="Zoom">{t.x} · {#if a}Save{/if}<img alt="a {b} map" style:left="{x}px" /></p>`;
  expect(wordsIn(source).sort()).toEqual(['Save', 'Zoom', 'map']);
});

test('every language has every word', () => {
  const english = keysOf(en).sort();
  expect(english.length).toBeGreaterThan(100);
  for (const { words } of Object.values(LANGUAGES)) expect(keysOf(words).sort()).toEqual(english);
});

test('the first wished language that the app speaks is taken', () => {
  expect(languageOf(['tlh', 'EN-us', 'fr'])).toBe('en');
  expect(languageOf(['toString'])).toBe('en');
  expect(languageOf([])).toBe('en');
});

test('no word shouts', () => {
  const all = (words: unknown): string[] =>
    typeof words === 'string' ? [words] : typeof words === 'object' && words ? Object.values(words).flatMap(all) : [];
  const said = all(en);
  expect(said.filter((words) => words.includes('!') || words.includes('...'))).toEqual([]);
});

test('numbers and sizes are written as people write them', () => {
  expect(number(2960)).toBe('2,960');
  expect(number(0.5)).toBe('0.5');
  expect(percent(0.656)).toBe('66 %');
  expect([0, 999, 1000, 214_300, 1_240_000, 12_400_000].map(fileSize)).toEqual([
    '0 bytes',
    '999 bytes',
    '1 kB',
    '214 kB',
    '1.2 MB',
    '12 MB',
  ]);
});
