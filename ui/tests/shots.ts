// Pictures of every screen in both colour schemes and two sizes, to be looked at: `npm run shots`.
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { launch } from './browser/chromium';
import { serve } from './browser/serve';

const out = 'node_modules/.shots';
mkdirSync(out, { recursive: true });

const only = process.argv[3];
const screens: Record<string, { query?: string; go: (page: Page) => Promise<void> }> = {
  library: { go: async () => undefined },
  empty: { query: '?maps=0', go: async () => undefined },
  search: { go: (page) => page.getByTestId('library-search').fill('price') },
  menu: { go: (page) => page.getByRole('button', { name: /^More for First/ }).click() },
  'new-map': { go: (page) => page.getByTestId('library-new').click() },
  editor: { go: open },
  selected: {
    go: async (page) => {
      await open(page);
      await page.mouse.click(...(await middle(page, 'card_1')));
    },
  },
  drag: {
    go: async (page) => {
      await open(page);
      await page.mouse.move(...(await middle(page, 'card_1')));
      await page.mouse.down();
      const [x, y] = await middle(page, 'card_3');
      await page.mouse.move(x - 20, y - 4, { steps: 8 });
      await page.waitForTimeout(300);
    },
  },
  edit: {
    go: async (page) => {
      await open(page);
      await page.mouse.dblclick(...(await middle(page, 'card_3')));
      await page.waitForTimeout(200);
    },
  },
  emotion: {
    go: async (page) => {
      await open(page);
      const [x, y] = await middle(page, 'score_3');
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y - 60, { steps: 8 });
      await page.waitForTimeout(300);
    },
  },
  real: {
    query: '?scene=/fixture/flood-insurance.scene.json',
    go: async (page) => {
      await open(page);
      await page.mouse.dblclick(...(await middle(page, 'stage_decision')));
      await page.waitForTimeout(200);
    },
  },
  'real-point': {
    query: '?scene=/fixture/flood-insurance.scene.json',
    go: async (page) => {
      await open(page);
      await page.mouse.wheel(0, 300);
      await page.waitForTimeout(200);
      await page.mouse.click(...(await middle(page, 'score_emotion_marie_storm')));
      await page.mouse.move(...(await middle(page, 'card_actions_storm')));
    },
  },
  export: {
    go: async (page) => {
      await open(page);
      await page.getByTestId('export-open').click();
    },
  },
  'export-left-out': {
    go: async (page) => {
      await open(page);
      await page.getByTestId('export-open').click();
      await page.getByTestId('export-format-mermaid').click();
      await page.getByTestId('export-findings').waitFor();
    },
  },
  'export-not-met': {
    go: async (page) => {
      await open(page);
      await page.getByTestId('export-open').click();
      await page.getByText('Margins and standards').click();
      await page.getByLabel('Archive standard').selectOption('a2b');
      await page.getByRole('button', { name: 'Show on the map' }).waitFor();
    },
  },
  'export-pages': {
    go: async (page) => {
      await open(page);
      await page.getByTestId('export-open').click();
      await page.getByLabel('Page size').selectOption('a4');
      await page.getByText('Several sheets').click();
      await page.locator('[aria-current=page]').waitFor();
    },
  },
  preferences: { go: (page) => page.keyboard.press('Control+,') },
  about: { go: (page) => fake(page, 'menu', 'about') },
  tags: {
    go: async (page) => {
      await page.getByRole('button', { name: /^More for First/ }).click();
      await page.getByRole('menuitem', { name: 'Edit tags' }).click();
      await page.getByTestId('tag-field').waitFor();
    },
  },
  trash: {
    go: async (page) => {
      for (let map = 0; map < 3; map++) {
        await page
          .getByRole('button', { name: /^More for/ })
          .first()
          .click();
        await page.getByRole('menuitem', { name: 'Move to trash' }).click();
      }
      await page.getByTestId('library-trash').click();
      await page.getByTestId('empty-trash').waitFor();
    },
  },
  drop: { go: (page) => fake(page, 'drag', { kind: 'over', x: 400, y: 300, files: 2 }) },
  lanes: {
    go: async (page) => {
      await open(page);
      await fake(page, 'menu', 'add-lane');
      await page.getByLabel('Search lanes').waitFor();
    },
  },
  several: {
    go: async (page) => {
      await open(page);
      await page.mouse.click(...(await middle(page, 'card_1')));
      await page.keyboard.down('Shift');
      await page.mouse.click(...(await middle(page, 'card_3')));
      await page.keyboard.up('Shift');
    },
  },
  context: {
    go: async (page) => {
      await open(page);
      await page.mouse.click(...(await middle(page, 'card_1')), { button: 'right' });
      await page.getByTestId('action-menu').waitFor();
    },
  },
  'bar-focus': {
    go: async (page) => {
      await open(page);
      await page.mouse.click(...(await middle(page, 'card_1')));
      await page.keyboard.press('F6');
      for (let presses = 0; presses < 40; presses++) {
        if (await page.evaluate(() => document.activeElement?.closest('[data-testid=selection-bar]') !== null)) break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('ArrowRight');
    },
  },
  note: {
    go: async (page) => {
      await open(page);
      await fake(page, 'menu', 'add-note');
      await page.keyboard.type('Ask the call centre how often this happens.');
      await page.keyboard.press('Escape');
    },
  },
  unsaved: {
    go: async (page) => {
      await open(page);
      await fake(page, 'save', {
        kind: 'notSaved',
        code: 'diskFull',
        message: 'The disk with /home/marie/.local/share/waymark is full. Free some space; saving goes on by itself.',
      });
    },
  },
  failed: {
    go: async (page) => {
      await open(page);
      await page.evaluate(() => {
        const { fakeHost } = globalThis as unknown as { fakeHost: { fail: (name: string, why: string) => void } };
        fakeHost.fail('applyEdit', 'The card card_1 is not on the map any more.');
      });
      await page.mouse.click(...(await middle(page, 'card_1')));
      await page.keyboard.press('Delete');
      await page.getByRole('alert').waitFor();
    },
  },
  night: {
    query: '?night',
    go: open,
  },
};

