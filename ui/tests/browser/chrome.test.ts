import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { calls, middle, openMap } from './page';

type FakeHost = {
  menu: (action: string) => void;
  requestClose: () => void;
  save: (state: object) => void;
  fail: (name: string, why: string | null) => void;
};

/** Has the fake host do something, as the platform would. */
function fake(page: Page, work: keyof FakeHost, ...args: unknown[]): Promise<void> {
  return page.evaluate(
    ([name, given]) => {
      const { fakeHost } = globalThis as unknown as { fakeHost: Record<string, (...args: unknown[]) => void> };
      fakeHost[name as string]?.(...(given as unknown[]));
    },
    [work, args] as const,
  );
}

async function click(page: Page, node: string): Promise<void> {
  const { x, y } = await middle(page, node);
  await page.mouse.click(x, y);
}

/** The edits that were sent, one after the other. */
async function edits(page: Page): Promise<Record<string, unknown>[]> {
  return (await calls(page, 'applyEdit')).map(([, edit]) => edit as Record<string, unknown>);
}

const lastEdit = async (page: Page) => (await edits(page)).at(-1);
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName);
const bar = (page: Page) => page.getByTestId('selection-bar');

describe('palette', () => {
  test('“/” and a word add what is meant at the cell of the keyboard', async () => {
    const page = await openMap();
    await click(page, 'card_9');
    await page.keyboard.press('/');
    await page.keyboard.type('emai');
    expect(await page.getByTestId('palette').getByRole('option', { selected: true }).textContent()).toContain('Email');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => lastEdit(page))
      .toMatchObject({
        type: 'addCard',
        lane: 'lane_touchpoints',
        step: 'step_2',
        fields: { text: 'Email', touchpoint: { to: { channel: 'email' } } },
      });
    await page.locator('textarea').first().waitFor();
  });

  test('the arrow keys walk the list, and Escape goes back to the map', async () => {
    const page = await openMap();
    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByTestId('palette').getByRole('option', { selected: true }).textContent()).toContain(
      'Thought',
    );
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('grid');
  });

  test('a click adds a card of that kind and opens its text', async () => {
    const page = await openMap();
    await click(page, 'card_2');
    await page.locator('[data-entry=card-painPoints]').click();
    await expect.poll(() => lastEdit(page)).toMatchObject({ type: 'addCard', lane: 'lane_painPoints', step: 'step_2' });
    await page.locator('textarea').first().waitFor();
  });

  test('an entry is carried onto the map', async () => {
    const page = await openMap();
    const entry = await page.locator('[data-entry=card-solutions]').boundingBox();
    if (!entry) throw new Error('no entry');
    const to = await middle(page, 'card_26');
    await page.mouse.move(entry.x + 40, entry.y + 10);
    await page.mouse.down();
    await page.mouse.move(entry.x + 60, entry.y + 20, { steps: 3 });
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => lastEdit(page)).toMatchObject({ type: 'addCard', lane: 'lane_solutions' });
    expect(await edits(page)).toHaveLength(1);
  });

  test('“more” shows all twenty channels, and words that nothing is called say so', async () => {
    const page = await openMap();
    expect(await page.locator('[data-entry^=channel-]').count()).toBe(3);
    await page.locator('[data-entry=more-touchpoints]').click();
    expect(await page.locator('[data-entry^=channel-]').count()).toBe(20);
    await page.keyboard.press('/');
    await page.keyboard.type('zzz');
    await page.getByText('Nothing is called “zzz”').waitFor();
  });
});

