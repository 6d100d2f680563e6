import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calls, middle, openMap } from './page';

type Edit = Record<string, unknown> & { type: string };

async function edits(page: Page): Promise<Edit[]> {
  return (await calls(page, 'applyEdit')).map(([, edit]) => edit as Edit);
}

test('a workshop’s notes follow each other: Enter and Enter again, or Mod+Enter', async () => {
  const page = await openMap('?panels=0');
  const pain = await middle(page, 'card_25');
  await page.mouse.move(pain.x - 148, pain.y);
  await page.getByTestId('add-card').click();
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.type('First');
  await page.keyboard.press('Enter');
  await page.getByTestId('text-editor').waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.type('Second');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => page.locator('g[data-node^=card_new]').count()).toBe(3);
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.type('Third');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.locator('g[data-node^=card_new]').evaluateAll((cards) => cards.map((card) => card.textContent)))
    .toEqual(['First', 'Second', 'Third']);
  const tops = await page
    .locator('g[data-node^=card_new]')
    .evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().top));
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
});

test('what is chosen again while its card has no words takes its place', async () => {
  const page = await openMap('?slow=60');
  const pain = await middle(page, 'card_25');
  await page.mouse.click(pain.x, pain.y);
  const entry = page.getByTestId('palette').getByText('Pain point', { exact: true });
  const fresh = page.locator('g[data-node^=card_new]');
  await entry.click();
  await page.getByTestId('text-editor').waitFor();
  const first = await fresh.getAttribute('data-node');
  await entry.click();
  await expect.poll(() => fresh.getAttribute('data-node')).not.toBe(first);
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.type('Queue');
  await page.keyboard.press('Enter');
  await expect.poll(() => fresh.evaluateAll((cards) => cards.map((card) => card.textContent))).toEqual(['Queue']);
  const made = (await edits(page)).filter(({ type }) => type === 'addCard');
  expect(made.map(({ lane, step, after }) => [lane, step, after])).toEqual(
    Array(2).fill([made[0]?.lane, made[0]?.step, 'card_25']),
  );
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('the plus below the last card adds another, a letter on an empty cell begins one', async () => {
  const page = await openMap('?panels=0');
  const card = await middle(page, 'card_8');
  await page.mouse.move(card.x, card.y);
  await page.getByTestId('add-another').click();
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.type('Radio');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await edits(page))[0]).toMatchObject({ type: 'addCard', after: 'card_8' });

  const pain = await middle(page, 'card_25');
  await page.mouse.click(pain.x, pain.y);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Q');
  await expect.poll(() => page.getByTestId('text-editor').inputValue()).toBe('Q');
});

test('what is typed before the text is open becomes its text, and is no shortcut', async () => {
  const page = await openMap('?panels=0&slow=120');
  const pain = await middle(page, 'card_25');
  await page.mouse.click(pain.x, pain.y);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('Gmee');
  await expect.poll(() => page.getByTestId('text-editor').inputValue()).toBe('Gmee');
  await page.keyboard.press('Escape');
  await page.getByTestId('text-editor').waitFor({ state: 'detached' });
  await expect.poll(async () => (await edits(page)).map(({ type }) => type)).toEqual(['addCard', 'setCardText']);

  // A text that is there is opened as a whole, so that letters take its place; Enter ends it.
  await page.mouse.click(pain.x, pain.y);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Sms');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await edits(page)).slice(2)).toMatchObject([{ type: 'setCardText', text: 'Sms' }]);
  await page.getByTestId('text-editor').waitFor({ state: 'detached' });
});

test('Enter and Enter again goes on below, however fast', async () => {
  const page = await openMap('?panels=0&slow=120');
  const pain = await middle(page, 'card_25');
  await page.mouse.click(pain.x, pain.y);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('First');
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Second');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.locator('g[data-node^=card_new]').evaluateAll((cards) => cards.map((card) => card.textContent)))
    .toEqual(['First', 'Second']);
});

