import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calls, drag, middle, openMap } from './page';

type Edit = Record<string, unknown> & { type: string };

async function edits(page: Page): Promise<Edit[]> {
  return (await calls(page, 'applyEdit')).map(([, edit]) => edit as Edit);
}

/** The painted box of a node. */
async function box(page: Page, node: string) {
  const found = await page.locator(`g[data-node="${node}"]`).boundingBox();
  if (!found) throw new Error(`${node} is not on screen`);
  return found;
}

/** A window that shows the whole map at 100 %. */
const WHOLE = { viewport: { width: 1720, height: 1300 } };

test('a stage dragged by its heading makes room, shows its line, and is one edit', async () => {
  const page = await openMap('?panels=0');
  const before = await box(page, 'card_3');
  const target = await middle(page, 'stage_4');
  await drag(page, 'stage_2', target);
  await page.getByTestId('insertion-line').waitFor();
  await expect.poll(async () => (await box(page, 'card_3')).x).toBeGreaterThan(before.x + 100);
  expect(await edits(page)).toHaveLength(0);
  await page.mouse.up();
  await expect.poll(() => edits(page)).toEqual([{ type: 'moveStage', stage: 'stage_2', after: 'stage_3' }]);
  expect(await page.getByTestId('insertion-line').count()).toBe(0);
  expect(await page.getByTestId('announcements').textContent()).toContain('Consideration is now behind Decision');
});

test('a step dragged into another stage goes there; the last one of a stage stays', async () => {
  const page = await openMap('?panels=0');
  const target = await box(page, 'card_6');
  const from = await middle(page, 'step_1');
  await drag(page, 'step_1', { x: target.x + target.width - 4, y: from.y });
  await page.mouse.up();
  await expect
    .poll(() => edits(page))
    .toEqual([{ type: 'moveStep', step: 'step_1', stage: 'stage_3', after: 'step_6' }]);

  await drag(page, 'step_7', { x: (await box(page, 'card_1')).x + 4, y: from.y });
  await page.mouse.up();
  await expect.poll(() => page.getByTestId('announcements').textContent()).toContain('at least one step');
  expect(await edits(page)).toHaveLength(1);
});

test('a lane goes up and down by pointer and by keys', async () => {
  const page = await openMap('?panels=0');
  const target = await box(page, 'card_8');
  const lane = await middle(page, 'lane_thoughts');
  await drag(page, 'lane_thoughts', { x: lane.x, y: target.y - 4 });
  await page.mouse.up();
  await expect.poll(() => edits(page)).toEqual([{ type: 'moveLane', lane: 'lane_thoughts', after: 'lane_actions' }]);
  await page.keyboard.press('Alt+ArrowDown');
  await expect
    .poll(async () => (await edits(page)).at(-1))
    .toEqual({
      type: 'moveLane',
      lane: 'lane_thoughts',
      after: 'lane_touchpoints',
    });
  await page.keyboard.press('Alt+ArrowUp');
  await expect
    .poll(async () => (await edits(page)).at(-1))
    .toEqual({
      type: 'moveLane',
      lane: 'lane_thoughts',
      after: 'lane_actions',
    });
});

test('Escape while a heading is dragged puts the map back', async () => {
  const page = await openMap('?panels=0');
  const before = await box(page, 'card_3');
  await drag(page, 'stage_2', await middle(page, 'stage_4'));
  await expect.poll(async () => (await box(page, 'card_3')).x).toBeGreaterThan(before.x + 100);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(async () => (await box(page, 'card_3')).x).toBeCloseTo(before.x, 0);
  expect(await edits(page)).toHaveLength(0);
});

test('a step is widened at its edge, live, and a double click gives it back its own width', async () => {
  const page = await openMap('?panels=0', WHOLE);
  const card = await box(page, 'card_1');
  const next = await box(page, 'card_2');
  const heading = await middle(page, 'step_1');
  const border = (card.x + card.width + next.x) / 2;
  await page.mouse.move(border, heading.y);
  await page.getByTestId('edge').waitFor();
  expect(await page.getByTestId('canvas').evaluate((element) => getComputedStyle(element).cursor)).toBe('col-resize');
  await page.mouse.down();
  await page.mouse.move(border + 30, heading.y, { steps: 4 });
  await page.mouse.move(border + 64, heading.y, { steps: 4 });
  await expect.poll(async () => (await box(page, 'card_2')).x).toBeCloseTo(next.x + 64, 0);
  expect(await page.getByTestId('size').textContent()).toBe('Width 248');
  expect(await edits(page)).toHaveLength(0);
  await page.mouse.up();
  await expect
    .poll(() => edits(page))
    .toEqual([{ type: 'updateStep', step: 'step_1', fields: { width: { to: 248 } } }]);
  await page.mouse.dblclick(border + 64, heading.y);
  await expect.poll(async () => (await box(page, 'card_2')).x).toBeCloseTo(next.x, 0);
  expect((await edits(page)).at(-1)).toEqual({ type: 'updateStep', step: 'step_1', fields: { width: 'clear' } });
});

