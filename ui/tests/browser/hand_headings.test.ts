import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calls, middle, openMap } from './page';

/** Scrolls until neither the stage band nor the lane labels are in their place. */
async function scrolled(query = '?panels=0'): Promise<Page> {
  const page = await openMap(query);
  await page.keyboard.press('Control+1');
  await page.waitForTimeout(250);
  await page.getByTestId('canvas').hover({ position: { x: 600, y: 400 } });
  await page.mouse.wheel(200, 420);
  await page.getByTestId('sticky-top').waitFor();
  await page.getByTestId('sticky-left').waitFor();
  return page;
}

async function copy(page: Page, node: string) {
  const box = await page.locator(`[data-copy="${node}"]`).boundingBox();
  if (!box) throw new Error(`${node} has no copy in view`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, left: box.x, top: box.y };
}

test('headings that scroll out stay at the edges, in line with their columns and rows', async () => {
  const page = await scrolled();
  const canvas = await page.getByTestId('canvas').boundingBox();
  if (!canvas) throw new Error('no canvas');
  const band = await page.getByTestId('sticky-top').boundingBox();
  expect(band?.y).toBeCloseTo(canvas.y, 0);
  // The heading starts where its column's cards do, 4 px to the right.
  const card = await page.locator('g[data-node=card_31]').boundingBox();
  const heading = await page.locator('[data-copy=step_3] text').first().boundingBox();
  expect((heading?.x ?? 0) - (card?.x ?? 0)).toBeCloseTo(4, 0);
  const lane = await copy(page, 'lane_solutions');
  expect(Math.abs(lane.top - (card?.y ?? 0))).toBeLessThan(14);
  expect(lane.left).toBeGreaterThanOrEqual(canvas.x);

  // They are gone once everything is in its place, and far out.
  await page.keyboard.press('Control+0');
  await page.getByTestId('sticky-top').waitFor({ state: 'hidden' });
  expect(await page.getByTestId('sticky-left').isHidden()).toBe(true);
});

test('panning moves the headings without building anything', async () => {
  const page = await scrolled();
  const built = await page.evaluate(async () => {
    let count = 0;
    const watch = new MutationObserver((records) => {
      count += records.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0);
    });
    for (const box of document.querySelectorAll('.sticky')) watch.observe(box, { childList: true, subtree: true });
    const canvas = document.querySelector('[data-testid=canvas]');
    for (let at = 0; at < 10; at++) {
      canvas?.dispatchEvent(new WheelEvent('wheel', { deltaX: -6, deltaY: -4, bubbles: true, cancelable: true }));
      await new Promise((done) => requestAnimationFrame(done));
    }
    return count;
  });
  expect(built).toBe(0);
});

test('a heading that stays can be picked, written and dragged like the original', async () => {
  const page = await scrolled();
  const step = await copy(page, 'step_4');
  await page.mouse.click(step.x, step.y);
  const ring = page.locator('[data-ring=step_4]');
  await ring.waitFor();
  const shown = await ring.boundingBox();
  expect(shown && step.y > shown.y && step.y < shown.y + shown.height).toBe(true);

  await page.mouse.dblclick(step.x, step.y);
  const field = page.getByTestId('text-editor');
  await field.waitFor();
  const over = await field.boundingBox();
  expect(Math.abs((over?.y ?? 0) + (over?.height ?? 0) / 2 - step.y)).toBeLessThan(4);
  await page.keyboard.type('Asks in the chat');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('[data-copy=step_4]').textContent()).toBe('Asks in the chat');

  await page.keyboard.press('Escape');
  const stage = await copy(page, 'stage_2');
  const to = await copy(page, 'stage_3');
  await page.mouse.move(stage.x, stage.y);
  await page.mouse.down();
  await page.mouse.move(stage.x + 8, stage.y, { steps: 2 });
  await page.mouse.move(to.x + 60, to.y, { steps: 8 });
  await page.getByTestId('insertion-line').waitFor();
  await page.mouse.up();
  await expect
    .poll(async () => (await calls(page, 'applyEdit')).at(-1)?.[1])
    .toEqual({ type: 'moveStage', stage: 'stage_2', after: 'stage_3' });
});

test('a card that the keyboard comes to is not left under the headings', async () => {
  const page = await scrolled();
  const low = await middle(page, 'card_31');
  await page.mouse.click(low.x, low.y);
  for (let at = 0; at < 9; at++) {
    await page.keyboard.press('ArrowUp');
    await page.waitForTimeout(20);
    const id = await page.locator('[data-ring]').first().getAttribute('data-ring');
    const ring = await page.locator('[data-ring]').first().boundingBox();
    const band = await page.getByTestId('sticky-top').boundingBox();
    if (id?.startsWith('card_') && ring && band) expect(ring.y).toBeGreaterThanOrEqual(band.y + band.height - 1);
  }
});