describe('bar of the selection', () => {
  test('floats above a card, inside of the canvas, and goes while a text is open', async () => {
    const page = await openMap();
    await click(page, 'card_25');
    await bar(page).waitFor();
    const box = await bar(page).boundingBox();
    const card = await page.locator('g[data-node=card_25]').boundingBox();
    if (!box || !card) throw new Error('nothing there');
    expect(box.y + box.height).toBeLessThan(card.y);
    expect(card.y - box.y - box.height).toBeLessThan(20);
    await page.keyboard.press('Enter');
    await bar(page).waitFor({ state: 'detached' });
  });

  test('is one stop of the keyboard, walked with the arrows, left with Escape', async () => {
    const page = await openMap();
    await click(page, 'card_2');
    await page.keyboard.press('Control+.');
    const label = () => page.evaluate(() => document.activeElement?.getAttribute('data-action'));
    expect(await label()).toBe('edit');
    await page.keyboard.press('ArrowRight');
    expect(await label()).toBe('link');
    await page.keyboard.press('End');
    expect(await label()).toBe('more');
    expect(await bar(page).locator('[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('grid');
  });

  test('marks a moment of truth, and shows that it is one', async () => {
    const page = await openMap();
    await click(page, 'card_2');
    await bar(page).locator('[data-action=star]').click();
    await expect
      .poll(() => lastEdit(page))
      .toEqual({ type: 'updateCards', cards: ['card_2'], fields: { momentOfTruth: true } });
    await bar(page).locator('[data-action=star][aria-pressed=true]').waitFor();
  });

  test('answers a pain point with a solution that is linked to it', async () => {
    const page = await openMap();
    await click(page, 'card_25');
    await page.keyboard.press('s');
    await expect
      .poll(() => edits(page))
      .toMatchObject([
        {
          type: 'several',
          edits: [
            { type: 'addCard', lane: 'lane_solutions' },
            { type: 'addLink', from: { card: 'card_25' }, to: { card: '@0' }, kind: 'solves' },
          ],
        },
      ]);
    await page.getByTestId('text-editor').waitFor();
  });

  test('offers of a stage what can be done to stages', async () => {
    const page = await openMap();
    await click(page, 'stage_2');
    await bar(page).locator('[data-action=split-stage]').click();
    await expect.poll(() => lastEdit(page)).toMatchObject({ type: 'splitStage', step: 'step_4' });
  });
});

describe('menu of the selection', () => {
  test('a right click selects what is there and opens its menu', async () => {
    const page = await openMap();
    const { x, y } = await middle(page, 'card_3');
    await page.mouse.click(x, y, { button: 'right' });
    await page.getByTestId('action-menu').getByRole('menuitem', { name: 'Duplicate' }).click();
    await expect.poll(() => lastEdit(page)).toEqual({ type: 'duplicate', ids: ['card_3'] });
    expect(await focused(page)).toBe('grid');
  });

  test('opens, is walked and is left by the keyboard alone', async () => {
    const page = await openMap();
    await click(page, 'card_3');
    await page.keyboard.press('Shift+F10');
    const action = () => page.evaluate(() => document.activeElement?.getAttribute('data-action'));
    await expect.poll(action).toBe('edit');
    await page.keyboard.press('d');
    expect(await action()).toBe('duplicate');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('grid');
    await page.keyboard.press('Shift+F10');
    await expect.poll(action).toBe('edit');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => lastEdit(page)).toEqual({ type: 'remove', ids: ['card_3'] });
  });
});

describe('clipboard', () => {
  const permissions = ['clipboard-read', 'clipboard-write'];

  test('what is copied is pasted as records behind the selected card', async () => {
    const page = await openMap('', { permissions });
    await click(page, 'card_2');
    await expect.poll(() => calls(page, 'copyRecords')).toHaveLength(1);
    await page.waitForTimeout(50);
    await page.keyboard.press('Control+c');
    await click(page, 'card_4');
    await page.keyboard.press('Control+v');
    await expect
      .poll(() => lastEdit(page))
      .toMatchObject({ type: 'paste', lane: 'lane_actions', step: 'step_4', after: 'card_4' });
    expect((await lastEdit(page))?.clip).toMatchObject({ cards: [{ id: 'card_2' }] });
  });

  test('a selection that is copied the moment it is made is pasted whole, too', async () => {
    const page = await openMap('?slow=40', { permissions });
    await click(page, 'card_2');
    await page.keyboard.press('Control+c');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('flood insurance');
    await click(page, 'card_4');
    await page.keyboard.press('Control+v');
    await expect.poll(async () => (await lastEdit(page))?.clip).toMatchObject({ cards: [{ id: 'card_2' }] });
  });

  test('what is cut is taken away', async () => {
    const page = await openMap('', { permissions });
    await click(page, 'card_2');
    await expect.poll(() => calls(page, 'copyRecords')).toHaveLength(1);
    await page.waitForTimeout(50);
    await page.keyboard.press('Control+x');
    await expect.poll(() => lastEdit(page)).toEqual({ type: 'remove', ids: ['card_2'] });
  });

  test('lines of another program become cards', async () => {
    const page = await openMap('', { permissions });
    await page.evaluate(() => navigator.clipboard.writeText('First\nSecond'));
    await click(page, 'card_4');
    await page.keyboard.press('Control+v');
    await expect.poll(() => calls(page, 'clipOfText')).toEqual([['First\nSecond']]);
    await expect.poll(() => lastEdit(page)).toMatchObject({ type: 'paste', step: 'step_4' });
  });

  test('a text field keeps its own clipboard', async () => {
    const page = await openMap('', { permissions });
    await page.evaluate(() => navigator.clipboard.writeText('New words'));
    await page.getByTestId('editor-title').click();
    await page.keyboard.press('Control+v');
    expect(await page.getByTestId('editor-title').inputValue()).toBe('New words');
    expect(await edits(page)).toEqual([]);
  });
});

describe('menu bar', () => {
  test('is made of the actions and told what changed', async () => {
    const page = await openMap();
    const [parts] = (await calls(page, 'setMenu')).at(-1) as [{ label: string; parts: { id?: string }[] }[]];
    expect(parts.map(({ label }) => label)).toEqual(['File', 'Edit', 'Insert', 'Arrange', 'View', 'Help']);
    // The map that was just opened comes among the recent ones, which is another menu.
    await expect.poll(async () => JSON.stringify((await calls(page, 'setMenu')).at(-1))).toContain('open-recent:map_1');
    await click(page, 'card_2');
    await expect
      .poll(async () => (await calls(page, 'changeMenu')).flatMap(([changes]) => changes as { id: string }[]))
      .toContainEqual({ id: 'duplicate', label: null, enabled: true, checked: null });
  });

  test('runs actions, but leaves a text field its own', async () => {
    const page = await openMap();
    await click(page, 'card_2');
    await fake(page, 'menu', 'duplicate');
    await expect.poll(() => lastEdit(page)).toMatchObject({ type: 'duplicate' });
    await page.getByTestId('editor-title').click();
    await page.keyboard.type('x');
    await fake(page, 'menu', 'undo');
    await expect.poll(() => page.getByTestId('editor-title').inputValue()).toContain('Buying');
    expect(await calls(page, 'undo')).toEqual([]);
  });
});

test('the sheet of keys says what actions are called, and finds them', async () => {
  const page = await openMap();
  await page.keyboard.press('?');
  await page.locator('[data-shortcut=undo]').waitFor();
  expect(await page.locator('[data-shortcut=duplicate] kbd').allTextContents()).toEqual(['Ctrl', 'D']);
  await page.keyboard.type('zoom');
  await expect.poll(() => page.locator('[data-shortcut=undo]').count()).toBe(0);
  expect(await page.locator('[data-shortcut^=zoom]').count()).toBeGreaterThan(2);
  await page.keyboard.press('Escape');
  expect(await focused(page)).toBe('grid');
});

test('find counts, walks and selects', async () => {
  const page = await openMap();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('price');
  await expect.poll(() => page.getByTestId('find-count').textContent()).toBe('1 of 6');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('find-count').textContent()).toBe('2 of 6');
  expect(await page.locator('[data-ring]').count()).toBe(1);
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await expect.poll(() => page.getByTestId('find-count').textContent()).toBe('6 of 6');
  await page.keyboard.press('Escape');
  expect(await focused(page)).toBe('grid');
});

