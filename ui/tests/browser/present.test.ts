import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calls, middle, openMap } from './page';

const SIZE = { viewport: { width: 1280, height: 720 } };

async function presented(query = '', keys: readonly string[] = ['F5']): Promise<Page> {
  const page = await openMap(query, SIZE);
  for (const key of keys) await page.keyboard.press(key);
  await page.getByTestId('present-bar').waitFor();
  await page.getByTestId('present-veil').waitFor();
  return page;
}

const place = (page: Page) =>
  page
    .getByTestId('present-place')
    .textContent()
    .then((text) => text ?? '');
const shot = (page: Page, name: string) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : Promise.resolve();

/** Font size of a card's text on the screen, px. */
async function textSize(page: Page): Promise<number> {
  return page.evaluate(() => {
    const text = [...document.querySelectorAll<SVGGraphicsElement>('g[data-role=card] text')].find((one) => {
      const box = one.getBoundingClientRect();
      return box.x > 0 && box.right < innerWidth && box.y > 0 && box.bottom < innerHeight;
    });
    const scale = text?.getScreenCTM()?.a ?? 0;
    return Number.parseFloat(text?.getAttribute('font-size') ?? '0') * scale;
  });
}

test('the camera goes along the journey, forwards and back, and ends where it began', async () => {
  const page = await openMap('', SIZE);
  const before = await middle(page, 'card_1');
  await page.getByTestId('present-open').click();
  await page.getByTestId('present-veil').waitFor();
  expect(await calls(page, 'setFullScreen')).toEqual([[true]]);
  expect(await page.getByTestId('inspector').count()).toBe(0);
  const first = await place(page);
  await shot(page, 'present-first');
  const seen = [first];
  const count = Number(/of (\d+)/.exec(first)?.[1]);
  expect(count).toBeGreaterThan(1);
  for (let at = 1; at < count; at++) {
    await page.keyboard.press(at % 2 ? 'ArrowRight' : 'PageDown');
    seen.push(await place(page));
  }
  expect(new Set(seen).size).toBe(count);
  await shot(page, 'present-last');
  // There is nothing behind the last.
  await page.keyboard.press('ArrowRight');
  expect(await place(page)).toBe(seen.at(-1));
  await page.keyboard.press('PageUp');
  expect(await place(page)).toBe(seen.at(-2));
  await page.keyboard.press('Home');
  expect(await place(page)).toBe(first);
  await page.keyboard.press('Escape');
  await page.getByTestId('inspector').waitFor();
  expect(await middle(page, 'card_1')).toEqual(before);
  expect(await calls(page, 'setFullScreen')).toEqual([[true], [false]]);
});

test('text is never smaller than legible without a word about it', async () => {
  const page = await presented();
  for (const course of ['1', '2']) {
    await page.keyboard.press(course);
    await page.keyboard.press('Home');
    const count = Number(/of (\d+)/.exec(await place(page))?.[1]);
    for (let at = 0; at < count; at++) {
      const said = await page.getByTestId('present-small').count();
      const size = await textSize(page);
      // 1/50 of the window's height.
      if (said === 0 && size > 0) expect(size).toBeGreaterThan((720 / 50) * 0.95);
      await page.keyboard.press('ArrowRight');
    }
  }
});

test('lanes come one after the other, and what is to come is covered', async () => {
  const page = await presented('', ['F5']);
  await page.keyboard.press('r');
  const covered = () =>
    page
      .locator('[data-testid=present-veil] rect')
      .evaluateAll((all) => Math.min(...all.map((one) => one.getBoundingClientRect().y)));
  const before = await covered();
  await shot(page, 'present-lanes');
  await page.keyboard.press(' ');
  await expect.poll(covered).toBeGreaterThan(before + 20);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(covered).toBeCloseTo(before, 0);
  await page.keyboard.press('r');
});

test('the curve is drawn as it is reached', async () => {
  const page = await presented('', ['F5', '2']);
  const cover = () => page.locator('[data-testid=present-veil] rect').count();
  await page.keyboard.press('Home');
  expect(await cover()).toBeGreaterThan(0);
  await page.keyboard.press('End');
  await expect.poll(cover).toBe(0);
});

test('overview, blank screens, laser, notes and keys come and go', async () => {
  const page = await presented();
  await page.keyboard.press('o');
  const stops = page.getByTestId('present-stops').getByRole('button');
  expect(await stops.count()).toBeGreaterThan(1);
  await shot(page, 'present-overview');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect.poll(() => place(page)).toMatch(/2 of/);
  expect(await page.getByTestId('present-stops').count()).toBe(0);

  await page.keyboard.press('.');
  await page.getByTestId('present-blank').waitFor();
  const at = await place(page);
  await page.keyboard.press('PageDown');
  expect(await page.getByTestId('present-blank').count()).toBe(0);
  expect(await place(page)).toBe(at);

  await page.keyboard.press('l');
  await page.mouse.move(500, 300);
  await page.getByTestId('present-laser-area').locator('span').waitFor();
  await shot(page, 'present-laser');
  await page.keyboard.press('Escape');
  expect(await page.getByTestId('present-laser-area').count()).toBe(0);
  await page.keyboard.press('n');
  await page.getByTestId('present-notes').waitFor();
  await page.keyboard.press('?');
  await page.getByTestId('present-keys').waitFor();
  await shot(page, 'present-notes-keys');
  await page.keyboard.press('Escape');
  expect(await page.getByTestId('present-keys').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByTestId('inspector').waitFor();
});

test('letters that are typed into the search are no keys of the presentation', async () => {
  const page = await presented();
  await page.keyboard.press('Control+f');
  await page.getByTestId('find-field').waitFor();
  await page.keyboard.type('now');
  expect(await page.getByTestId('find-field').inputValue()).toBe('now');
  expect(await page.getByTestId('present-notes').count()).toBe(0);
  expect(await page.getByTestId('present-stops').count()).toBe(0);
});

test('cards are edited and added while presenting', async () => {
  const page = await presented();
  const at = await middle(page, 'card_1');
  await page.mouse.click(at.x, at.y);
  await page.keyboard.press('Enter');
  const field = page.getByTestId('text-editor');
  await field.waitFor();
  await page.keyboard.press('End');
  // Letters are text here, not keys of the presentation.
  await page.keyboard.type(' now o n l');
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await calls(page, 'applyEdit')).length).toBeGreaterThan(0);
  const [, edit] = (await calls(page, 'applyEdit')).at(-1) as [string, { type: string; text?: string }];
  expect(edit.type).toBe('setCardText');
  expect(edit.text).toContain('now o n l');
  await page.keyboard.press('Escape');
  const stop = await place(page);
  await page.keyboard.press('a');
  await field.waitFor();
  await page.keyboard.type('Thought of in the room');
  await page.keyboard.press('Enter');
  const added = (await calls(page, 'applyEdit'))
    .map(([, one]) => one as { type: string })
    .filter(({ type }) => type === 'addCard');
  expect(added).toHaveLength(1);
  expect(await place(page)).toBe(stop);
});
