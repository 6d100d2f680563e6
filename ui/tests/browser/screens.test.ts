import { expect, test } from 'vitest';
import { calls, openApp } from './page';

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
