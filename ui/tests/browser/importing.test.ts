import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { calls, failing, openApp } from './page';

function drop(page: Page, ...paths: string[]): Promise<void> {
  return page.evaluate((dropped) => {
    const { fakeHost } = globalThis as unknown as { fakeHost: { drag: (what: object) => void } };
    fakeHost.drag({ kind: 'dropped', x: 40, y: 40, paths: dropped });
  }, paths);
}

/** Pastes where the keyboard is, as another program's clipboard would have it. */
function paste(page: Page, text: string, html = ''): Promise<void> {
  return page.evaluate(
    ([plain, rich]) => {
      const data = new DataTransfer();
      data.setData('text/plain', plain as string);
      if (rich) data.setData('text/html', rich);
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(event);
    },
    [text, html],
  );
}

const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};

describe('a map of another program', () => {
  test('comes with what was guessed and left out, each with its place', async () => {
    const page = await openApp('?import=/maps/plan.csv');
    await page.getByTestId('library-import').click();
    await page.getByTestId('canvas').waitFor();
    await page.getByText('Imported “plan”: 3 things guessed, 2 left out').waitFor();
    await shot(page, 'import-notice');
    await page.getByRole('button', { name: 'Show report' }).click();
    await page.getByRole('dialog', { name: 'What came of “plan.csv”' }).waitFor();
    // Enter puts the report away.
    await expect.poll(() => page.locator(':focus').getAttribute('data-testid')).toBe('import-report-close');
    const guessed = page.getByTestId('import-guessed').getByRole('listitem');
    expect(await guessed.count()).toBe(3);
    expect(await guessed.first().textContent()).toContain('cell A in line 4');
    expect(await page.getByTestId('import-leftOut').textContent()).toContain('Budget');
    await shot(page, 'import-report');
    await page.getByTestId('import-report-close').click();
    // The report is at hand for as long as the app runs.
    await page.evaluate(() => {
      const { fakeHost } = globalThis as unknown as { fakeHost: { menu: (action: string) => void } };
      fakeHost.menu('import-report');
    });
    await page.getByRole('dialog', { name: 'What came of “plan.csv”' }).waitFor();
  });

  test('is read anew from the report, and the map made before goes to the trash', async () => {
    const page = await openApp();
    await drop(page, '/maps/plan.csv');
    await page.getByRole('button', { name: 'Show report' }).click();
    await page.getByTestId('import-otherwise').click();
    await page.getByTestId('columns-run').click();
    await expect.poll(async () => (await calls(page, 'trashMap')).length).toBe(1);
    const opened = await calls(page, 'openMap');
    expect(opened).toHaveLength(2);
    expect(await calls(page, 'trashMap')).toEqual([opened[0]]);
    await page.getByTestId('canvas').waitFor();
  });

  test('of our own is opened without a word', async () => {
    const page = await openApp();
    await drop(page, '/maps/clinic.waymark.json');
    await page.getByTestId('canvas').waitFor();
    expect(await page.getByText('Imported').count()).toBe(0);
  });

  test('comes with others, each with a report of its own', async () => {
    const page = await openApp();
    await drop(page, '/a/one.csv', '/a/two.xlsx', '/a/three.json', '/a/song.mp3');
    await page.getByText('Imported “one”, “two” and “three”: 6 things guessed, 4 left out').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('song.mp3');
    await page.getByRole('button', { name: 'Show report' }).click();
    await page.getByRole('dialog', { name: 'What came of 2 files' }).waitFor();
    expect(await page.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['“one.csv”', '“two.xlsx”']);
  });
});

