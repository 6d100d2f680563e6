import { expect, test } from 'vitest';
import { calls, drag, failing, middle, openApp, openMap } from './page';

test('a card dragged to another cell shows its slot, is one edit, and can be taken back', async () => {
  const page = await openMap();
  const before = await middle(page, 'card_1');
  const target = await middle(page, 'card_4');
  await drag(page, 'card_1', { x: target.x, y: target.y + 40 });
  await page.getByTestId('drop-slot').waitFor();
  await expect.poll(async () => (await calls(page, 'previewEdit')).length).toBeGreaterThan(0);
  expect(await calls(page, 'applyEdit')).toHaveLength(0);
  // One question a cell that was crossed, not one a pointer event.
  expect((await calls(page, 'slotAt')).length).toBeLessThan(8);
  await page.mouse.up();

  await expect.poll(() => calls(page, 'applyEdit')).toHaveLength(1);
  const [, edit] = (await calls(page, 'applyEdit'))[0] as [string, Record<string, unknown>];
  expect(edit).toMatchObject({
    type: 'moveCards',
    cards: ['card_1'],
    lane: 'lane_actions',
    step: 'step_4',
    after: 'card_4',
  });
  await expect.poll(async () => (await middle(page, 'card_1')).x).toBeCloseTo(target.x, 0);
  expect(await page.getByTestId('drop-slot').count()).toBe(0);
  await expect.poll(() => page.getByTestId('save-state').getAttribute('data-state')).toBe('saved');
  expect(await page.getByTestId('announcements').textContent()).toContain('Moved to Actions, Joins the webinar');

  await page.getByTestId('undo').click();
  await expect.poll(async () => (await middle(page, 'card_1')).x).toBeCloseTo(before.x, 0);
  await page.getByTestId('redo').click();
  await expect.poll(async () => (await middle(page, 'card_1')).x).toBeCloseTo(target.x, 0);
});

test('Escape while dragging puts everything back', async () => {
  const page = await openMap('?panels=0');
  const before = await middle(page, 'card_3');
  // Above its middle, where the place before it is meant.
  await drag(page, 'card_1', { x: before.x, y: before.y - 4 });
  await page.getByTestId('drop-slot').waitFor();
  await expect.poll(async () => (await middle(page, 'card_3')).y).toBeGreaterThan(before.y + 20);
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await middle(page, 'card_3')).y).toBeCloseTo(before.y, 0);
  await page.mouse.up();
  expect(await calls(page, 'applyEdit')).toHaveLength(0);
});

test('text is edited over the card, in the card’s own type, and nothing typed is lost', async () => {
  const page = await openMap();
  const at = await middle(page, 'card_8');
  await page.mouse.dblclick(at.x, at.y);
  const field = page.getByTestId('text-editor');
  await field.waitFor();
  expect(await field.inputValue()).toBe('Local TV news');
  const painted = page.locator('g[data-node=card_8] text').first();
  expect(await painted.evaluate((text) => getComputedStyle(text).visibility)).toBe('hidden');
  const style = await field.evaluate((element) => {
    const { fontFamily, fontSize, color, lineHeight } = getComputedStyle(element);
    return { fontFamily, fontSize, color, lineHeight };
  });
  expect(style.fontFamily).toMatch(/^"?Inter/);
  expect(style).toMatchObject({ fontSize: '12.5px', lineHeight: '17px', color: 'rgb(35, 59, 122)' });

  await field.fill('Local TV news and the radio, both before breakfast');
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('g[data-node=card_8] text').count()).toBeGreaterThan(1);
  expect(await page.locator('g[data-node=card_8]').textContent()).toContain('radio');
  await page.keyboard.press('Control+z');
  await expect.poll(() => page.locator('g[data-node=card_8]').textContent()).toBe('Local TV news');
});

test('the editor of a text lies on the painted text, line on line', async () => {
  const page = await openMap();
  const line = page.locator('g[data-node=card_3] text').first();
  const painted = await line.boundingBox();
  const at = await middle(page, 'card_3');
  await page.mouse.dblclick(at.x, at.y);
  const box = await page.getByTestId('text-editor').boundingBox();
  if (!painted || !box) throw new Error('nothing to measure');
  expect(Math.abs(painted.x - box.x)).toBeLessThan(1.5);
  // The glyph box of a line stands in the middle of its line height.
  expect(Math.abs(painted.y + painted.height / 2 - (box.y + (17 / 2) * (painted.height / 15.13)))).toBeLessThan(2.5);
});

