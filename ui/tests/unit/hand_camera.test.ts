import { expect, test } from 'vitest';
import { Camera } from '../../src/canvas/camera.svelte';
import { Pinch } from '../../src/canvas/pinch';

const sheet = { width: 2000, height: 1500 };
const window = { width: 800, height: 600 };

function camera(key: string | null = null): Camera {
  const made = new Camera(() => sheet, key);
  made.resize(window);
  return made;
}

test('a map that is opened again stands where it was left', () => {
  const first = camera('map_a');
  first.zoomTo(1.5);
  first.panBy(-120, -80);
  expect(camera('map_a').view).toEqual(first.view);
  expect(camera('map_b').view).not.toEqual(first.view);
});

test('what headings cover counts as outside of the window', () => {
  const eye = camera();
  eye.zoomTo(1);
  eye.panBy(-400, -400);
  const under = { x: 700, y: eye.toSheet({ x: 0, y: 60 }).y, width: 100, height: 40 };
  const before = eye.view;
  eye.reveal(under);
  expect(eye.view).toEqual(before);
  eye.reveal(under, { top: 110, left: 0 });
  expect(eye.toScreen(under).y).toBeCloseTo(118);
  expect(eye.view.x).toBe(before.x);
});

test('a selection is brought to the middle, never larger than it is good to read', () => {
  const eye = camera();
  eye.show({ x: 900, y: 700, width: 100, height: 40 });
  expect(eye.view.scale).toBe(1.5);
  const shown = eye.toScreen({ x: 900, y: 700, width: 100, height: 40 });
  expect(shown.x + shown.width / 2).toBeCloseTo(400);
  expect(shown.y + shown.height / 2).toBeCloseTo(300);
  eye.show({ x: 100, y: 100, width: 1600, height: 200 });
  expect(eye.view.scale).toBeCloseTo(704 / 1600);
});

test('two fingers zoom round their middle and move the sheet with them', () => {
  const eye = camera();
  eye.zoomTo(1);
  const pinch = new Pinch(eye);
  expect(pinch.down(1, { x: 300, y: 300 })).toBe(false);
  expect(pinch.down(2, { x: 500, y: 300 })).toBe(true);
  const held = eye.toSheet({ x: 400, y: 300 });
  pinch.move(1, { x: 200, y: 300 });
  pinch.move(2, { x: 600, y: 300 });
  expect(eye.view.scale).toBeCloseTo(2);
  const now = eye.toSheet({ x: 400, y: 300 });
  expect(now.x).toBeCloseTo(held.x);
  expect(now.y).toBeCloseTo(held.y);
  pinch.up(1);
  expect(pinch.active).toBe(false);
  const { view } = eye;
  pinch.move(2, { x: 300, y: 100 });
  expect(eye.view).toEqual(view);
});
