import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as viewport from '../../src/canvas/viewport';

const at = fc.record({
  x: fc.double({ min: -4000, max: 4000, noNaN: true }),
  y: fc.double({ min: -4000, max: 4000, noNaN: true }),
});
const view = fc.record({
  x: fc.double({ min: -4000, max: 4000, noNaN: true }),
  y: fc.double({ min: -4000, max: 4000, noNaN: true }),
  scale: fc.double({ min: viewport.MIN_SCALE, max: viewport.MAX_SCALE, noNaN: true }),
});
const size = fc.record({ width: fc.integer({ min: 300, max: 9000 }), height: fc.integer({ min: 300, max: 9000 }) });
const screen = fc.record({ width: fc.integer({ min: 500, max: 3000 }), height: fc.integer({ min: 400, max: 2000 }) });

test('a point goes to the screen and back', () => {
  fc.assert(
    fc.property(view, at, (v, point) => {
      const back = viewport.toSheet(v, viewport.toScreen(v, point));
      expect(back.x).toBeCloseTo(point.x, 6);
      expect(back.y).toBeCloseTo(point.y, 6);
    }),
  );
});

test('what is under the pointer stays under it while zooming', () => {
  fc.assert(
    fc.property(view, at, fc.double({ min: 0.01, max: 20, noNaN: true }), (v, pointer, scale) => {
      const under = viewport.toSheet(v, pointer);
      const zoomed = viewport.zoomAt(v, pointer, scale);
      const after = viewport.toSheet(zoomed, pointer);
      expect(after.x).toBeCloseTo(under.x, 4);
      expect(after.y).toBeCloseTo(under.y, 4);
      expect(zoomed.scale).toBeGreaterThanOrEqual(viewport.MIN_SCALE);
      expect(zoomed.scale).toBeLessThanOrEqual(viewport.MAX_SCALE);
    }),
  );
});

test('the sheet can never be lost', () => {
  fc.assert(
    fc.property(view, size, screen, (v, sheet, window) => {
      const kept = viewport.keepInSight(v, sheet, window);
      const shown = viewport.rectToScreen(kept, { x: 0, y: 0, ...sheet });
      expect(shown.x).toBeLessThan(window.width);
      expect(shown.y).toBeLessThan(window.height);
      expect(shown.x + shown.width).toBeGreaterThan(0);
      expect(shown.y + shown.height).toBeGreaterThan(0);
      expect(viewport.keepInSight(kept, sheet, window)).toEqual(kept);
    }),
  );
});

test('fitted, the whole sheet is in the window unless that is smaller than the least scale', () => {
  fc.assert(
    fc.property(size, screen, (sheet, window) => {
      const fitted = viewport.fitAll(sheet, window);
      if (fitted.scale === viewport.MIN_SCALE) return;
      expect(viewport.contains(viewport.visibleRect(fitted, window), { x: 0, y: 0, ...sheet })).toBe(true);
    }),
  );
});

test('all of a map of 10,000 cards fits in a small window', () => {
  const [sheet, window] = [
    { width: 7592, height: 21_672 },
    { width: 900, height: 620 },
  ];
  const fitted = viewport.fitAll(sheet, window);
  expect(viewport.contains(viewport.visibleRect(fitted, window), { x: 0, y: 0, ...sheet })).toBe(true);
});

test('a map opens readable: as wide as the window, or at its top left', () => {
  const wide = viewport.openingView({ width: 1520, height: 1240 }, { width: 1280, height: 748 });
  expect(wide.scale).toBeCloseTo((1280 - 56) / 1520);
  const huge = viewport.openingView({ width: 20_000, height: 3000 }, { width: 1280, height: 748 });
  expect(huge.scale).toBeGreaterThan(0.6);
  expect(huge).toMatchObject({ x: viewport.DESK, y: viewport.DESK });
  const small = viewport.openingView({ width: 600, height: 400 }, { width: 1280, height: 748 });
  expect(small).toMatchObject({ scale: 1, x: 340 });
});

test('steps of the zoom control go both ways and end', () => {
  let scale = 0.37;
  for (let step = 0; step < 40; step++) scale = viewport.nextStep(scale, true);
  expect(scale).toBe(viewport.MAX_SCALE);
  for (let step = 0; step < 40; step++) scale = viewport.nextStep(scale, false);
  expect(scale).toBe(viewport.MIN_SCALE);
});

test('revealing moves no more than is needed', () => {
  const window = { width: 1000, height: 700 };
  const view = { x: 0, y: 0, scale: 1 };
  expect(viewport.reveal(view, { x: 400, y: 300, width: 100, height: 50 }, window)).toEqual(view);
  const moved = viewport.reveal(view, { x: 1200, y: 300, width: 100, height: 50 }, window);
  expect(moved).toEqual({ x: -348, y: 0, scale: 1 });
});
