import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = resolve(import.meta.dirname, '../../src');
const RULES: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|[;{\s])(?:font-size|line-height|font):[^;{}]*?\b\d[\d.]*px[^;{}]*/g,
    'a text size that does not follow the preference',
  ],
  [/prefers-color-scheme[^{]*/g, 'a look that does not follow the preference'],
];

/** What in the styles of a file goes past the tokens. */
function strays(source: string): string[] {
  return RULES.flatMap(([rule, what]) =>
    [...source.matchAll(rule)]
      .map(([found]) => found.trim())
      .filter((found) => !found.includes('var(--control)'))
      .map((found) => `${found}: ${what}`),
  );
}

test('every text size and look of the app comes from the tokens', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(svelte|css)$/.test(file) && !file.endsWith('tokens.css'),
  );
  const found = files.flatMap((file) => {
    const source = readFileSync(resolve(SOURCE, file), 'utf8');
    const styles = file.endsWith('.css') ? source : (source.match(/<style>[\s\S]*<\/style>/)?.[0] ?? '');
    return strays(styles).map((stray) => `${file}: ${stray}`);
  });
  expect(found).toEqual([]);
});

test('a stray is found, a token is none', () => {
  expect(strays('p { font-size: 12px; } a { font: 500 12px / 16px var(--font); }')).toHaveLength(2);
  expect(strays('p { font-size: var(--small); line-height: calc(var(--control) - 4px); width: 12px; }')).toEqual([]);
  expect(strays('@media (prefers-color-scheme: dark) { p { color: red } }')).toHaveLength(1);
});
