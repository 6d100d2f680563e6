import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calls, failing, openMap } from './page';

async function openExport(query = ''): Promise<Page> {
  const page = await openMap(query);
  await page.getByTestId('export-open').click();
  await page.getByTestId('export-picture').waitFor();
  return page;
}

const summary = (page: Page) => page.getByTestId('export-summary').textContent();

test('the preview is of the choices, and says what the file will be', async () => {
  const page = await openExport();
  expect(await summary(page)).toMatch(/^1 page, \d+ × \d+ mm, \d+ kB$/);
  await page.getByLabel('Page', { exact: true }).selectOption('a3');
  await expect.poll(() => summary(page)).toMatch(/^1 page, A3 landscape, \d+ kB$/);
  await page.getByLabel('Orientation').selectOption('portrait');
  await expect.poll(() => summary(page)).toMatch(/A3 portrait/);
  await page.getByTestId('export-format-json').click();
  await page.getByText('The whole map, to keep or to pass on').waitFor();
  expect(await page.getByTestId('export-picture').count()).toBe(0);
});

test('choices that follow fast are previewed once, and the last one counts', async () => {
  const page = await openExport();
  const before = (await calls(page, 'previewExport')).length;
  await page.getByTestId('export-format-png').click();
  for (const scale of ['0.5', '1', '3', '4']) await page.getByLabel('Size').selectOption(scale);
  await expect.poll(() => summary(page)).toMatch(/px/);
  const asked = (await calls(page, 'previewExport')).slice(before);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.[1]).toMatchObject({ format: 'png', picture: { size: { kind: 'scale', value: 4 } } });
});

test('a map on several pages is leafed through by button and by arrow key', async () => {
  const page = await openExport();
  await page.getByLabel('Page', { exact: true }).selectOption('a4');
  await page.getByText('Full size on several pages').click();
  await expect.poll(() => summary(page)).toMatch(/^4 pages, A4 landscape/);
  const current = () => page.locator('[aria-current=page]').getAttribute('aria-label');
  expect(await current()).toBe('Page 1 of 4');
  expect(await page.getByRole('button', { name: 'Previous page' }).isDisabled()).toBe(true);
  const first = await page.getByTestId('export-picture').getAttribute('src');
  await page.getByRole('button', { name: 'Next page' }).click();
  expect(await current()).toBe('Page 2 of 4');
  await expect.poll(() => page.getByTestId('export-picture').last().getAttribute('src')).not.toBe(first);
  await page.locator('[aria-current=page]').focus();
  await page.keyboard.press('End');
  expect(await current()).toBe('Page 4 of 4');
});

test('a width of one’s own has to be one that can be painted', async () => {
  const page = await openExport();
  await page.getByTestId('export-format-png').click();
  await page.getByLabel('Size').selectOption({ label: 'Another width…' });
  const width = page.getByLabel('Width');
  await width.fill('9');
  expect(await width.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByTestId('export-run').isDisabled()).toBe(true);
  await width.fill('1600');
  await expect.poll(() => summary(page)).toMatch(/^1,600 × /);
  await page.getByTestId('export-run').click();
  await page.getByTestId('export-path').waitFor();
});

test('a transparent picture lies on a checkerboard', async () => {
  const page = await openExport();
  await page.getByTestId('export-format-svg').click();
  await page.getByText('Transparent').click();
  await expect
    .poll(() =>
      page
        .getByTestId('export-picture')
        .last()
        .evaluate((picture) => getComputedStyle(picture).backgroundImage),
    )
    .toContain('conic-gradient');
});

test('the keyboard alone chooses a format and exports it', async () => {
  const page = await openMap();
  await page.keyboard.press('Control+E');
  await page.getByTestId('export-picture').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByTestId('export-path').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Show in folder');
  const [, request] = (await calls(page, 'exportMap'))[0] as [string, object];
  expect(request).toMatchObject({ format: 'png' });
});

test('the last choice of a map is there again', async () => {
  const page = await openExport();
  await page.getByTestId('export-format-png').click();
  await page.getByLabel('Size').selectOption('3');
  await page.getByTestId('export-run').click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByTestId('export-open').click();
  await page.getByLabel('Size').waitFor();
  expect(await page.getByLabel('Size').inputValue()).toBe('3');
});

test('a running export shows how far it is and can be cancelled; no file is said to be there', async () => {
  const page = await openExport('?export=400');
  await page.getByTestId('export-run').click();
  await page.getByRole('progressbar').waitFor();
  // Escape gives the export up, not the dialog.
  await page.keyboard.press('Escape');
  await page.getByText('The export was cancelled. No file was written.').waitFor();
  expect(await calls(page, 'cancelExport')).toHaveLength(1);
  expect(await page.getByRole('dialog').count()).toBe(1);
});

test('a file that cannot be written is named, with what to do', async () => {
  const page = await openExport();
  await failing(page, 'exportMap', 'The file a.pdf could not be written: permission denied.');
  await page.getByTestId('export-run').click();
  const alert = page.getByRole('dialog').getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(/permission denied\. Choose another folder or file name/);
  await failing(page, 'exportMap', null);
  await page.getByTestId('export-run').click();
  await page.getByTestId('export-path').waitFor();
  await page.getByRole('button', { name: 'Show in folder' }).click();
  await expect.poll(() => calls(page, 'showInFolder')).toHaveLength(1);
});

test('a preview that fails says why and is tried again', async () => {
  const page = await openMap();
  await failing(page, 'previewExport', 'The picture of a card is damaged.');
  await page.getByTestId('export-open').click();
  await page.getByText('The picture of a card is damaged.').waitFor();
  await failing(page, 'previewExport', null);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByTestId('export-picture').waitFor();
});

test('everything fits a small window', async () => {
  const page = await openMap('', { viewport: { width: 720, height: 480 } });
  await page.keyboard.press('Control+E');
  await page.getByTestId('export-picture').waitFor();
  for (const name of ['export-run', 'export-picture', 'export-format-json']) {
    const box = await page.getByTestId(name).boundingBox();
    expect(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 720 && box.y + box.height <= 480, name).toBe(true);
  }
  const picture = await page.getByTestId('export-picture').boundingBox();
  expect(picture?.width).toBeGreaterThan(240);
});
