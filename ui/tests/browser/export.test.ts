import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calls, failing, middle, openApp, openMap } from './page';

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
  await page.getByLabel('Page size').selectOption('a3');
  await expect.poll(() => summary(page)).toMatch(/^1 page, A3 landscape, \d+ kB$/);
  await page.getByLabel('Orientation').selectOption('portrait');
  await expect.poll(() => summary(page)).toMatch(/A3 portrait/);
  await page.getByTestId('export-format-json').click();
  await page.getByTestId('export-text').waitFor();
  expect(await page.getByTestId('export-text').textContent()).toContain('"format": "waymark"');
  expect(await page.getByTestId('export-picture').count()).toBe(0);
});

test('choices that follow fast are previewed once, and the last one counts', async () => {
  const page = await openExport();
  const before = (await calls(page, 'previewExport')).length;
  await page.getByTestId('export-format-png').click();
  for (const scale of ['0.5', '1', '3', '4']) await page.getByLabel('Size', { exact: true }).selectOption(scale);
  await expect.poll(() => summary(page)).toMatch(/px/);
  const asked = (await calls(page, 'previewExport')).slice(before);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.[1]).toMatchObject({ format: 'png', picture: { size: { kind: 'scale', value: 4 } } });
});

test('a map on several pages is leafed through by button and by arrow key', async () => {
  const page = await openExport();
  await page.getByLabel('Page size').selectOption('a4');
  await page.getByText('Several sheets').click();
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
  await page.getByLabel('Size', { exact: true }).selectOption('width');
  const width = page.getByLabel('Width', { exact: true });
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
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByTestId('export-path').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Show in folder');
  const [, request] = (await calls(page, 'exportMap'))[0] as [string, object];
  expect(request).toMatchObject({ format: 'pptx', pages: { cover: true, map: true, stages: true } });
});

test('the last choice of a map is there again', async () => {
  const page = await openExport();
  await page.getByTestId('export-format-png').click();
  await page.getByLabel('Size', { exact: true }).selectOption('3');
  await page.getByTestId('export-run').click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByTestId('export-open').click();
  await page.getByLabel('Size', { exact: true }).waitFor();
  expect(await page.getByLabel('Size', { exact: true }).inputValue()).toBe('3');
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
    await page.getByTestId(name).scrollIntoViewIfNeeded();
    const box = await page.getByTestId(name).boundingBox();
    expect(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 720 && box.y + box.height <= 480, name).toBe(true);
  }
  const picture = await page.getByTestId('export-picture').boundingBox();
  expect(picture?.width).toBeGreaterThan(240);
});

/** The request that was previewed last. */
const asked = async (page: Page) => (await calls(page, 'previewExport')).at(-1)?.[1] as Record<string, unknown>;

test('a format shows its own options and no others', async () => {
  const page = await openExport();
  const labels = () => page.locator('dialog fieldset label, dialog fieldset summary').allTextContents();
  const has = async (format: string, words: string[], not: string[]) => {
    await page.getByTestId(`export-format-${format}`).click();
    const all = (await labels()).map((label) => label.trim());
    for (const word of words) expect(all, format).toContain(word);
    for (const word of not) expect(all, format).not.toContain(word);
  };
  await has('pdf', ['Page size', 'A page for each stage', 'The map inside the file'], ['Transparent', 'Quality']);
  await has('pptx', ['A page for each stage', 'Colours'], ['Page size', 'Size', 'The map inside the file']);
  await has('jpeg', ['Size', 'Quality'], ['Transparent', 'Page size']);
  await has('webp', ['Transparent'], ['Quality']);
  await has('svg', ['Text', 'Transparent'], ['Size']);
  await has('csv', ['Shape', 'Between cells'], ['Theme', 'Show']);
  await has('mermaid', [], ['Theme', 'Show']);
});

test('what a transparent picture leaves behind does not make a PDF transparent', async () => {
  const page = await openExport();
  await page.getByTestId('export-format-png').click();
  await page.getByText('Transparent').click();
  await expect.poll(() => asked(page)).toMatchObject({ format: 'png', transparent: true });
  await page.getByTestId('export-format-pdf').click();
  await expect.poll(() => asked(page)).toMatchObject({ format: 'pdf', transparent: false });
  expect((await asked(page)).pages).toEqual({ cover: false, map: true, stages: false });
});

