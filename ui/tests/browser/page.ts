import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { launch } from './chromium';

let browser: Browser;
let page: Page | null = null;
let faults: string[] = [];

beforeAll(async () => {
  browser = await launch();
});

afterEach(async () => {
  await page?.close();
  page = null;
  // Errors of the page, and whatever its security policy held back.
  expect(faults).toEqual([]);
});

afterAll(() => browser?.close());

/** Opens the UI over the fake host; `query` are the host's orders. */
export async function openApp(query = '', options: BrowserContextOptions = {}): Promise<Page> {
  faults = [];
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options });
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    // The fake host has no pictures to serve; the screens do without.
    if (message.type() === 'error' && !message.text().includes('404')) faults.push(message.text());
  });
  await page.goto(inject('url') + query);
  await page.waitForSelector('[data-testid=library-new]');
  return page;
}

/** Opens the first map of the library. */
export async function openMap(query = '', options: BrowserContextOptions = {}): Promise<Page> {
  const opened = await openApp(query, options);
  await opened.getByTestId('map-card').first().click();
  await opened.locator('[data-testid=canvas] g[data-node]').first().waitFor({ state: 'attached' });
  return opened;
}

/** What was asked of the fake host under that name: the arguments of each call. */
export function calls(opened: Page, name: string): Promise<unknown[][]> {
  return opened.evaluate((asked) => {
    const { fakeHost } = globalThis as unknown as { fakeHost: { calls: (name: string) => unknown[][] } };
    return fakeHost.calls(asked);
  }, name);
}

export function failing(opened: Page, name: string, message: string | null): Promise<void> {
  return opened.evaluate(
    ([asked, why]) => {
      const { fakeHost } = globalThis as unknown as { fakeHost: { fail: (name: string, why: string | null) => void } };
      fakeHost.fail(asked as string, why ?? null);
    },
    [name, message],
  );
}

/** The middle of a node on screen. */
export async function middle(opened: Page, node: string): Promise<{ x: number; y: number }> {
  const box = await opened.locator(`g[data-node="${node}"]`).boundingBox();
  if (!box) throw new Error(`${node} is not on screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export async function drag(opened: Page, node: string, to: { x: number; y: number }): Promise<void> {
  const from = await middle(opened, node);
  await opened.mouse.move(from.x, from.y);
  await opened.mouse.down();
  await opened.mouse.move(from.x + 6, from.y, { steps: 2 });
  await opened.mouse.move(to.x, to.y, { steps: 10 });
}
