import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calls, middle, openMap } from './page';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function walked(query = '', options = {}): Promise<Page> {
  const page = await openMap(query, options);
  await page.evaluate(() => {
    (globalThis as unknown as { fakeHost: { menu: (action: string) => void } }).fakeHost.menu('walk');
  });
  await page.getByTestId('walk-start').waitFor();
  return page;
}

const shot = (page: Page, name: string) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : Promise.resolve();

type Sent = {
  type: string;
  round?: string;
  card?: string;
  ids?: string[];
  fields?: Record<string, unknown>;
  edits?: Sent[];
};
const edits = async (page: Page) => (await calls(page, 'applyEdit')).map(([, edit]) => edit as Sent);
const place = async (page: Page) => (await page.getByTestId('walk-place').textContent()) ?? '';
const chosen = (page: Page) => page.getByTestId('walk-points').locator('[aria-checked=true]').allInnerTexts();

async function begin(page: Page, tester = 'Ines'): Promise<void> {
  await page.getByTestId('walk-tester').fill(tester);
  await page.keyboard.press('Enter');
  await page.getByTestId('walk-stop').waitFor();
}

test('a walk is a round of the map, made by the first thing that is said in it', async () => {
  const page = await walked();
  await shot(page, 'walk-start');
  await begin(page);
  expect(await edits(page)).toEqual([]);
  const count = Number(/of (\d+)/.exec(await place(page))?.[1]);
  expect(count).toBe(10);
  await page.keyboard.press('7');
  await expect.poll(() => chosen(page)).toEqual(['7']);
  // Both as one edit, and so one thing to undo.
  const [first, ...more] = await edits(page);
  expect([first?.type, more]).toEqual(['several', []]);
  const [round, rating] = first?.edits ?? [];
  expect(round).toMatchObject({ type: 'addTestRound', fields: { tester: 'Ines' } });
  expect(round?.fields?.on).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(rating).toMatchObject({ type: 'rate', round: '@0', fields: { points: { to: 7 } } });
  // Typed digits: 1, then 0 makes it 10; in a text they are text.
  await page.keyboard.press('PageDown');
  expect(await place(page)).toMatch(/^2 of/);
  expect(await chosen(page)).toEqual([]);
  await page.keyboard.press('1');
  await page.keyboard.press('0');
  await expect.poll(() => chosen(page)).toEqual(['10']);
  await page.getByTestId('walk-impression').fill('');
  await page.getByTestId('walk-impression').pressSequentially('3 tabs and 0 answers');
  // Going on sends what is typed, to the stop that it was typed at.
  await page.keyboard.press('Control+Enter');
  expect(await place(page)).toMatch(/^3 of/);
  await expect.poll(async () => (await edits(page)).at(-1)?.fields).toEqual({ impression: '3 tabs and 0 answers' });
  const rated = (await edits(page)).filter(({ type }) => type === 'rate');
  expect(rated.at(-1)?.card).toBe(rated.at(-2)?.card);
  expect(new Set(rated.map((edit) => edit.round)).size).toBe(1);
  await page.keyboard.press('PageUp');
  expect(await page.getByTestId('walk-impression').inputValue()).toBe('3 tabs and 0 answers');
  expect(await chosen(page)).toEqual(['10']);
  await shot(page, 'walk-stop');
  // A score can be taken back.
  await page.getByTestId('walk-clear').click();
  await expect.poll(async () => (await edits(page)).at(-1)?.fields).toEqual({ points: 'clear' });
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('walk').count()).toBe(0);
});

test('arrow keys walk the scores, and stops are skipped without a trace', async () => {
  const page = await walked();
  await begin(page, '');
  expect((await page.getByTestId('walk-next').textContent())?.trim()).toBe('Skip');
  await page.getByTestId('walk-next').click();
  expect(await edits(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => chosen(page)).toEqual(['0']);
  await page.keyboard.press('End');
  await expect.poll(() => chosen(page)).toEqual(['10']);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => chosen(page)).toEqual(['9']);
  await expect.poll(async () => (await page.getByTestId('walk-next').textContent())?.trim()).toBe('Next');
});

