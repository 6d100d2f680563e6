import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { calls, failing, middle, openMap } from './page';

const PAIN = 'Certificate demanded before a price is shown: 61 % leave here';

async function click(page: Page, node: string, shift = false): Promise<void> {
  // A map that has just been opened is still being fitted to its window.
  let { x, y } = await middle(page, node);
  await expect
    .poll(async () => {
      const before = { x, y };
      ({ x, y } = await middle(page, node));
      return before.x === x && before.y === y;
    })
    .toBe(true);
  if (shift) await page.keyboard.down('Shift');
  await page.mouse.click(x, y);
  if (shift) await page.keyboard.up('Shift');
}

/** The id of the card with that text. */
function cardOf(page: Page, text: string): Promise<string> {
  return page.evaluate((said) => {
    const nodes = [...document.querySelectorAll<SVGElement>('[data-testid=canvas] g[data-node][data-role=card]')];
    const lines = (node: Element) => [...node.querySelectorAll('text')].map((line) => line.textContent).join(' ');
    const found = nodes.find((node) => lines(node) === said);
    if (!found) throw new Error(`no card says ${said}`);
    return found.getAttribute('data-node') ?? '';
  }, text);
}

/** The edits that the host was asked for, without what was selected. */
async function edits(page: Page): Promise<unknown[]> {
  return (await calls(page, 'applyEdit')).map(([, edit]) => edit);
}

const title = (page: Page) => page.getByTestId('inspector-title').textContent();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('role'));

describe('what is selected', () => {
  test('the map’s own fields stand there while nothing is selected', async () => {
    const page = await openMap();
    await expect.poll(() => title(page)).toBe('Map');
    await page.getByTestId('field-state').getByText('Future').click();
    await page.getByTestId('field-theme').getByText('High contrast').click();
    await page.getByTestId('field-endGoal').fill('A policy in force');
    await page.getByTestId('field-scope').fill('One parish');
    await page.getByTestId('field-scope').blur();
    await expect.poll(() => edits(page)).toHaveLength(4);
    expect(await edits(page)).toEqual([
      { type: 'updateMap', fields: { state: 'future' } },
      { type: 'updateMap', fields: { theme: 'high-contrast' } },
      { type: 'updateMap', fields: { objective: expect.objectContaining({ endGoal: 'A policy in force' }) } },
      // What was written just before is kept: the objective is one field.
      {
        type: 'updateMap',
        fields: { objective: expect.objectContaining({ endGoal: 'A policy in force', scope: 'One parish' }) },
      },
    ]);
    expect(await page.getByTestId('field-theme').getByRole('radio', { checked: true }).textContent()).toContain(
      'High contrast',
    );
  });

  test('a pain point shows what it has, and only that', async () => {
    const page = await openMap();
    await click(page, await cardOf(page, PAIN));
    await expect.poll(() => title(page)).toBe('Pain point');
    expect(await page.getByTestId('field-text').inputValue()).toBe(PAIN);
    expect(await page.getByTestId('field-source').inputValue()).toBe('Checkout analytics, March');
    const pressed = (field: string) => page.getByTestId(field).locator('[aria-pressed=true]').textContent();
    expect(await pressed('field-severity')).toBe('High');
    expect(await pressed('field-evidence')).toBe('Observed');
    expect(await page.getByTestId('field-tags').textContent()).toMatch(/checkout\s*quick win/);
    expect(await page.getByTestId('field-channel').count()).toBe(0);
    await click(page, await cardOf(page, 'Quote form'));
    await expect.poll(() => title(page)).toBe('Touchpoint');
    expect(await page.getByTestId('field-severity').count()).toBe(0);
    expect(await page.getByTestId('field-channel').inputValue()).toBe('Website');
  });

  test('every kind of record has its fields', async () => {
    const page = await openMap();
    for (const [node, name, field, value] of [
      ['stage_2', 'Stage', 'field-goal', 'Find cover I understand'],
      ['step_3', 'Step', 'field-title', 'Compares cover'],
      ['lane_solutions', 'Lane', 'field-kind', 'solutions'],
      ['score_3', 'Emotion point', 'field-word', 'Confused'],
    ] as const) {
      await click(page, node);
      await expect.poll(() => title(page)).toBe(name);
      expect(await page.getByTestId(field).inputValue()).toBe(value);
    }
  });

  test('several cards share fields; one edit changes all of them', async () => {
    const page = await openMap();
    const first = await cardOf(page, PAIN);
    const second = await cardOf(page, 'Three policies, three vocabularies');
    await click(page, first);
    await click(page, second, true);
    await expect.poll(() => title(page)).toBe('2 cards');
    expect(await page.getByTestId('field-text').count()).toBe(0);
    expect(await page.getByTestId('field-source').getAttribute('placeholder')).toBe('Mixed');
    expect(await page.getByTestId('field-severity').locator('[aria-pressed=true]').count()).toBe(0);
    await page.getByTestId('field-severity').getByText('Low').click();
    // A tag that only one of them has goes from that one alone; a new one comes to both.
    await page.getByRole('button', { name: 'Remove checkout' }).click();
    await page.getByRole('button', { name: 'Add to tags' }).click();
    await page.keyboard.type('price');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => edits(page))
      .toEqual([
        { type: 'updateCards', cards: [first, second], fields: { severity: { to: 'low' } } },
        { type: 'updateCards', cards: [first], fields: { tags: ['quick win'] } },
        {
          type: 'several',
          label: 'Add tag',
          edits: [
            { type: 'updateCards', cards: [first], fields: { tags: ['quick win', 'price'] } },
            { type: 'updateCards', cards: [second], fields: { tags: ['price'] } },
          ],
        },
      ]);
  });
});