test('an input method’s own Enter and Escape do not end editing', async () => {
  const page = await openMap();
  const at = await middle(page, 'card_1');
  await page.mouse.dblclick(at.x, at.y);
  const field = page.getByTestId('text-editor');
  await field.waitFor();
  await field.evaluate((element) => {
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true }));
  });
  expect(await field.count()).toBe(1);
  await page.keyboard.press('Enter');
  await field.waitFor({ state: 'detached' });
});

test('an emotion point follows the pointer and stays where it is let go', async () => {
  const page = await openMap('?panels=0');
  const before = await middle(page, 'score_3');
  await drag(page, 'score_3', { x: before.x + 10, y: before.y - 50 });
  await expect.poll(async () => (await middle(page, 'score_3')).y).toBeLessThan(before.y - 44);
  expect(await calls(page, 'applyEdit')).toHaveLength(0);
  await page.mouse.up();
  await expect.poll(() => calls(page, 'applyEdit')).toHaveLength(1);
  const [, edit] = (await calls(page, 'applyEdit'))[0] as [string, { type: string; fields: { tenths: number } }];
  expect(edit).toMatchObject({ type: 'setEmotion', lane: 'lane_emotion', step: 'step_3', persona: null });
  // −0.6, and 50 px up at 3.2 px a tenth and the zoom of the window.
  expect(edit.fields.tenths).toBeGreaterThan(10);
  expect(edit.fields.tenths).toBeLessThanOrEqual(16);
  const after = await middle(page, 'score_3');
  expect(Math.abs(after.y - (before.y - 50))).toBeLessThan(4);
});

test('a press on the plus of an empty cell adds a card and writes on it; an empty one goes again', async () => {
  const page = await openMap();
  // A step to the left of the first pain point nothing lies.
  const pain = await middle(page, 'card_25');
  await page.mouse.move(pain.x - 148, pain.y);
  await page.getByTestId('add-card').click();
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.type('Hears of it at church');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('g[data-node=card_new1]').textContent()).toBe('Hears of it at church');

  await page.keyboard.press('Delete');
  await expect.poll(() => page.locator('g[data-node=card_new1]').count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('g[data-node^=card_new]').count()).toBe(0);
});

test('everything works from the keyboard', async () => {
  const page = await openApp();
  await page.getByTestId('map-card').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('g[data-node=card_1]').waitFor({ state: 'attached' });
  const heard = () =>
    page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant');
      return id ? document.getElementById(id)?.textContent?.trim() : null;
    });
  await page.keyboard.press('ArrowRight');
  await expect.poll(heard).toContain('Sees a neighbour');
  await page.keyboard.press('ArrowRight');
  await expect.poll(heard).toContain('Searches');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(heard).toContain('Blog article');

  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => calls(page, 'applyEdit')).toHaveLength(1);
  await expect.poll(heard).toContain('step Compares cover');
  await page.keyboard.press('Enter');
  await page.getByTestId('text-editor').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Broker');
  await page.keyboard.press('Enter');
  await expect.poll(heard).toContain('Broker');
  await page.keyboard.press('Control+z');
  await expect.poll(heard).toContain('Blog article');

  // An emotion point, half a point up.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(heard).toContain('Emotion -0.6');
  await page.keyboard.press('ArrowUp');
  await expect.poll(heard).toContain('Emotion -0.5');
  await page.keyboard.press('Delete');
  await expect.poll(heard).toContain('empty');

  // Headings are reached too, and Escape lets go.
  await page.keyboard.press('Escape');
  expect(await page.locator('[data-ring]').count()).toBe(0);
});

