import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calls, openApp, openMap } from './page';

const NOTHING = { title: '', purpose: '', successMeasure: '', customer: '', endGoal: '' };
const chosen = (page: Page) => page.locator('[role=option][aria-selected=true]').getAttribute('data-template');

async function begin(page: Page) {
  await page.getByTestId('library-new').click();
  await page.locator('[role=option]:focus').waitFor();
}

test('from the keyboard: a template, the questions, the map', async () => {
  const page = await openApp();
  await begin(page);
  const first = await chosen(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await chosen(page)).not.toBe(first);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  expect(await chosen(page)).toBe('classic');
  expect(await page.getByTestId('template-preview').getByRole('heading').textContent()).toBe('Classic five stages');
  await page.keyboard.press('Enter');
  for (const answer of ['Renters', 'Why they leave', 'Churn under 5 %', 'Ada, renter', 'A renewed policy']) {
    const asked = page.waitForRequest(/template\/classic\.png\?.*purpose=Why\+they\+leave/).catch(() => null);
    await page.keyboard.type(answer);
    if (answer === 'Why they leave') {
      // The picture beside the questions is the map as it will begin.
      expect(await asked).not.toBeNull();
    }
    // After the last question the map is made.
    await page.keyboard.press('Enter');
  }
  await page.getByTestId('canvas').waitFor();
  expect(await calls(page, 'createMap')).toEqual([
    [
      {
        template: 'classic',
        title: 'Renters',
        purpose: 'Why they leave',
        successMeasure: 'Churn under 5 %',
        customer: 'Ada, renter',
        endGoal: 'A renewed policy',
      },
    ],
  ]);
});

test('the questions may be skipped, with a button or with a key', async () => {
  const page = await openApp();
  await begin(page);
  await page.getByTestId('new-map-next').click();
  await page.getByTestId('new-map-skip').click();
  await page.getByTestId('canvas').waitFor();
  await page.getByRole('button', { name: 'Back to maps' }).click();
  await begin(page);
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('canvas').waitFor();
  expect(await calls(page, 'createMap')).toEqual([
    [{ template: 'four-row', ...NOTHING }],
    [{ template: 'four-row', ...NOTHING }],
  ]);
});

test('from scratch is always there, and leads back to the templates', async () => {
  const page = await openApp();
  await begin(page);
  await page.getByTestId('new-map-scratch').click();
  await page.getByTestId('answer-title').fill('Mine');
  await page.getByTestId('new-map-back').click();
  expect(await chosen(page)).toBe('four-row');
  await page.getByTestId('new-map-scratch').click();
  // What was answered is kept.
  expect(await page.getByTestId('answer-title').inputValue()).toBe('Mine');
  await page.getByTestId('new-map-create').click();
  await page.getByTestId('canvas').waitFor();
  expect(await calls(page, 'createMap')).toEqual([[{ template: 'blank', ...NOTHING, title: 'Mine' }]]);
});

test('templates are found by category and by any word; what is chosen is always shown', async () => {
  const page = await openApp();
  await begin(page);
  const cards = page.getByTestId('template-card');
  expect(await cards.count()).toBe(7);
  await page.getByRole('button', { name: 'Worked samples' }).click();
  expect(await cards.count()).toBe(2);
  expect(await chosen(page)).toBe('flood-insurance');
  await page.getByRole('button', { name: 'All templates' }).click();
  await page.getByTestId('template-search').fill('minute ride');
  expect(await cards.count()).toBe(1);
  expect(await chosen(page)).toBe('first-ride');
  await page.getByTestId('template-search').fill('submarine');
  await page.getByText('No template is about “submarine”.').waitFor();
  // There is nothing to go on with.
  await page.keyboard.press('Enter');
  expect(await page.getByTestId('answer-title').count()).toBe(0);
});

test('the dialog fits a small window', async () => {
  const page = await openApp('', { viewport: { width: 720, height: 480 } });
  await begin(page);
  const inside = async (id: string) => {
    const box = await page.getByTestId(id).boundingBox();
    return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= 720 && box.y + box.height <= 480;
  };
  for (const id of ['new-map-scratch', 'new-map-skip', 'new-map-next', 'template-search']) {
    expect([id, await inside(id)]).toEqual([id, true]);
  }
  await page.getByTestId('new-map-next').click();
  for (const id of ['answer-title', 'new-map-create']) expect([id, await inside(id)]).toEqual([id, true]);
});

test('Mod+N opens it from both screens, and Escape gives the keyboard back', async () => {
  const page = await openApp();
  await page.getByTestId('library-new').focus();
  await page.keyboard.press('Control+n');
  await page.getByTestId('new-map').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('new-map').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('library-new');
  const editor = await openMap();
  await editor.keyboard.press('Control+n');
  await editor.getByTestId('new-map').waitFor();
});

test('while answers are typed, one picture is painted at a time, and the last one counts', async () => {
  const page = await openApp();
  let painting = 0;
  let most = 0;
  const asked: string[] = [];
  await page.route('**/template/*.png?width=*', async (route) => {
    painting++;
    most = Math.max(most, painting);
    asked.push(new URL(route.request().url()).searchParams.get('title') ?? '');
    await new Promise((done) => setTimeout(done, 900));
    painting--;
    await route.fulfill({
      contentType: 'image/svg+xml',
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"/>',
    });
  });
  await page.getByTestId('library-new').click();
  await page.getByTestId('new-map-next').click();
  // Slower than the writing must rest before a picture is asked for, faster than a picture is painted.
  for (const letter of 'Canoe') {
    await page.getByTestId('answer-title').press(letter);
    await page.waitForTimeout(380);
  }
  await expect
    .poll(() => page.getByTestId('template-preview').locator('img.standing').getAttribute('src'), { timeout: 8000 })
    .toContain('title=Canoe');
  expect(most).toBe(1);
  expect(asked.length).toBeLessThan(6);
});
