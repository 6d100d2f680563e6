import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calls, openApp, openMap } from './page';

async function openPreferences(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog', { name: 'Preferences' }).waitFor();
}

const style = (page: Page, property: string) =>
  page.evaluate((asked) => getComputedStyle(document.body).getPropertyValue(asked), property);

test('an appearance holds at once, against the system, and is kept', async () => {
  const page = await openApp('', { colorScheme: 'light' });
  const light = await style(page, 'background-color');
  await openPreferences(page);
  await page.getByTestId('appearance-dark').click();
  const dark = await style(page, 'background-color');
  expect(dark).not.toBe(light);
  await page.getByTestId('appearance-light').click();
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await style(page, 'background-color')).toBe(light);
  await page.getByTestId('appearance-system').click();
  await expect.poll(() => style(page, 'background-color')).toBe(dark);
  expect((await calls(page, 'setPreferences')).map(([kept]) => (kept as { appearance: string }).appearance)).toEqual([
    'dark',
    'light',
    'system',
  ]);
});

test('text grows in every panel, and controls with it; the map does not', async () => {
  const page = await openMap();
  const sizes = async () => ({
    text: Number.parseFloat(await style(page, 'font-size')),
    button: (await page.getByTestId('export-open').boundingBox())?.height,
    sheet: (await page.locator('[data-role=card]').first().boundingBox())?.width,
  });
  const before = await sizes();
  await openPreferences(page);
  await page.getByText('150 %').click();
  const after = await sizes();
  expect(before.text).toBe(13);
  expect(after.text).toBe(19.5);
  expect(before.button).toBe(32);
  expect(after.button).toBe(42);
  expect(after.sheet).toBe(before.sheet);
});

test('less motion stops what moves', async () => {
  const page = await openApp('', { reducedMotion: 'no-preference' });
  expect(await style(page, '--calm')).toMatch(/^(180ms|\.18s)$/);
  await openPreferences(page);
  await page.getByRole('switch', { name: 'Less motion' }).click();
  expect(await style(page, '--calm')).toMatch(/^0m?s$/);
});

test('the library is named and shown in its folder', async () => {
  const page = await openApp();
  await openPreferences(page);
  const path = await page.getByTestId('library-path').textContent();
  expect(path).toMatch(/library\.db$/);
  await page.getByRole('button', { name: 'Show in folder' }).click();
  await expect.poll(() => calls(page, 'showInFolder')).toEqual([[path]]);
});

test('Escape closes and the focus goes back to where it came from', async () => {
  const page = await openApp();
  await page.getByTestId('library-search').focus();
  await openPreferences(page);
  expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('library-search');
});

/** Of 255: how light a colour `rgb(…)` is. */
const lightness = (colour: string) => Math.max(...(colour.match(/\d+/g) ?? []).slice(0, 3).map(Number));

test('before any script ran, the window has the ground of its look', async () => {
  for (const [colorScheme, dark] of [
    ['light', false],
    ['dark', true],
  ] as const) {
    const page = await openApp('', { colorScheme });
    await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    await page.reload({ waitUntil: 'load' });
    expect(await page.locator('#app > *').count()).toBe(0);
    expect(lightness(await style(page, 'background-color')) < 64).toBe(dark);
    await page.close();
  }
});

test('the first picture of the app has the look that was chosen, not the system’s', async () => {
  const page = await openApp('', { colorScheme: 'light' });
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      const app = document.getElementById('app');
      if (!app?.firstChild) return;
      seen.disconnect();
      Object.assign(globalThis, { firstLook: getComputedStyle(document.body).backgroundColor });
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  const url = new URL(page.url());
  await page.goto(`${url.origin}/?appearance=dark`);
  await page.getByTestId('library-new').waitFor();
  const first = await page.evaluate(() => (globalThis as unknown as { firstLook: string }).firstLook);
  expect(lightness(first)).toBeLessThan(64);
});

test('in a dark app the map is dark where that is wished; its file never is', async () => {
  const page = await openMap('', { colorScheme: 'dark' });
  const card = () => page.locator('[data-role=card] rect, [data-role=card] path').first().getAttribute('fill');
  const paper = await card();
  expect(paper?.toLowerCase()).toMatch(/^#fff/);
  await openPreferences(page);
  await page.getByRole('switch', { name: 'Dark map while working' }).click();
  await expect.poll(card).not.toBe(paper);
  await page.keyboard.press('Escape');
  await page.getByTestId('export-open').click();
  await page.getByTestId('export-picture').waitFor();
  const file = decodeURIComponent((await page.getByTestId('export-picture').getAttribute('src')) ?? '');
  expect(file).toContain(`fill="${paper}"`);
  await page.keyboard.press('Escape');
  await openPreferences(page);
  await page.getByTestId('appearance-light').click();
  await expect.poll(card).toBe(paper);
});