/** Walks to the end with these points. */
async function through(page: Page, points: readonly string[]): Promise<void> {
  for (const [at, one] of points.entries()) {
    await expect.poll(() => place(page)).toMatch(new RegExp(`^${at + 1} of`));
    await page.keyboard.press(one);
    await expect.poll(() => chosen(page)).toEqual([one]);
    await page.keyboard.press('PageDown');
  }
  await page.getByTestId('walk-end').waitFor();
}

test('the end shows means by stage, the lowest stops and puts the ratings on the map', async () => {
  const page = await walked();
  await begin(page);
  await through(page, ['7', '8', '6', '3', '9', '8', '2', '4', '9', '5']);
  const rows = page.getByTestId('walk-chart').locator('tbody tr');
  expect(
    await rows.evaluateAll((all) => all.map((row) => (row.textContent ?? '').replace(/\s+/g, ' ').trim())),
  ).toEqual(['Awareness7.0', 'Consideration6.7', 'Decision5.0', 'Loyalty5.0']);
  const worst = await page.getByTestId('walk-lowest').locator('li').allInnerTexts();
  expect(worst.map((text) => text.split('\n')[0])).toEqual(['2', '3', '4']);
  await page.getByTestId('walk-note').fill('Long, but it ends well.');
  await page.getByTestId('walk-show').click();
  await expect
    .poll(async () => (await edits(page)).map(({ fields }) => fields))
    .toContainEqual({ note: 'Long, but it ends well.' });
  await expect.poll(() => edits(page)).toContainEqual({ type: 'updateMap', fields: { ratingsShown: true } });
  await expect.poll(() => page.getByTestId('walk-show').getAttribute('aria-checked')).toBe('true');
  await shot(page, 'walk-end');
  await page.getByTestId('walk-list').click();
  const round = page.getByTestId('walk-rounds').locator('li');
  expect(await round.textContent()).toContain('10 of 10 rated · mean 6.1');

  // A second round beside the first.
  await begin(page, 'Tom');
  await through(page, ['2', '3', '3', '5', '5', '6', '6', '7', '8', '8']);
  expect(await rows.first().locator('td').allTextContents()).toEqual(['2.7', '4.8']);
  await shot(page, 'walk-end-two');
  await page.getByTestId('walk-list').click();
  await shot(page, 'walk-rounds');
  expect(await round.count()).toBe(2);

  // Deleting can be undone at once.
  await round
    .filter({ hasText: 'Ines' })
    .getByRole('button', { name: /^Delete/ })
    .click();
  await expect.poll(() => round.count()).toBe(1);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => round.count()).toBe(2);
  await round
    .filter({ hasText: 'Ines' })
    .getByRole('button', { name: /^Continue/ })
    .click();
  expect(await chosen(page)).toEqual(['7']);
});

test('the inspector of a card tells what rounds found there', async () => {
  const page = await walked();
  await begin(page);
  const card = await page.getByTestId('walk-stop').getAttribute('data-card');
  await page.keyboard.press('4');
  await page.getByTestId('walk-impression').fill('Only the weather man said it.');
  await page.getByTestId('walk-close').click();
  await expect.poll(() => page.getByTestId('walk').count()).toBe(0);
  const at = await middle(page, card ?? '');
  await page.mouse.click(at.x, at.y);
  const ratings = page.getByTestId('card-ratings');
  await ratings.waitFor();
  const text = (await ratings.textContent()) ?? '';
  expect(text).toContain('4.0 of 10 (1 rating)');
  expect(text).toContain('Only the weather man said it.');
  expect(text).toContain('Ines');
  await shot(page, 'walk-inspector');
});