test('a poster has a size of its own, marks and an overlap', async () => {
  const page = await openExport();
  await page.getByLabel('Page size').selectOption('a3');
  await page.getByText('Several sheets').click();
  await page.getByLabel('Size of the poster').selectOption('columns');
  await page.getByLabel('Sheets', { exact: true }).fill('3');
  await page.getByText('Margins and standards').click();
  await page.getByText('Crop marks').click();
  await page.getByLabel('Overlap of neighbours').fill('15');
  await page.getByLabel('Archive standard').selectOption('a2b');
  const poster = { size: { kind: 'columns', value: 3 }, overlap: 15, cropMarks: false, labels: true, assembly: true };
  await expect.poll(() => asked(page)).toMatchObject({ paper: { size: 'a3', poster, archive: 'a2b' } });
  await page.getByTestId('export-findings').getByText('has a picture without words').waitFor();
});

test('what stands in the way of a standard is shown on the map', async () => {
  const page = await openExport();
  await page.getByText('Margins and standards').click();
  await page.getByLabel('Archive standard').selectOption('a2b');
  await page.getByRole('button', { name: 'Show on the map' }).click();
  await page.locator('dialog').waitFor({ state: 'detached' });
  await page.locator('[data-ring="card_1"]').waitFor();
  // The keyboard is where the card is.
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[data-testid=canvas]') !== null))
    .toBe(true);
});

test('a page of one’s own has two sides in mm', async () => {
  const page = await openExport();
  await page.getByLabel('Page size').selectOption('own');
  await page.getByLabel('Width', { exact: true }).fill('900');
  await expect.poll(() => asked(page)).toMatchObject({ paper: { size: '900x400mm' } });
  await page.getByLabel('Height', { exact: true }).fill('');
  expect(await page.getByTestId('export-run').isDisabled()).toBe(true);
  await page.getByLabel('Height', { exact: true }).pressSequentially('300.5');
  await expect.poll(() => asked(page)).toMatchObject({ paper: { size: '900x300.5mm' } });
});

test('some stages, the selection or an empty poster are shown instead of the whole map', async () => {
  const page = await openMap();
  await page.getByTestId('export-open').click();
  await page.getByTestId('export-picture').waitFor();
  const show = page.getByLabel('Show', { exact: true });
  // Nothing is selected.
  expect(await show.locator('option').allTextContents()).not.toContain('The selection');
  await show.selectOption('stages');
  const stages = page.getByRole('group', { name: 'Some stages' }).getByRole('checkbox');
  const count = await stages.count();
  for (let at = 1; at < count; at++) await stages.nth(at).uncheck();
  await expect
    .poll(async () => ((await asked(page)).part as { ids: string[] } | undefined)?.ids?.length ?? null)
    .toBe(1);
  await stages.first().uncheck();
  await page.getByText('Choose at least one.').waitFor();
  expect(await page.getByTestId('export-run').isDisabled()).toBe(true);
  await show.selectOption('blank');
  await expect.poll(() => asked(page)).toMatchObject({ part: { kind: 'whole' }, blank: true });
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  const at = await middle(page, 'card_1');
  await page.mouse.click(at.x, at.y);
  await page.getByTestId('export-open').click();
  await page.getByLabel('Show', { exact: true }).selectOption('records');
  await expect.poll(() => asked(page)).toMatchObject({ part: { kind: 'records', ids: ['card_1'] }, blank: false });
});

test('the dialog says whether the map travels in the file', async () => {
  const page = await openExport();
  await page.getByText('The map inside the file').click();
  const carries = page.getByLabel('Keep the map in the file');
  expect(await carries.locator('option').first().textContent()).toBe('Automatic: yes');
  await page.getByText('Around the map').click();
  await page.getByLabel('Free notes').uncheck();
  expect(await carries.locator('option').first().textContent()).toMatch(/^Automatic: no/);
  await page.getByText('The file cannot be imported as a map again.').waitFor();
  await carries.selectOption('true');
  await expect.poll(() => asked(page)).toMatchObject({ carriesMap: true, sheet: { notes: false } });
});

