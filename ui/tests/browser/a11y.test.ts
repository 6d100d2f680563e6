import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { middle, openApp, openMap } from './page';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong, each with the elements that it found it on. */
async function faults(page: Page): Promise<string[]> {
  // Colours fade in; half-way they would be judged for what they are not.
  await page.waitForTimeout(250);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: /^More for First/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function select(page: Page, node: string): Promise<void> {
  const { x, y } = await middle(page, node);
  await page.mouse.click(x, y);
}

const dialog = (page: Page) => page.getByRole('dialog').waitFor();

type Screen = { query?: string; map?: boolean; go: (page: Page) => Promise<unknown> };

const SCREENS: Record<string, Screen> = {
  'the library': { go: async () => undefined },
  'an empty library': { query: '?maps=0', go: async () => undefined },
  'a search': {
    go: async (page) => {
      await page.getByTestId('library-search').fill('price');
      await page.locator('mark').first().waitFor();
    },
  },
  'a search without results': {
    go: async (page) => {
      await page.getByTestId('library-search').fill('zzz');
      await page.getByText('Nothing found').waitFor();
    },
  },
  'the menu of a map': { go: (page) => page.getByRole('button', { name: /^More for First/ }).click() },
  'a map that is being renamed': { go: (page) => choose(page, 'Rename') },
  'the trash with a map': {
    go: async (page) => {
      await choose(page, 'Move to trash');
      await page.getByTestId('library-trash').click();
      await page.getByTestId('map-card').waitFor();
    },
  },
  'the empty trash': { go: (page) => page.getByTestId('library-trash').click() },
  'a new map': {
    go: async (page) => {
      await page.getByTestId('library-new').click();
      await dialog(page);
      await page.waitForTimeout(200);
    },
  },
  preferences: {
    go: async (page) => {
      await page.keyboard.press('Control+,');
      await dialog(page);
    },
  },
  about: {
    go: async (page) => {
      await page.evaluate(() =>
        (globalThis as unknown as { fakeHost: { menu: (action: string) => void } }).fakeHost.menu('about'),
      );
      await dialog(page);
    },
  },
  'the shortcut sheet': {
    go: async (page) => {
      await page.keyboard.press('Control+/');
      await dialog(page);
    },
  },
  'the report of an import': {
    query: '?import=/maps/plan.csv',
    go: async (page) => {
      await page.getByTestId('library-import').click();
      await page.getByRole('button', { name: 'Show report' }).click();
      await dialog(page);
    },
  },
  'a table that is explained as a list': {
    query: '?import=/maps/ledger.csv',
    go: async (page) => {
      await page.getByTestId('library-import').click();
      await page.getByTestId('columns-table').waitFor();
    },
  },
  'a table that is explained as a matrix': {
    query: '?import=/maps/ledger.xlsx',
    go: async (page) => {
      await page.getByTestId('library-import').click();
      await page.getByText('Lanes by steps').click();
    },
  },
  'the editor with nothing selected': { map: true, go: async () => undefined },
  'the editor with the keyboard on the map': {
    map: true,
    go: async (page) => {
      await page.getByTestId('canvas').locator('[role=grid]').focus();
      await page.keyboard.press('ArrowRight');
    },
  },
  'a selected card': { map: true, go: (page) => select(page, 'card_1') },
  'several selected cards': {
    map: true,
    go: async (page) => {
      await select(page, 'card_1');
      await page.keyboard.press('Control+A');
    },
  },
  'a selected stage': { map: true, go: (page) => select(page, 'stage_1') },
  'the menu of a card': {
    map: true,
    go: async (page) => {
      await select(page, 'card_1');
      await page.keyboard.press('Shift+F10');
    },
  },
  'the menu of the evidence of a card': {
    map: true,
    go: async (page) => {
      await select(page, 'card_1');
      await page.locator('[data-action=evidence]').click();
    },
  },
  'the palette while something is looked for': {
    map: true,
    go: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('pain');
    },
  },
  'finding on a map': {
    map: true,
    go: async (page) => {
      await page.keyboard.press('Control+F');
      await page.keyboard.type('price');
    },
  },
  'choosing a lane': {
    map: true,
    go: async (page) => {
      await page.evaluate(() =>
        (globalThis as unknown as { fakeHost: { menu: (action: string) => void } }).fakeHost.menu('add-lane'),
      );
      await dialog(page);
    },
  },
  'changes that are not saved': {
    map: true,
    go: async (page) => {
      await page.evaluate(() =>
        (globalThis as unknown as { fakeHost: { save: (state: object) => void } }).fakeHost.save({
          kind: 'notSaved',
          code: 'diskFull',
          message: 'The disk is full.',
        }),
      );
      await page.getByTestId('not-saved').waitFor();
    },
  },
  'a card that is being written on': {
    map: true,
    go: async (page) => {
      const { x, y } = await middle(page, 'card_1');
      await page.mouse.dblclick(x, y);
    },
  },
  'the export dialog': {
    map: true,
    go: async (page) => {
      await page.getByTestId('export-open').click();
      await page.getByTestId('export-picture').waitFor();
    },
  },
  'the export of a picture': {
    map: true,
    go: async (page) => {
      await page.getByTestId('export-open').click();
      await page.getByTestId('export-format-png').click();
      await page.getByTestId('export-size').selectOption('width');
    },
  },
  'an export of text that leaves something out': {
    map: true,
    go: async (page) => {
      await page.getByTestId('export-open').click();
      await page.getByTestId('export-format-mermaid').click();
      await page.getByTestId('export-findings').waitFor();
    },
  },
  'an export of a workbook': {
    map: true,
    go: async (page) => {
      await page.getByTestId('export-open').click();
      await page.getByTestId('export-format-xlsx').click();
      await page.getByRole('columnheader').first().waitFor();
    },
  },
  'an export of many maps with problems': {
    go: async (page) => {
      await page.getByTestId('library-export').click();
      await page.getByTestId('export-run').click();
      await page.getByTestId('export-problems').waitFor();
    },
  },
  'an export on several pages that is done': {
    map: true,
    go: async (page) => {
      await page.getByTestId('export-open').click();
      await page.getByLabel('Page size').selectOption('a4');
      await page.getByText('Several sheets').click();
      await page.locator('[aria-current=page]').waitFor();
      await page.getByTestId('export-run').click();
      await page.getByTestId('export-path').waitFor();
    },
  },
};

