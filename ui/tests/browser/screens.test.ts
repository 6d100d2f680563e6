import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { calls, openApp, openMap } from './page';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong, each with the elements that it found it on. */
async function faults(page: Page): Promise<string[]> {
  await page.waitForTimeout(250);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  describe(`accessible, ${colorScheme}`, () => {
    test('library, menu and search', async () => {
      const page = await openApp('', { colorScheme });
      expect(await faults(page)).toEqual([]);
      await page.getByRole('button', { name: /^More for First/ }).click();
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByTestId('library-search').fill('price');
      await page.locator('mark').first().waitFor();
      expect(await faults(page)).toEqual([]);
    });

    test('new map', async () => {
      const page = await openApp('', { colorScheme });
      await page.getByTestId('library-new').click();
      await page.getByTestId('template-card').first().waitFor();
      expect(await faults(page)).toEqual([]);
    });

    test('editor and export', async () => {
      const page = await openMap('', { colorScheme });
      await page.keyboard.press('ArrowRight');
      expect(await faults(page)).toEqual([]);
      await page.getByTestId('export-open').click();
      expect(await faults(page)).toEqual([]);
      await page.getByTestId('export-format-png').click();
      expect(await faults(page)).toEqual([]);
    });
  });
}

test('a new map from a template opens in the editor', async () => {
  const page = await openApp('?maps=0');
  await page.getByText('Start your first map').waitFor();
  await page.getByTestId('library-new').click();
  await page.locator('[data-template=classic]').click();
  await page.getByTestId('canvas').waitFor();
  expect(await calls(page, 'createMap')).toEqual([['classic']]);
});

test('a dialog closes on Escape and the focus returns to where it came from', async () => {
  const page = await openApp();
  await page.getByTestId('library-new').click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('library-new');
});

test('a map is renamed in place, duplicated, trashed, restored and deleted for good', async () => {
  const page = await openApp();
  const cards = page.getByTestId('map-card');
  expect(await cards.count()).toBe(6);
  await cards.nth(1).focus();
  await page.keyboard.press('F2');
  await page.getByLabel('Title of the map').fill('The first ride');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'The first ride' }).waitFor();

  const choose = async (map: string, item: string) => {
    await page.getByRole('button', { name: `More for ${map}`, exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose('The first ride', 'Duplicate');
  await page.getByRole('heading', { name: 'The first ride (copy)' }).waitFor();
  await choose('The first ride (copy)', 'Move to trash');
  await expect.poll(() => cards.count()).toBe(6);

  await page.getByTestId('library-trash').click();
  await expect.poll(() => cards.count()).toBe(1);
  await choose('The first ride (copy)', 'Restore');
  await page.getByText('The trash is empty').waitFor();
  await page.getByRole('button', { name: 'Back to maps' }).click();
  await expect.poll(() => cards.count()).toBe(7);

  await choose('The first ride (copy)', 'Move to trash');
  await expect.poll(() => cards.count()).toBe(6);
  await page.getByTestId('library-trash').click();
  await choose('The first ride (copy)', 'Delete for good');
  expect(await calls(page, 'deleteMap')).toHaveLength(0);
  await page.getByRole('button', { name: 'Delete for good' }).last().click();
  await expect.poll(async () => (await calls(page, 'deleteMap')).length).toBe(1);
});

test('arrow keys walk the library; one tile is in the Tab order', async () => {
  const page = await openApp();
  await page.getByTestId('library-new').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  expect(await focused()).toBe('First ride with a ride-hailing app');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('Service blueprint of a walk-in clinic');
  expect(await page.locator('[data-tile][tabindex="0"]').count()).toBe(1);
});

test('search marks what it found and opens the map', async () => {
  const page = await openApp();
  await page.getByTestId('library-search').fill('Certificate');
  await page.locator('mark').first().waitFor();
  expect((await page.locator('mark').first().textContent())?.toLowerCase()).toBe('certificate');
  // Letters typed one after the other are one question.
  expect((await calls(page, 'searchMaps')).length).toBe(1);
  await page.getByTestId('library-search').fill('zzz');
  await page.getByText('Nothing found').waitFor();
});

test('an export asks for its format’s options and shows where the file is', async () => {
  const page = await openMap();
  await page.getByTestId('export-open').click();
  await page.getByTestId('export-format-png').click();
  await page.getByLabel('Size').selectOption({ index: 2 });
  await page.getByText('Transparent').click();
  await page.getByTestId('export-run').click();
  await page.getByTestId('export-path').waitFor();
  expect(await page.getByTestId('export-path').textContent()).toMatch(/Saved to .*\.png/);
  const [, request] = (await calls(page, 'exportMap'))[0] as [string, object];
  expect(request).toMatchObject({ format: 'png', scale: 2, transparent: true, paper: null });
  await page.getByRole('button', { name: 'Show in folder' }).click();
  await expect.poll(() => calls(page, 'showInFolder')).toHaveLength(1);
});