test('text is shown as text and a workbook as a table; what a format cannot hold is told', async () => {
  const page = await openExport();
  await page.getByTestId('export-format-mermaid').click();
  await page.getByTestId('export-text').getByText('title Buying flood insurance').waitFor();
  const findings = page.getByTestId('export-findings');
  // What is left out comes first.
  expect(await findings.textContent()).toMatch(/^\s*Left out\s*23 cards/);
  expect(await page.getByRole('list', { name: 'Left out' }).getByRole('listitem').count()).toBe(1);
  await page.getByTestId('export-format-xlsx').click();
  await page.getByRole('columnheader', { name: 'Compare' }).waitFor();
  await page.getByRole('cell', { name: 'Calls the agent, twice' }).waitFor();
});

test('a preset keeps choices under a name, applies them and is forgotten', async () => {
  const page = await openExport();
  await page.getByTestId('export-format-png').click();
  await page.getByLabel('Size', { exact: true }).selectOption('4');
  const presets = page.getByRole('button', { name: 'Presets' });
  await presets.click();
  await page.getByRole('menuitem', { name: 'Save these choices…' }).click();
  await page.getByLabel('Name of the preset').fill('For the wall');
  await page.keyboard.press('Enter');
  await presets.waitFor();
  expect((await calls(page, 'keepExportPreset'))[0]?.[0]).toBe('For the wall');
  await page.getByTestId('export-format-pdf').click();
  await presets.click();
  await page.getByRole('menuitem', { name: 'For the wall', exact: true }).click();
  expect(await page.getByLabel('Size', { exact: true }).inputValue()).toBe('4');
  await presets.click();
  await page.getByRole('menuitem', { name: 'Delete “For the wall”' }).click();
  await expect.poll(() => calls(page, 'keepExportPreset')).toHaveLength(2);
  await presets.click();
  expect(await page.getByRole('menuitem').allTextContents()).toEqual([expect.stringContaining('Save')]);
});

test('the selection, or the map, is copied as a picture by key', async () => {
  const page = await openMap();
  await page.keyboard.press('Control+Shift+C');
  await page.getByText('Copied as a picture').waitFor();
  const at = await middle(page, 'card_1');
  await page.mouse.click(at.x, at.y);
  await page.keyboard.press('Control+Shift+C');
  await page.getByText('The selection is copied as a picture').waitFor();
  const parts = (await calls(page, 'copyPicture')).map(([, part]) => part);
  expect(parts).toEqual([{ kind: 'whole' }, { kind: 'records', ids: ['card_1'] }]);
});

test('maps of the library are exported into a folder, and what could not be is listed', async () => {
  const page = await openApp();
  await page.getByTestId('library-export').click();
  const dialog = page.getByRole('dialog', { name: 'Export maps' });
  const maps = dialog.getByRole('region', { name: 'Maps' });
  await maps.getByRole('checkbox', { name: 'Onboarding a B2B team' }).uncheck();
  await page.getByTestId('export-format-markdown').click();
  const run = page.getByTestId('export-run');
  expect(await run.textContent()).toContain('Export 5 maps');
  await run.click();
  await page.getByTestId('export-path').waitFor();
  await page.getByTestId('export-problems').getByText('there is such a file').waitFor();
  const [ids, request] = (await calls(page, 'exportMaps'))[0] as [string[], object];
  expect(ids).toHaveLength(5);
  expect(request).toMatchObject({ format: 'markdown' });
  await page.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'detached' });
});

test('an export of many maps can be cancelled', async () => {
  const page = await openApp('?export=400');
  await page.getByTestId('library-export').click();
  await page.getByTestId('export-run').click();
  await page.getByRole('progressbar').waitFor();
  await page.getByTestId('export-cancel').click();
  await page.getByText('The export was cancelled. What was written by then is in the folder.').waitFor();
  expect(await calls(page, 'cancelExport')).toEqual([['library']]);
});
