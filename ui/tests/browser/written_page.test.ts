// The page that a map is exported as, opened from a file as people open it. The page is the reference
// that the core's tests keep (tests/tests/exchange.rs), so that no Rust runs here.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch } from './chromium';

const REFERENCE = new URL('../../../tests/ref/flood-insurance.html.1.gz', import.meta.url);

describe('the page that a map is exported as', () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  let address: string;
  /** What the console says, and every address that is asked for. */
  const said: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'waymark-page-'));
    const file = join(folder, 'map.html');
    writeFileSync(file, gunzipSync(readFileSync(REFERENCE)));
    address = pathToFileURL(file).href;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await page?.close();
    said.length = 0;
    asked.length = 0;
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(address);
    return () => {
      expect(said).toEqual([]);
      expect(asked).toEqual([address]);
    };
  });

  const level = async () => Number.parseInt((await page.textContent('#level')) ?? '', 10);
  const place = async () => {
    const box = await page.locator('#sheet svg').boundingBox();
    return { x: box?.x ?? 0, y: box?.y ?? 0, width: box?.width ?? 0 };
  };

  test('fits the window, and asks nobody for anything', async () => {
    const { x, width } = await place();
    expect(x).toBeGreaterThan(0);
    expect(x + width).toBeLessThanOrEqual(1280);
    expect(await page.title()).toBe('Buying flood insurance in Louisiana');
    expect(await page.getAttribute('html', 'lang')).toBe('en');
  });

  test('is moved by dragging, by the wheel and by keys', async () => {
    const before = await place();
    await page.mouse.move(640, 400);
    await page.mouse.down();
    await page.mouse.move(700, 430, { steps: 5 });
    await page.mouse.up();
    const dragged = await place();
    expect(dragged.x - before.x).toBeCloseTo(60, 0);
    expect(dragged.y - before.y).toBeCloseTo(30, 0);
    await page.mouse.wheel(0, 50);
    await expect.poll(async () => (await place()).y - dragged.y).toBeCloseTo(-50, 0);
    await page.locator('#map').focus();
    await page.keyboard.press('ArrowRight');
    expect((await place()).x - dragged.x).toBeCloseTo(-60, 0);
  });

  test('zooms by keys, by buttons and about the pointer', async () => {
    await page.keyboard.press('1');
    expect(await level()).toBe(100);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    expect(await level()).toBe(125);
    await page.mouse.move(300, 300);
    const before = await place();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -50);
    await page.keyboard.up('Control');
    await expect.poll(level).toBeGreaterThan(150);
    const after = await place();
    // What lies under the pointer stays there.
    const under = (where: { x: number; width: number }) => (300 - where.x) / where.width;
    expect(under(after)).toBeCloseTo(under(before), 3);
    await page.keyboard.press('0');
    expect((await place()).x).toBeGreaterThan(0);
  });

  test('finds cards, counts them and goes to them', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('CERTIFICATE');
    const count = page.locator('#count');
    const total = Number((await count.textContent())?.match(/^1 of (\d+)$/)?.[1]);
    expect(total).toBeGreaterThan(1);
    await page.keyboard.press('Enter');
    expect(await count.textContent()).toBe(`2 of ${total}`);
    const mark = await page.locator('#sheet .now').boundingBox();
    expect(mark?.x).toBeGreaterThan(0);
    expect(mark?.x).toBeLessThan(1280);
    await page.keyboard.press('Shift+Enter');
    expect(await count.textContent()).toBe(`1 of ${total}`);
    await page.getByRole('button', { name: 'Read as text' }).click();
    const item = page.locator('#reading .now');
    expect(await item.textContent()).toMatch(/certificate/i);
    const box = await item.boundingBox();
    expect(box && box.y > 0 && box.y < 800).toBe(true);
    await page.locator('#find').fill('zzz');
    expect(await count.textContent()).toBe('Nothing found');
  });

  test('reads as text from the keyboard alone', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const headings = await page.getByRole('heading', { level: 3 }).allTextContents();
    expect(headings).toEqual(['Personas', 'Awareness', 'Consideration', 'Decision', 'Loyalty']);
    expect(await page.locator('#map').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Read as text' }).getAttribute('aria-pressed')).toBe('true');
  });

  test('says everything without its script', async () => {
    const bare = await browser.newContext({ javaScriptEnabled: false });
    const quiet = await bare.newPage();
    await quiet.goto(address);
    expect(await quiet.locator('#reading h3').first().isVisible()).toBe(true);
    expect(await quiet.locator('.tools').isVisible()).toBe(false);
    await bare.close();
  });

  for (const colours of ['light', 'dark'] as const) {
    test(`has no fault that axe finds, ${colours}`, async () => {
      await page.emulateMedia({ colorScheme: colours });
      const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      for (const text of [false, true]) {
        if (text) await page.locator('#toggle').click();
        // The policy forbids scripts in the page; what the browser itself evaluates it does not.
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
        );
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
      }
    });
  }
});
