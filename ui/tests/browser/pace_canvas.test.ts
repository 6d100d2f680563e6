import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openMap } from './page';

const mounted = (page: Page) => page.locator('[data-testid=canvas] .layer g[data-node]').count();
const picture = (page: Page) => page.locator('[data-testid=canvas] img.picture');

/** Turns the wheel with Control once a frame, and tells the most nodes and whether the picture stood there meanwhile. */
function zoom(page: Page, deltaY: number, steps: number): Promise<{ most: number; least: number; behind: boolean }> {
  return page.evaluate(
    async ([by, count]) => {
      const canvas = document.querySelector('[data-testid=canvas]') as HTMLElement;
      const seen = { most: 0, least: Number.POSITIVE_INFINITY, behind: false };
      for (let step = 0; step < (count as number); step++) {
        const at = { clientX: 640, clientY: 420, deltaY: by as number, ctrlKey: true, cancelable: true, bubbles: true };
        canvas.dispatchEvent(new WheelEvent('wheel', at));
        await new Promise(requestAnimationFrame);
        const nodes = canvas.querySelectorAll('.layer g[data-node]').length;
        seen.most = Math.max(seen.most, nodes);
        seen.least = Math.min(seen.least, nodes);
        seen.behind ||= !(canvas.querySelector('img.picture') as HTMLImageElement).hidden;
      }
      return seen;
    },
    [deltaY, steps],
  );
}

test('while a zoom runs no nodes come or go: the picture stands behind, and they follow at rest', async () => {
  const page = await openMap('?large');
  await page.getByTestId('zoom-percent').click();
  await expect.poll(() => picture(page).getAttribute('src'), { timeout: 5000 }).not.toBeNull();
  await expect.poll(() => mounted(page)).toBeGreaterThan(60);
  const before = await mounted(page);
  expect(await picture(page).isVisible()).toBe(false);

  // To about half the size.
  const seen = await zoom(page, 10, 12);
  expect(seen).toEqual({ most: before, least: before, behind: true });
  await expect.poll(() => mounted(page)).toBeGreaterThan(before);
  await expect.poll(() => picture(page).isVisible()).toBe(false);
});

test('what an edit only moves is placed anew by the page, and nothing in its drawing changes', async () => {
  const page = await openMap();
  const paper = () => page.evaluate(() => (document.querySelector('.layer .paper') as HTMLElement).style.height);
  const before = await paper();
  await page.evaluate(() => {
    const record = { inside: [] as string[], placed: [] as string[] };
    Object.assign(globalThis, { record });
    new MutationObserver((changes) => {
      for (const { target, type } of changes) {
        if (type !== 'attributes' || !(target instanceof SVGElement)) continue;
        const id = (target.closest('svg.node')?.firstElementChild as SVGElement | null)?.dataset.node ?? '';
        if (target.classList.contains('node')) record.placed.push(id);
        else record.inside.push(id);
      }
    }).observe(document.querySelector('.layer .sheet') as Element, { subtree: true, attributes: true });
  });
  await page.locator('g[data-node=card_1]').first().waitFor({ state: 'attached' });
  const at = await page.locator('.layer g[data-node=card_1]').boundingBox();
  if (!at) throw new Error('no card');
  await page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
  for (let copies = 0; copies < 4; copies++) await page.keyboard.press('ControlOrMeta+d');
  await expect.poll(paper).not.toBe(before);
  const { inside, placed } = await page.evaluate(
    () => (globalThis as unknown as { record: { inside: string[]; placed: string[] } }).record,
  );
  expect(new Set(placed).size).toBeGreaterThan(8);
  expect(inside).toEqual([]);
});

test('a small map is mounted whole', async () => {
  const page = await openMap();
  const all = await mounted(page);
  await page.getByTestId('zoom-percent').click();
  await page.waitForTimeout(300);
  expect(await mounted(page)).toBe(all);
});