describe('typing', () => {
  test('is sent after a rest as one edit, and never for every key', async () => {
    const page = await openMap();
    await click(page, await cardOf(page, PAIN));
    await page.getByTestId('field-source').fill('');
    await page.keyboard.type('Interviews');
    await expect.poll(() => edits(page)).toHaveLength(1);
    expect(await edits(page)).toEqual([
      { type: 'updateCards', cards: [expect.any(String)], fields: { source: 'Interviews' } },
    ]);
    await page.locator('[data-testid=save-state][data-state=saved]').waitFor();
    await page.waitForTimeout(100);
    const asked = (await calls(page, 'records')).length;
    await page.keyboard.type(' in May');
    expect((await calls(page, 'records')).length).toBe(asked);
    await page.keyboard.press('Enter');
    await expect.poll(() => edits(page)).toHaveLength(2);
    expect(await page.getByTestId('field-source').inputValue()).toBe('Interviews in May');
  });

  test('goes to the card it was typed for, also where another is chosen before it was sent', async () => {
    const page = await openMap();
    const pain = await cardOf(page, PAIN);
    await click(page, pain);
    await page.getByTestId('field-source').fill('Call notes');
    await click(page, await cardOf(page, 'Three policies, three vocabularies'));
    await expect
      .poll(() => edits(page))
      .toEqual([{ type: 'updateCards', cards: [pain], fields: { source: 'Call notes' } }]);
    await expect.poll(() => page.getByTestId('field-source').inputValue()).toBe('');
  });

  test('Escape puts back what was there and returns to the canvas', async () => {
    const page = await openMap();
    await click(page, await cardOf(page, PAIN));
    const field = page.getByTestId('field-source');
    await field.fill('Wrong');
    await expect.poll(() => edits(page)).toHaveLength(1);
    await page.keyboard.type(' words');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('grid');
    await expect.poll(() => field.inputValue()).toBe('Checkout analytics, March');
    await expect
      .poll(async () => (await edits(page)).at(-1))
      .toMatchObject({
        fields: { source: 'Checkout analytics, March' },
      });
    // The card is still selected: Escape left the field, not the card.
    expect(await title(page)).toBe('Pain point');
  });

  test('Mod+Enter commits and returns to the canvas', async () => {
    const page = await openMap();
    await click(page, await cardOf(page, PAIN));
    await page.getByTestId('field-text').fill('Line one\nline two');
    await page.keyboard.press('Control+Enter');
    expect(await focused(page)).toBe('grid');
    await expect
      .poll(() => edits(page))
      .toEqual([{ type: 'setCardText', card: expect.any(String), text: 'Line one\nline two' }]);
  });

  test('a refusal is told beside the field, and the old value comes back', async () => {
    const page = await openMap();
    await click(page, await cardOf(page, PAIN));
    await failing(page, 'applyEdit', 'The library cannot be written.');
    await page.getByTestId('field-source').fill('Lost');
    await page.keyboard.press('Enter');
    const alert = page.getByTestId('inspector').getByRole('alert');
    expect(await alert.textContent()).toBe('The library cannot be written.');
    expect(await page.getByTestId('field-source').inputValue()).toBe('Checkout analytics, March');
    await failing(page, 'applyEdit', null);
    await page.getByTestId('field-source').fill('Kept');
    await page.keyboard.press('Enter');
    await expect.poll(() => alert.count()).toBe(0);
    expect(await page.getByTestId('field-source').inputValue()).toBe('Kept');
  });

  test('undo while the inspector is open is shown in it, without taking what is being typed', async () => {
    const page = await openMap();
    await click(page, await cardOf(page, PAIN));
    await page.getByTestId('field-owner').fill('Claims');
    await page.keyboard.press('Enter');
    await expect.poll(() => edits(page)).toHaveLength(1);
    await page.getByTestId('field-source').press('End');
    await page.keyboard.type(', April');
    await page.getByTestId('undo').evaluate((button: HTMLElement) => button.click());
    await expect.poll(() => page.getByTestId('field-owner').inputValue()).toBe('');
    expect(await page.getByTestId('field-source').inputValue()).toBe('Checkout analytics, March, April');
  });
});