async function openScreen({ query = '', map = false, go }: Screen): Promise<Page> {
  const page = await (map ? openMap : openApp)(query, { colorScheme: 'light' });
  await go(page);
  return page;
}

/** As people set it: both looks, and the largest text. */
const LOOKS: Record<string, (page: Page) => Promise<unknown>> = {
  light: async () => undefined,
  dark: (page) => page.emulateMedia({ colorScheme: 'dark' }),
  'text of 150 %': (page) => page.evaluate(() => document.documentElement.style.setProperty('--text-scale', '1.5')),
};

describe('accessible in both looks and with large text', () => {
  for (const [name, screen] of Object.entries(SCREENS)) {
    test(name, async () => {
      const page = await openScreen(screen);
      for (const [look, wear] of Object.entries(LOOKS)) {
        await wear(page);
        expect(await faults(page), look).toEqual([]);
      }
    });
  }
});

/** What Tab comes to, one after the other, and whether one can see that it is there. */
async function tabbed(page: Page): Promise<{ name: string; seen: boolean }[]> {
  const found: { name: string; seen: boolean }[] = [];
  for (let at = 0; at < 80; at++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return null;
      const visited = element.dataset.tabbed !== undefined;
      element.dataset.tabbed = '';
      // The ring may be round a label or a picture that stands for the control.
      const wearers = [element, element.parentElement, ...element.children, element.parentElement?.parentElement];
      const ringed = wearers.some((wearer) => {
        if (!wearer) return false;
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(wearer);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 && !/, 0\)$/.test(outlineColor);
      });
      // On the map, the card that the keyboard is at wears it.
      const onMap = element.hasAttribute('aria-activedescendant') && document.querySelector('.overlay .ring') !== null;
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? '';
      return { name: `${element.tagName.toLowerCase()} ${name}`, seen: ringed || onMap, visited };
    });
    if (stop === null || stop.visited) break;
    found.push({ name: stop.name, seen: stop.seen });
  }
  return found;
}