test('a lane grows by its lower edge, and a card goes over more steps by its right one', async () => {
  const page = await openMap('?panels=0', WHOLE);
  const lane = await middle(page, 'lane_touchpoints');
  const card = await box(page, 'card_9');
  const thoughts = await box(page, 'card_18');
  const border = thoughts.y - 12;
  await page.mouse.move(lane.x, border);
  await page.getByTestId('edge').waitFor();
  await page.mouse.down();
  await page.mouse.move(lane.x, border + 40, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await edits(page)).at(-1)?.type).toBe('updateLane');
  await expect.poll(async () => (await box(page, 'card_18')).y).toBeGreaterThan(thoughts.y + 32);

  await page.mouse.click(card.x + 40, card.y + 12);
  await page.locator('[data-ring=card_9]').waitFor();
  const edge = { x: card.x + card.width, y: card.y + card.height - 3 };
  await page.mouse.move(edge.x, edge.y);
  await page.getByTestId('grip').waitFor();
  await page.mouse.down();
  await page.mouse.move(edge.x + 60, edge.y, { steps: 3 });
  await page.mouse.move(edge.x + 180, edge.y, { steps: 3 });
  await expect.poll(() => page.getByTestId('size').textContent()).toBe('Over 2 steps');
  await page.mouse.up();
  await expect
    .poll(async () => (await edits(page)).at(-1))
    .toEqual({ type: 'updateCards', cards: ['card_9'], fields: { span: 2 } });
  await expect.poll(async () => (await box(page, 'card_9')).width).toBeCloseTo(card.width + 184, 0);
});

test('a link is pulled from a dot to another card, picked by its line, and taken away', async () => {
  const page = await openMap('?panels=0');
  const pain = await box(page, 'card_25');
  await page.mouse.click(pain.x + 30, pain.y + 20);
  await page.locator('[data-ring=card_25]').waitFor();
  const target = await middle(page, 'card_30');
  await page.mouse.move(pain.x + pain.width / 2, pain.y + pain.height);
  await page.mouse.down();
  await page.mouse.move(target.x - 30, target.y - 30, { steps: 6 });
  await page.mouse.move(target.x, target.y, { steps: 4 });
  await page.getByTestId('link-target').waitFor();
  await page.mouse.up();
  await expect
    .poll(() => edits(page))
    .toEqual([{ type: 'addLink', from: { card: 'card_25' }, to: { card: 'card_30' }, kind: 'solves', label: '' }]);
  await expect.poll(() => page.locator('[data-ring^=card_new]').count()).toBe(1);
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await edits(page)).at(-1)?.type).toBe('remove');
});

test('a link is made with the keyboard alone', async () => {
  const page = await openMap('?panels=0');
  const pain = await middle(page, 'card_25');
  await page.mouse.click(pain.x, pain.y);
  await page.keyboard.press('l');
  await expect.poll(() => page.getByTestId('announcements').textContent()).toContain('Link from');
  await page.keyboard.press('ArrowDown');
  await page.getByTestId('link-target').waitFor();
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await edits(page)).map(({ type, kind }) => [type, kind]))
    .toEqual([['addLink', 'solves']]);

  const again = await middle(page, 'card_25');
  await page.mouse.click(again.x, again.y);
  await page.keyboard.press('l');
  await page.keyboard.press('ArrowRight');
  await page.getByTestId('link-target').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByTestId('link-target').count()).toBe(0);
  expect(await edits(page)).toHaveLength(1);
});

test('a link of the real layout is picked by its line alone', async () => {
  const page = await openMap('?scene=/fixture/flood-insurance.scene.json&panels=0', WHOLE);
  const line = await page.locator('g[data-node=link_back_to_compare] path').first().boundingBox();
  if (!line) throw new Error('no link');
  // Inside of its arc there is nothing of it.
  await page.mouse.click(line.x + 60, line.y + line.height - 2);
  expect(await page.locator('[data-ring]').count()).toBe(0);
  await page.mouse.click(line.x + 60, line.y + 3);
  await page.locator('[data-ring=link_back_to_compare]').waitFor();
});