test('what is typed is sent before the map is closed by a key', async () => {
  const page = await openMap();
  await click(page, await cardOf(page, PAIN));
  await page.getByTestId('field-source').fill('Last words');
  await page.keyboard.press('Control+w');
  await page.getByTestId('library-new').waitFor();
  expect(await edits(page)).toMatchObject([{ fields: { source: 'Last words' } }]);
  const order = await page.evaluate(() => {
    const { fakeHost } = globalThis as unknown as { fakeHost: { order: () => string[] } };
    return fakeHost.order().filter((name) => name === 'applyEdit' || name === 'closeMap');
  });
  expect(order).toEqual(['applyEdit', 'closeMap']);
});

describe('choices', () => {
  test('pills are walked by arrows, and pressing the chosen one takes the choice back', async () => {
    const page = await openMap();
    await click(page, await cardOf(page, PAIN));
    await page.getByTestId('field-evidence').getByText('Observed').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await expect.poll(() => edits(page)).toHaveLength(1);
    await page.keyboard.press('Space');
    await expect.poll(() => edits(page)).toHaveLength(2);
    const [first, second] = await edits(page);
    expect(first).toMatchObject({ fields: { evidence: { to: 'assumed' } } });
    expect(second).toMatchObject({ fields: { evidence: 'clear' } });
  });

  test('a channel is offered by name, kept by its key; an own channel stays as written', async () => {
    const page = await openMap();
    await click(page, await cardOf(page, 'Comparison site'));
    const field = page.getByTestId('field-channel');
    await field.fill('mob');
    await page.getByRole('option', { name: 'Mobile app' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => edits(page)).toHaveLength(1);
    await field.fill('Kiosk in the hall');
    await page.keyboard.press('Enter');
    await expect.poll(() => edits(page)).toHaveLength(2);
    const [first, second] = await edits(page);
    expect(first).toMatchObject({ fields: { touchpoint: { to: { channel: 'mobileApp' } } } });
    expect(second).toMatchObject({ fields: { touchpoint: { to: { channel: 'Kiosk in the hall' } } } });
  });

  test('an icon is found by its name and chosen by keys', async () => {
    const page = await openMap();
    await click(page, await cardOf(page, PAIN));
    await page.getByText('Look', { exact: true }).click();
    await page.getByTestId('field-icon').click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.type('credit');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => edits(page))
      .toEqual([{ type: 'updateCards', cards: [expect.any(String)], fields: { icon: { to: 'credit-card' } } }]);
    await expect.poll(() => page.getByTestId('field-icon').textContent()).toContain('credit card');
  });

  test('a picture is chosen by the host, and taken off again', async () => {
    const page = await openMap();
    await click(page, await cardOf(page, PAIN));
    await page.getByText('Look', { exact: true }).click();
    await page.getByTestId('picture-choose').click();
    await page.getByRole('img', { name: 'storm.png' }).waitFor();
    await page.getByTestId('picture-remove').click();
    await page.getByTestId('picture-choose').waitFor();
    expect(await edits(page)).toMatchObject([{ fields: { image: 'clear' } }]);
  });

  test('a persona gets a picture, and gives it up again', async () => {
    const page = await openMap();
    await page.getByTestId('personas').getByRole('button').first().click();
    await page.getByTestId('picture-choose').click();
    await page.getByRole('img', { name: 'storm.png' }).waitFor();
    await page.getByTestId('picture-remove').click();
    await page.getByTestId('picture-choose').waitFor();
    expect(await edits(page)).toMatchObject([{ type: 'updatePersona', fields: { picture: 'clear' } }]);
  });

  test('an emotion point is moved by half steps and set exactly', async () => {
    const page = await openMap();
    await click(page, 'score_3');
    await page.getByTestId('field-level').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => edits(page)).toHaveLength(1);
    const exact = page.getByTestId('field-level-exact');
    await exact.fill('9');
    await page.keyboard.press('Enter');
    await page.getByText('Write a number from −2 to +2, such as 1.5.').waitFor();
    await exact.fill('−1,3');
    await page.keyboard.press('Enter');
    await expect.poll(() => edits(page)).toHaveLength(2);
    expect((await edits(page)).at(-1)).toEqual({
      type: 'setEmotion',
      lane: 'lane_emotion',
      step: 'step_3',
      persona: null,
      fields: { tenths: -13 },
    });
    await expect.poll(() => exact.inputValue()).toBe('−1.3');
  });

  test('a width is a number within bounds, or empty for the automatic one', async () => {
    const page = await openMap();
    await click(page, 'step_3');
    const field = page.getByTestId('field-width');
    expect(await field.getAttribute('placeholder')).toBe('Automatic');
    await field.fill('12');
    await page.keyboard.press('Enter');
    await page.getByText('Write a number from 48 to 4000.').waitFor();
    expect(await field.inputValue()).toBe('12');
    await field.fill('260');
    await page.keyboard.press('Enter');
    await field.fill('');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => edits(page))
      .toEqual([
        { type: 'updateStep', step: 'step_3', fields: { width: { to: 260 } } },
        { type: 'updateStep', step: 'step_3', fields: { width: 'clear' } },
      ]);
  });
});