/** With the keyboard in the bar: on the map itself Tab goes from card to card. */
const beside = (screen: Screen | undefined): Screen => ({
  ...screen,
  map: true,
  go: async (page) => {
    await screen?.go(page);
    await page.getByTestId('editor-title').focus();
  },
});

describe('the focus can be seen wherever Tab takes it', () => {
  for (const [name, screen] of Object.entries({
    library: SCREENS['the library'],
    preferences: SCREENS.preferences,
    'new map': SCREENS['a new map'],
    editor: SCREENS['the editor with nothing selected'],
    'editor with a card': beside(SCREENS['a selected card']),
    export: SCREENS['the export dialog'],
  })) {
    test(name, async () => {
      const page = await openScreen(screen as Screen);
      const stops = await tabbed(page);
      expect(stops.length).toBeGreaterThanOrEqual(3);
      expect(stops.filter(({ seen }) => !seen)).toEqual([]);
    });
  }
});

test('every dialog takes the focus and gives it back', async () => {
  for (const name of ['a new map', 'preferences', 'the shortcut sheet', 'the export dialog']) {
    const screen = SCREENS[name] as Screen;
    const page = await openScreen({ ...screen, go: async () => undefined });
    const opener = page.getByTestId(screen.map ? 'export-open' : 'library-new');
    await opener.focus();
    await screen.go(page);
    await dialog(page);
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') != null), name).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await opener.evaluate((element) => element === document.activeElement), name).toBe(true);
    await page.close();
  }
});

test('nothing is wider than a small window, whatever the text size', async () => {
  for (const name of ['the library', 'preferences', 'a new map', 'the editor with nothing selected']) {
    const page = await openScreen(SCREENS[name] as Screen);
    await page.setViewportSize({ width: 720, height: 480 });
    for (const wear of Object.values(LOOKS)) {
      await wear(page);
      await page.waitForTimeout(100);
      const beyond = await page.evaluate(() =>
        [...document.querySelectorAll('button, input, select, dialog')].flatMap((element) => {
          const box = element.getBoundingClientRect();
          const hidden = box.width === 0 || element.closest('[data-testid=canvas]') !== null;
          return hidden || (box.left >= -1 && box.right <= innerWidth + 1) ? [] : [element.outerHTML.slice(0, 120)];
        }),
      );
      expect(beyond, name).toEqual([]);
    }
    await page.close();
  }
});

/** Relative luminance of “rgb(…)”, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the ring of the keyboard can be seen in the dark bar above a selection', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(colorScheme, async () => {
      const page = await openMap('', { colorScheme });
      await select(page, 'card_1');
      const bar = page.getByTestId('selection-bar');
      await bar.locator('button').first().waitFor();
      await page.keyboard.press('F6');
      for (let presses = 0; presses < 60; presses++) {
        if (await bar.evaluate((element) => element.contains(document.activeElement))) break;
        await page.keyboard.press('Tab');
      }
      const found = await bar.evaluate((element) => {
        const focused = document.activeElement;
        if (!focused || !element.contains(focused)) return null;
        const ring = getComputedStyle(focused);
        return {
          ground: getComputedStyle(element).backgroundColor,
          ring: ring.outlineColor,
          style: ring.outlineStyle,
          width: Number.parseFloat(ring.outlineWidth),
        };
      });
      expect(found).toMatchObject({ style: 'solid', width: 2 });
      const [one, other] = [luminance(found?.ground ?? ''), luminance(found?.ring ?? '')].sort((a, b) => b - a);
      expect(((one ?? 0) + 0.05) / ((other ?? 0) + 0.05)).toBeGreaterThanOrEqual(3);
    });
  }
});
