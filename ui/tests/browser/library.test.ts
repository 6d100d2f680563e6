import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { calls, openApp } from './page';

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
const titles = (page: Page) => page.getByTestId('map-card').evaluateAll((all) => all.map((one) => one.ariaLabel));

async function choose(page: Page, map: string, item: string) {
  await page.getByRole('button', { name: `More for ${map}`, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

function drag(page: Page, files: object): Promise<void> {
  return page.evaluate((what) => {
    const { fakeHost } = globalThis as unknown as { fakeHost: { drag: (what: object) => void } };
    fakeHost.drag(what);
  }, files);
}

describe('maps', () => {
  test('are renamed in place and duplicated, from the keyboard alone', async () => {
    const page = await openApp();
    await page.getByTestId('map-card').nth(1).focus();
    await page.keyboard.press('F2');
    await page.keyboard.type('The first ride');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('The first ride');
    await choose(page, 'The first ride', 'Duplicate');
    await expect.poll(() => focused(page)).toBe('The first ride (copy)');
    expect(await page.getByTestId('map-card').count()).toBe(7);
  });

  test('moved to the trash come back with Undo', async () => {
    const page = await openApp();
    await page.getByTestId('map-card').nth(1).focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => page.getByTestId('map-card').count()).toBe(5);
    // The keyboard stays where it was: on the map that took the place.
    expect(await focused(page)).toBe('Free to premium of a music streamer');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.getByTestId('map-card').count()).toBe(6);
    await expect.poll(() => focused(page)).toBe('First ride with a ride-hailing app');
  });

  test('leave the trash restored, one by one for good, or all at once', async () => {
    const page = await openApp();
    for (let left = 5; left >= 2; left--) {
      await page.getByTestId('map-card').first().focus();
      await page.keyboard.press('Delete');
      await expect.poll(() => page.getByTestId('map-card').count()).toBe(left);
    }
    await page.getByTestId('library-trash').click();
    await expect.poll(() => page.getByTestId('map-card').count()).toBe(4);
    expect(await focused(page)).toBe((await titles(page))[0]);

    const [restored, deleted] = await titles(page);
    await choose(page, restored as string, 'Restore');
    await expect.poll(() => page.getByTestId('map-card').count()).toBe(3);
    await choose(page, deleted as string, 'Delete for good');
    expect(await calls(page, 'deleteMap')).toHaveLength(0);
    await page.getByTestId('delete-for-good').click();
    await expect.poll(() => page.getByTestId('map-card').count()).toBe(2);

    await page.getByTestId('empty-trash').click();
    await page.getByRole('heading', { name: 'Delete 2 maps for good?' }).waitFor();
    await page.getByTestId('delete-for-good').click();
    await page.getByText('The trash is empty').waitFor();
    expect(await calls(page, 'deleteMap')).toHaveLength(3);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByTestId('map-card').count()).toBe(3);
  });

  test('are sorted as was chosen, which is remembered', async () => {
    const page = await openApp();
    await page.getByTestId('library-sort').selectOption('title');
    const sorted = await titles(page);
    expect(sorted).toEqual([...sorted].sort());
    expect((await calls(page, 'setPreferences')).at(-1)).toMatchObject([{ librarySort: 'title' }]);
  });

  test('wear tags, and are filtered by them', async () => {
    const page = await openApp('?tagged');
    const filter = page.getByTestId('tag-filter');
    await filter.getByRole('button', { name: 'retail' }).click();
    expect(await page.getByTestId('map-card').count()).toBe(2);
    await filter.getByRole('button', { name: 'quick win' }).click();
    expect(await page.getByTestId('map-card').count()).toBe(1);
    await filter.getByRole('button', { name: 'All' }).click();

    await choose(page, 'Free to premium of a music streamer', 'Edit tags');
    // In other letters, but the same tag.
    await page.keyboard.type('Retail');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'research' }).last().click();
    await page.keyboard.type('students');
    await page.getByTestId('tags-save').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await calls(page, 'tagMap')).at(-1)).toEqual(['map_3', ['retail', 'research', 'students']]);
    await filter.getByRole('button', { name: 'retail' }).click();
    expect(await page.getByTestId('map-card').count()).toBe(3);
  });
});

describe('search', () => {
  test('goes through the results with arrows and opens at what was found', async () => {
    const page = await openApp();
    await page.keyboard.press('Control+f');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('library-search');
    // Typed in one go, since a busy machine makes pauses that a person does not.
    await page.getByTestId('library-search').evaluate((field: HTMLInputElement) => {
      for (const letter of 'certificate') {
        field.value += letter;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    await page.locator('mark').first().waitFor();
    expect((await page.locator('mark').first().textContent())?.toLowerCase()).toBe('certificate');
    // Letters typed one after the other are one question.
    expect(await calls(page, 'searchMaps')).toHaveLength(1);
    const active = () => page.locator('[role=option][aria-selected=true]').getAttribute('id');
    expect(await active()).toBe('found-map_1');
    await page.keyboard.press('ArrowUp');
    expect(await active()).toMatch(/^found-map_6-card_/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await active()).toMatch(/^found-map_1-card_/);
    await page.keyboard.press('Enter');
    await page.getByTestId('canvas').waitFor();
    expect(await calls(page, 'openMap')).toEqual([['map_1']]);
  });

  test('answers Enter that comes before the last letters were looked for', async () => {
    const page = await openApp();
    const field = page.getByTestId('library-search');
    await field.fill('fulfil');
    await expect.poll(async () => (await calls(page, 'searchMaps')).length).toBe(1);
    await field.evaluate((input: HTMLInputElement) => {
      input.value = 'certificate';
      input.dispatchEvent(new Event('input', { bubbles: true }));
      setTimeout(() =>
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })),
      );
    });
    await page.getByTestId('canvas').waitFor();
    expect((await calls(page, 'searchMaps')).at(-1)).toEqual(['certificate']);
    expect(await calls(page, 'openMap')).toEqual([['map_1']]);
  });

  test('finds maps by their titles and tags, and says when there is nothing', async () => {
    const page = await openApp('?tagged');
    const field = page.getByTestId('library-search');
    await field.fill('blueprint');
    await expect.poll(() => page.getByTestId('search-result').count()).toBe(1);
    await field.fill('b2b');
    await expect.poll(() => page.getByTestId('search-result').count()).toBe(1);
    await field.fill('zzz');
    await page.getByText('Nothing found').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByTestId('map-card').count()).toBe(6);
  });
});