test('what is selected becomes a view of the path, to be renamed, moved and removed', async () => {
  const page = await openMap();
  for (const cards of [['card_2', 'card_3'], ['card_4']]) {
    for (const [nth, card] of cards.entries()) {
      const at = await middle(page, card);
      if (nth > 0) await page.keyboard.down('Shift');
      await page.mouse.click(at.x, at.y);
      if (nth > 0) await page.keyboard.up('Shift');
    }
    await page.evaluate(() => {
      (globalThis as unknown as { fakeHost: { menu: (action: string) => void } }).fakeHost.menu('add-view');
    });
    await expect.poll(async () => (await edits(page)).at(-1)?.type).toBe('updateMap');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
  type Path = { title?: string; records: string[] }[];
  const path = async () => (await edits(page)).at(-1)?.fields?.path as Path;
  await expect.poll(async () => (await path()).length).toBe(2);
  expect((await path()).map(({ records }) => records)).toEqual([['card_2', 'card_3'], ['card_4']]);
  expect((await path())[0]?.title).toMatch(/^Searches “do I need flood insurance”/);
  await page.getByTestId('path-view-2').fill('The webinar');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await path())[1]?.title).toBe('The webinar');
  await shot(page, 'walk-path');
  await page.getByRole('button', { name: 'More for view 2' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect.poll(async () => (await path())[0]?.title).toBe('The webinar');
  await page.getByRole('button', { name: 'More for view 2' }).click();
  await page.getByRole('menuitem', { name: 'Remove view' }).click();
  await expect.poll(async () => (await path()).map(({ title }) => title)).toEqual(['The webinar']);
  // The same fold holds the logo.
  await page.getByTestId('picture-choose').click();
  await page.getByTestId('picture-remove').click();
  await expect.poll(async () => (await edits(page)).at(-1)?.fields).toEqual({ logo: 'clear' });
});

test('a stop shows its picture', async () => {
  const page = await openMap();
  await page.evaluate(() => {
    const { fakeHost } = globalThis as unknown as {
      fakeHost: { menu: (action: string) => void; picture: (card: string) => void };
    };
    fakeHost.picture('card_8');
    fakeHost.menu('walk');
  });
  await page.getByTestId('walk-start').waitFor();
  await begin(page);
  const stop = page.getByTestId('walk-stop');
  expect(await stop.getAttribute('data-card')).toBe('card_8');
  const picture = stop.getByRole('img', { name: 'Local TV news' });
  await expect.poll(async () => (await picture.boundingBox())?.height ?? 0).toBeGreaterThan(20);
  await shot(page, 'walk-picture');
});

test('a map without stops says what is missing', async () => {
  const page = await openMap();
  await page.evaluate(() => {
    const { fakeHost } = globalThis as unknown as { fakeHost: { empty: () => void; menu: (action: string) => void } };
    fakeHost.empty();
    fakeHost.menu('walk');
  });
  await page.getByTestId('walk-start').waitFor();
  expect(await page.getByTestId('walk-begin').count()).toBe(0);
  await shot(page, 'walk-empty');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('walk').count()).toBe(0);
});

test.each(['light', 'dark'])('all screens of a walk are accessible (%s)', async (appearance) => {
  const page = await walked(`?appearance=${appearance}&text=${appearance === 'dark' ? 150 : 100}`);
  const sound = async (name: string) => {
    await shot(page, `${name}-${appearance}`);
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { axe: checker } = globalThis as unknown as { axe: { run: (within: string) => Promise<AxeResults> } };
      const { violations } = await checker.run('[data-testid=walk]');
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
    expect(found, name).toEqual([]);
    const wide = await page.evaluate(() => {
      const main = document.querySelector('[data-testid=walk] .room');
      return main ? main.scrollWidth - main.clientWidth : 1;
    });
    expect(wide, name).toBe(0);
  };
  await sound('walk-a11y-start');
  await begin(page);
  await page.keyboard.press('3');
  await expect.poll(() => chosen(page)).toEqual(['3']);
  await sound('walk-a11y-stop');
  await page.setViewportSize({ width: 1920, height: 1080 });
  await sound('walk-a11y-large');
  await page.setViewportSize({ width: 1280, height: 800 });
  for (let at = 0; at < 10; at++) await page.keyboard.press('PageDown');
  await page.getByTestId('walk-end').waitFor();
  await sound('walk-a11y-end');
});