test('one key folds both panels away and brings them back, and that is kept', async () => {
  const page = await openMap();
  await page.getByTestId('palette').waitFor();
  await page.keyboard.press('Control+\\');
  await page.getByTestId('palette').waitFor({ state: 'detached' });
  const canvas = await page.getByTestId('canvas').boundingBox();
  expect(canvas?.width).toBe(1280);
  expect((await calls(page, 'setPreferences')).at(-1)).toMatchObject([{ palette: false, inspector: false }]);
  await page.keyboard.press('Control+\\');
  await page.getByTestId('palette').waitFor();
});

test('the window closes after the last words were sent', async () => {
  const page = await openMap();
  const { x, y } = await middle(page, 'card_2');
  await page.mouse.dblclick(x, y);
  await page.locator('textarea').first().waitFor();
  await page.keyboard.type('Last words');
  await fake(page, 'requestClose');
  await expect.poll(() => calls(page, 'closeWindow')).toHaveLength(1);
  expect(await lastEdit(page)).toMatchObject({ type: 'setCardText', text: 'Last words' });
});

test('a window with unsaved changes asks before it loses them', async () => {
  const page = await openMap();
  await fake(page, 'fail', 'closeWindow', 'The disk is full.');
  await fake(page, 'requestClose');
  await page.getByRole('dialog', { name: 'Some changes could not be saved' }).waitFor();
  await page.getByRole('button', { name: 'Keep the map open' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await fake(page, 'requestClose');
  await page.getByTestId('leave-anyway').waitFor();
  await fake(page, 'fail', 'closeWindow', null);
  await page.getByTestId('leave-anyway').click();
  await expect.poll(async () => (await calls(page, 'closeWindow')).at(-1)).toEqual([true]);
});

test('what is not saved is said with its reason and a way out, until it is', async () => {
  const page = await openMap();
  await fake(page, 'save', { kind: 'notSaved', code: 'diskFull', message: 'The disk is full.' });
  await page.getByRole('alert').getByText('The disk is full.').waitFor();
  await page.getByRole('button', { name: 'Save a copy as JSON…' }).click();
  await expect.poll(async () => (await calls(page, 'exportMap')).at(-1)?.[1]).toMatchObject({ format: 'json' });
  await fake(page, 'save', { kind: 'saved' });
  await page.getByTestId('not-saved').waitFor({ state: 'detached' });
});

test('a lane is chosen of all kinds', async () => {
  const page = await openMap();
  await click(page, 'lane_thoughts');
  await fake(page, 'menu', 'add-lane');
  await page.getByRole('dialog').getByLabel('Search lanes').fill('goal');
  await page.keyboard.press('Enter');
  await expect.poll(() => lastEdit(page)).toMatchObject({ type: 'addLane', kind: 'goals', after: 'lane_thoughts' });
});