describe('a thousand maps', () => {
  test('cost no more elements than a screen of them', async () => {
    const page = await openApp('?maps=1000');
    const tiles = () => page.locator('[data-tile]').count();
    expect(await tiles()).toBeLessThan(30);
    const scroller = page.getByTestId('library-scroll');
    for (const place of [3000, 40_000, 20_000]) {
      await scroller.evaluate((element, top) => {
        element.scrollTop = top;
      }, place);
      // Every place on screen has its tile.
      const seen = () =>
        page.getByTestId('map-card').evaluateAll(
          (all) =>
            all.filter((one) => {
              const { top, bottom } = one.getBoundingClientRect();
              return bottom > 70 && top < innerHeight;
            }).length,
        );
      await expect.poll(seen).toBeGreaterThanOrEqual(12);
      expect(await tiles()).toBeLessThan(32);
    }
  });

  test('are walked from end to end with the keyboard', async () => {
    const page = await openApp('?maps=1000');
    await page.getByTestId('library-new').focus();
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toBe('Lead to loyalty in retail 1000');
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => focused(page)).not.toBe('Lead to loyalty in retail 1000');
    const box = await page.locator(':focus').boundingBox();
    expect(box?.y).toBeGreaterThan(60);
    expect(box?.y).toBeLessThan(700);
    // The tile with the focus stays where it is in the Tab order, however far the wheel goes.
    const at = await focused(page);
    await page.getByTestId('library-scroll').evaluate((element) => {
      element.scrollTop = 0;
    });
    await page.getByTestId('library-new').waitFor();
    expect(await focused(page)).toBe(at);
    expect(await page.locator('[data-tile][tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('Home');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
      .toBe('library-new');
  });

  test('are one stop of Tab with their menu, whichever had the keyboard last', async () => {
    const page = await openApp();
    await page.getByTestId('map-card').last().focus();
    await page.getByTestId('library-sort').focus();
    const stops: (string | null)[] = [];
    for (let press = 0; press < 2; press++) {
      await page.keyboard.press('Tab');
      stops.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null));
    }
    const title = await page.getByTestId('map-card').last().getAttribute('aria-label');
    expect(stops).toEqual([title, `More for ${title}`]);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[data-testid=map-grid]') === null)).toBe(true);
  });

  test('stand where they stood when the person comes back from a map', async () => {
    const page = await openApp('?maps=1000');
    const scroller = page.getByTestId('library-scroll');
    await scroller.evaluate((element) => {
      element.scrollTop = 9000;
    });
    const card = page.getByRole('button', { name: 'Onboarding a B2B team 155', exact: true });
    await card.scrollIntoViewIfNeeded();
    const place = await scroller.evaluate((element) => element.scrollTop);
    expect(place).toBeGreaterThan(5000);
    await card.click();
    await page.getByTestId('canvas').waitFor();
    await page.getByRole('button', { name: 'Back to maps' }).click();
    await expect.poll(() => focused(page)).toBe('Onboarding a B2B team 155');
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(place);
  });
});

describe('files', () => {
  test('dropped on the window are shown where they go, and the one map is opened', async () => {
    const page = await openApp();
    await drag(page, { kind: 'over', x: 400, y: 300, files: 1 });
    await page.getByText('Drop to import').waitFor();
    await drag(page, { kind: 'left' });
    await page.getByTestId('file-drop').waitFor({ state: 'detached' });
    await drag(page, { kind: 'dropped', x: 400, y: 300, paths: ['/maps/clinic.waymark.json'] });
    await page.getByTestId('canvas').waitFor();
    expect(await calls(page, 'importFiles')).toEqual([[['/maps/clinic.waymark.json']]]);
  });

  test('are named one by one where they hold no map, and the maps are listed', async () => {
    const page = await openApp();
    await drag(page, { kind: 'dropped', x: 4, y: 4, paths: ['/a/notes.txt', '/a/one.json', '/a/two.json'] });
    expect(await page.getByRole('alert').textContent()).toContain('notes.txt');
    await page.getByText('Imported “one” and “two”').waitFor();
    await expect.poll(() => focused(page)).toBe('one');
    expect(await page.getByTestId('map-card').count()).toBe(8);
  });
});

test('an empty library teaches, and a finished map can be seen at once', async () => {
  const page = await openApp('?maps=0');
  expect(await page.getByTestId('welcome').getByRole('listitem').count()).toBe(3);
  await page.getByTestId('welcome-sample').click();
  await page.getByTestId('canvas').waitFor();
  expect(await calls(page, 'createMap')).toMatchObject([[{ template: 'flood-insurance' }]]);
});