test('steps, stages and lanes are added at the borders of their headings', async () => {
  const page = await openMap('?panels=0');
  const step = await middle(page, 'step_1');
  await page.mouse.move(step.x + 40, step.y);
  await page.getByTestId('add-step-1').click();
  await expect.poll(() => edits(page)).toEqual([{ type: 'addStep', stage: 'stage_1', after: 'step_1', fields: {} }]);
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.type('Talks to friends');
  await page.keyboard.press('Enter');
  await page.mouse.move(step.x + 40, step.y + 200);
  await page.getByTestId('add-stage-end').click();
  await expect.poll(async () => (await edits(page)).at(-1)).toEqual({ type: 'addStage', after: 'stage_4', fields: {} });
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.type('Advocacy');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('g[data-role=stage]').last().textContent()).toContain('Advocacy');
});

test('a press on an empty step of a curve puts a point there, at its height', async () => {
  const page = await openMap('?panels=0');
  const score = await middle(page, 'score_3');
  await page.mouse.click(score.x, score.y);
  await page.keyboard.press('Delete');
  await expect.poll(() => page.locator('g[data-node=score_3]').count()).toBe(0);
  await page.keyboard.press('Escape');
  const before = (await edits(page)).length;
  await page.mouse.click(score.x, score.y - 60);
  await expect.poll(async () => (await edits(page)).length).toBe(before + 1);
  const edit = (await edits(page)).at(-1) as Edit & { fields: { tenths: number } };
  expect(edit).toMatchObject({ type: 'setEmotion', lane: 'lane_emotion', step: 'step_3' });
  const ring = page.locator('[data-ring^=card_new]');
  await ring.waitFor();
  const box = await ring.boundingBox();
  expect(Math.abs((box?.y ?? 0) + (box?.height ?? 0) / 2 - (score.y - 60))).toBeLessThan(12);
});

test('a note is moved, widened, written and reached with Tab', async () => {
  const page = await openMap('?panels=0');
  await page.evaluate(() => undefined);
  await page.keyboard.press('Control+1');
  const cards = await middle(page, 'card_4');
  // From the palette: pressed there, dropped on the map.
  await page.getByTestId('toggle-palette').click();
  const entry = page.getByTestId('palette').getByText('Note', { exact: true });
  const from = await entry.boundingBox();
  if (!from) throw new Error('no note in the palette');
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(cards.x, cards.y + 200, { steps: 8 });
  await page.getByTestId('brought').waitFor();
  await page.mouse.up();
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.type('Check with legal');
  await page.keyboard.press('Enter');
  const note = page.locator('g[data-role=note]').last();
  const box = await note.boundingBox();
  if (!box) throw new Error('no note');
  await page.mouse.move(box.x + 30, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + 80, box.y + 52, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => (await note.boundingBox())?.x).toBeCloseTo(box.x + 50, 0);
  expect((await edits(page)).filter(({ type }) => type === 'addNote')).toHaveLength(1);

  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(async () => (await note.boundingBox())?.x).toBeCloseTo(box.x + 58, 0);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  expect(await page.locator('[data-ring]').getAttribute('data-ring')).toMatch(/new/);
});

test('a card from the palette makes room where it goes; without a lane for it, the lane comes along', async () => {
  const page = await openMap();
  const carry = async (name: string, to: { x: number; y: number }) => {
    const from = await page.getByTestId('palette').getByText(name, { exact: true }).boundingBox();
    if (!from) throw new Error(`no ${name} in the palette`);
    await page.mouse.move(from.x + 10, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.getByTestId('drop-slot').waitFor();
  };
  const pain = await middle(page, 'card_25');
  await carry('Pain point', { x: pain.x, y: pain.y - 12 });
  await expect.poll(async () => (await middle(page, 'card_25')).y).toBeGreaterThan(pain.y + 10);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(async () => (await middle(page, 'card_25')).y).toBeCloseTo(pain.y, 0);
  expect(await edits(page)).toHaveLength(0);

  await carry('Picture', { x: pain.x, y: pain.y });
  await page.mouse.up();
  await expect.poll(async () => (await edits(page))[0]).toMatchObject({ type: 'several', label: 'Add card and lane' });
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.press('Escape');
  // The card got no words: one step back takes the lane away too.
  await expect.poll(() => page.locator('g[data-node^=card_new]').count()).toBe(0);
});