describe('a table that does not tell what its columns mean', () => {
  test('is explained as a list of cards', async () => {
    const page = await openApp();
    await drop(page, '/a/ledger.csv');
    await page.getByRole('dialog', { name: 'What do the columns of “ledger.csv” mean?' }).waitFor();
    await expect.poll(() => page.locator(':focus').getAttribute('value')).toBe('long');
    expect(await page.getByTestId('columns-about').textContent()).toBe(
      '1,204 rows, 5 columns · separated by semicolons · windows-1252',
    );
    await page.getByTestId('column-1').selectOption('severity');
    await page.getByText('Choose the column that holds the text of the cards.').waitFor();
    expect(await page.getByTestId('columns-run').isDisabled()).toBe(true);
    await page.getByTestId('column-1').selectOption('text');
    await page.getByTestId('column-2').selectOption('stage');
    await page.getByTestId('column-4').selectOption('stage');
    // A column is read once: where it was chosen last.
    expect(await page.getByTestId('column-2').inputValue()).toBe('');
    await page.getByTestId('column-2').selectOption('stage');
    await shot(page, 'columns-long');
    await page.getByTestId('columns-run').click();
    await page.getByTestId('canvas').waitFor();
    expect(await calls(page, 'importTable')).toEqual([
      [
        { kind: 'file', path: '/a/ledger.csv' },
        null,
        { long: { heading: 0, columns: [null, 'text', 'stage', null, null] } },
      ],
    ]);
    await page.getByText('Imported “ledger”').waitFor();
  });

  test('is explained as lanes by steps, upright or lying', async () => {
    const page = await openApp();
    await drop(page, '/a/ledger.xlsx');
    await page.getByText('Lanes by steps').click();
    await page.getByTestId('columns-steps').selectOption({ label: 'Row 2' });
    await page.getByTestId('columns-stages').selectOption({ label: 'Row 2' });
    // A row of stages is none of steps, and lanes begin below it.
    expect(await page.getByTestId('columns-steps').inputValue()).toBe('');
    await page.getByTestId('columns-lanes').selectOption({ label: 'Column B' });
    await shot(page, 'columns-matrix');
    await page.getByTestId('columns-direction').selectOption('down');
    expect(await page.getByTestId('columns-lanes').locator('option:checked').textContent()).toBe('Row 2');
    await shot(page, 'columns-turned');
    await page.getByTestId('columns-run').click();
    await page.getByTestId('canvas').waitFor();
    expect((await calls(page, 'importTable'))[0]?.[2]).toEqual({
      matrix: { turned: true, stages: 1, steps: null, body: 2, lanes: 1 },
    });
  });

  test('of a workbook is looked for on another sheet', async () => {
    const page = await openApp();
    await drop(page, '/a/ledger.xlsx');
    await page.getByTestId('columns-sheet').selectOption('Contacts');
    await page.getByRole('cell', { name: 'Phone' }).waitFor();
    await page.getByTestId('columns-run').click();
    expect((await calls(page, 'importTable'))[0]?.[1]).toBe('Contacts');
  });

  test('stays where what was told does not fit, and can be left', async () => {
    const page = await openApp();
    await drop(page, '/a/ledger.csv', '/b/ledger.csv');
    await failing(page, 'importTable', 'The columns as told do not fit this table.');
    await page.getByTestId('columns-run').click();
    expect(await page.getByRole('alert').textContent()).toContain('do not fit this table');
    await page.keyboard.press('Escape');
    // The next one is asked about; then nothing is left.
    await page.getByTestId('columns-about').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });
});

describe('pasting on the library', () => {
  test('makes a map of cells', async () => {
    const page = await openApp();
    await page.getByTestId('map-card').first().focus();
    await paste(page, 'Stages\tBuy\nActions\tpays', '<table><tr><td>Stages<td>Buy</table>');
    await page.getByTestId('canvas').waitFor();
    expect(await calls(page, 'importPasted')).toEqual([
      ['Stages\tBuy\nActions\tpays', '<table><tr><td>Stages<td>Buy</table>'],
    ]);
    await page.getByRole('button', { name: 'Show report' }).click();
    await page.getByRole('dialog', { name: 'What came of the clipboard' }).waitFor();
  });

  test('asks about cells that tell nothing', async () => {
    const page = await openApp();
    await paste(page, 'Kilos\tRemark\n3\twaits');
    await page.getByRole('dialog', { name: 'What do the columns of the pasted table mean?' }).waitFor();
  });

  test('says calmly that there is no map in it, and leaves fields alone', async () => {
    const page = await openApp();
    await paste(page, 'Dear Anna');
    await page.getByRole('status').filter({ hasText: 'was not imported' }).waitFor();
    await paste(page, ' ');
    await page.getByText('The clipboard holds no table, outline or diagram').waitFor();
    await page.getByTestId('library-search').focus();
    await paste(page, 'a\tb\nc\td');
    expect(await calls(page, 'importPasted')).toHaveLength(1);
  });
});