describe('what belongs together', () => {
  test('a pain point leads to its solution, loses it, and gets another by keys', async () => {
    const page = await openMap();
    const pain = await cardOf(page, PAIN);
    await click(page, pain);
    const solved = page.getByTestId('links-solvesTo');
    await solved.getByText('Estimate first, certificate later').waitFor();
    await solved.getByRole('button', { name: /^Remove the link to Estimate/ }).click();
    await expect.poll(() => solved.getByTestId('link-end').count()).toBe(0);
    await page.getByTestId('link-solution').click();
    await page.getByLabel('Find a card').fill('price range');
    await page.keyboard.press('Enter');
    await expect.poll(() => solved.getByTestId('link-end').count()).toBe(1);
    const [first, second] = await edits(page);
    expect(first).toEqual({ type: 'remove', ids: ['link_1'] });
    // As the arrow is drawn: from the pain point down to what solves it.
    expect(second).toMatchObject({ type: 'addLink', from: { card: pain }, kind: 'solves' });
    await solved.getByTestId('link-end').getByRole('button').first().click();
    await expect.poll(() => title(page)).toBe('Solution');
    await page.getByTestId('links-solvesFrom').getByText(PAIN).waitFor();
  });

  test('personas are added, ordered, made primary and removed', async () => {
    const page = await openMap();
    await page.getByTestId('add-persona').click();
    await expect.poll(() => title(page)).toBe('Persona');
    await page.getByTestId('field-name').fill('Remy');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Escape');
    const list = page.getByTestId('personas').locator('li');
    await expect.poll(() => list.allTextContents()).toHaveLength(2);
    const choose = async (item: string) => {
      await page.getByRole('button', { name: 'More for Remy' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await choose('Move up');
    await expect.poll(async () => (await list.allTextContents())[0]).toMatch(/Remy/);
    await choose('Make primary');
    await expect.poll(async () => (await list.allTextContents())[0]).toMatch(/Remy\s*Primary/);
    await choose('Remove persona');
    await expect.poll(() => list.count()).toBe(1);
  });

  test('a hidden lane is shown again from the map’s fields', async () => {
    const page = await openMap();
    await click(page, 'lane_backstage');
    await page.getByTestId('field-hidden').click();
    await page.getByTestId('hidden-lanes').getByRole('button', { name: 'Show Backstage' }).click();
    await page.locator('g[data-node=lane_backstage]').waitFor({ state: 'attached' });
    await expect.poll(() => page.getByTestId('hidden-lanes').count()).toBe(0);
  });

  test('a review that is due is said, and done with one press', async () => {
    const page = await openMap();
    await page.getByText('Review', { exact: true }).click();
    await page.getByTestId('field-next-review').fill('12 March 2020');
    await page.keyboard.press('Enter');
    await page.getByText('Overdue since 12 March 2020').waitFor();
    await page.getByTestId('field-cycle').selectOption('6');
    await page.getByRole('button', { name: 'Reviewed today' }).click();
    await expect.poll(() => page.getByTestId('review-overdue').count()).toBe(0);
    const today = new Date().toISOString().slice(0, 4);
    expect(JSON.stringify((await edits(page)).at(-1))).toContain(`"last":"${today}`);
    await page.getByTestId('field-next-review').fill('soon');
    await page.keyboard.press('Enter');
    await page.getByText(/^Write a day, such as/).waitFor();
  });
});