/** Has the fake host do something. */
function fake(page: Page, work: string, ...given: unknown[]): Promise<void> {
  return page.evaluate(
    ([name, parts]) => {
      const { fakeHost } = globalThis as unknown as { fakeHost: Record<string, (...parts: unknown[]) => void> };
      fakeHost[name]?.(...parts);
    },
    [work, given] as const,
  );
}

async function open(page: Page) {
  await page.getByTestId('map-card').first().click();
  await page.locator('[data-role=card]').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(100);
}

async function middle(page: Page, node: string): Promise<[number, number]> {
  const box = await page.locator(`[data-node="${node}"]`).boundingBox();
  if (!box) throw new Error(`no ${node}`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Both sizes and schemes, or, while working on a screen, the quick one. */
const quick = process.env.SHOT_QUICK !== undefined;
const sizes: [number, number][] = quick
  ? [[1280, 800]]
  : [
      [1280, 800],
      [1920, 1080],
    ];

const { url, close } = await serve();
const browser = await launch();
for (const colorScheme of quick ? (['light'] as const) : (['light', 'dark'] as const)) {
  for (const [width, height] of sizes) {
    for (const [name, { query = '', go }] of Object.entries(screens)) {
      if (only && !only.split(',').includes(name)) continue;
      const page = await browser.newPage({ viewport: { width, height }, colorScheme });
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('404')) console.error(name, message.text());
      });
      page.on('pageerror', (error) => console.error(name, error));
      await page.goto(url + (query || (process.env.SHOT_QUERY ?? '')));
      await page.waitForSelector('#app > *');
      await go(page);
      await page.waitForTimeout(350);
      await page.screenshot({ path: `${out}/${name}-${width}-${colorScheme}.png` });
      await page.close();
    }
  }
}
await browser.close();
await close();