test('a large map mounts only what is near the window, and a picture stands in when it is far', async () => {
  const page = await openMap('?large');
  const mounted = () => page.locator('[data-testid=canvas] g[data-node]').count();
  await expect.poll(mounted).toBeGreaterThan(60);
  const near = await mounted();
  expect(near).toBeLessThan(500);
  expect(await page.locator('g[data-node=card_actions_0_0]').count()).toBe(1);
  expect(await page.locator('g[data-node=card_actions_40_0]').count()).toBe(0);

  await page.mouse.move(600, 400);
  await page.mouse.wheel(5000, 0);
  await expect.poll(() => page.locator('g[data-node=card_actions_40_0]').count()).toBe(1);
  expect(await page.locator('g[data-node=card_actions_0_0]').count()).toBe(0);

  await page.getByTestId('zoom-fit').click();
  await expect.poll(mounted).toBe(0);
  const picture = page.locator('[data-testid=canvas] img.picture');
  expect(await picture.isVisible()).toBe(true);
  await page.getByTestId('zoom-percent').click();
  await expect.poll(mounted).toBeGreaterThan(60);
  await expect.poll(() => picture.isVisible()).toBe(false);
});

test('nodes stay in paint order however they come into view', async () => {
  const page = await openMap('?large');
  await page.mouse.move(600, 400);
  for (const dx of [900, 900, -1500, 700]) {
    await page.mouse.wheel(dx, 0);
    await page.waitForTimeout(60);
  }
  const inOrder = await page.evaluate(() => {
    const rank = (id: string) => (id.startsWith('step_') ? 1 : id.startsWith('card_') ? 2 : 0);
    const cards = [...document.querySelectorAll<SVGGElement>('[data-testid=canvas] g[data-node]')]
      .map((group) => group.dataset.node ?? '')
      .filter((id) => /^(step|card)_/.test(id));
    const firstCard = cards.findIndex((id) => rank(id) === 2);
    return cards.slice(firstCard).every((id) => rank(id) === 2);
  });
  expect(inOrder).toBe(true);
});

test('zooming keeps what is under the pointer, and keys zoom too', async () => {
  const page = await openMap();
  const before = await middle(page, 'card_3');
  await page.mouse.move(before.x, before.y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await page.waitForTimeout(250);
  const after = await middle(page, 'card_3');
  expect(Math.abs(after.x - before.x)).toBeLessThan(2);
  expect(Math.abs(after.y - before.y)).toBeLessThan(2);
  await page.keyboard.press('Control+1');
  await expect.poll(() => page.getByTestId('zoom-percent').textContent()).toContain('100 %');
});

test('a refused edit is told calmly and the map stays as it was', async () => {
  const page = await openMap();
  await failing(page, 'applyEdit', 'The disk is full.');
  const before = await middle(page, 'card_1');
  const target = await middle(page, 'card_4');
  await drag(page, 'card_1', target);
  await page.getByTestId('drop-slot').waitFor();
  await page.mouse.up();
  await page.getByRole('alert').filter({ hasText: 'The disk is full.' }).waitFor();
  await expect.poll(async () => (await middle(page, 'card_1')).x).toBeCloseTo(before.x, 0);
});

test('the title is edited in the bar', async () => {
  const page = await openMap();
  await page.getByTestId('editor-title').fill('Cover before the storm');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('g[data-node="map/title"]').textContent()).toBe('Cover before the storm');
  await page.getByTestId('editor-back').click();
  await page.getByRole('heading', { name: 'Cover before the storm' }).waitFor();
  expect(await calls(page, 'closeMap')).toHaveLength(1);
});

test('the editor breaks lines where the layout does, on a scene of the real layout', async () => {
  const page = await openMap('?scene=/fixture/flood-insurance.scene.json&panels=0');
  const cards = await page.locator('g[data-role=card]').evaluateAll((groups) =>
    groups.map((group) => ({
      id: (group as SVGGElement).dataset.node ?? '',
      lines: [...group.querySelectorAll('text')].map((text) => text.textContent ?? ''),
    })),
  );
  const several = cards.filter((card) => card.lines.length > 1).slice(0, 6);
  expect(several).toHaveLength(6);
  for (const { id, lines } of several) {
    const at = await middle(page, id);
    await page.mouse.dblclick(at.x, at.y);
    const field = page.getByTestId('text-editor');
    await field.waitFor();
    const heights = await field.evaluate((element, text) => {
      const area = element as HTMLTextAreaElement;
      area.value = text;
      area.style.height = '0';
      return { needed: area.scrollHeight, line: Number.parseFloat(getComputedStyle(area).lineHeight) };
    }, lines.join(' '));
    expect(heights.needed / heights.line, id).toBeCloseTo(lines.length, 1);
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
  }
});
