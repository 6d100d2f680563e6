import { expect, test } from 'vitest';
import type { CanvasSession } from '../../src/canvas/canvas_session.svelte';
import type { FileDrag, LaneFamily, Role } from '../../src/host';
import { isPicture, pictureUnder } from '../../src/panels/picture_drop';

/** A canvas at (100, 50) at double size, with one node at (10, 10) of the sheet in a lane of that family. */
function session(family: LaneFamily, role: Role = 'card'): CanvasSession {
  const node = { id: 'card_1', role, x: 10, y: 10, width: 80, height: 40, cell: { row: 0, column: 0, columns: 1 } };
  return {
    frame: () => ({ x: 100, y: 50, width: 400, height: 300 }),
    camera: {
      toSheet: ({ x, y }: { x: number; y: number }) => ({ x: x / 2, y: y / 2 }),
      toScreen: (rect: typeof node) => ({
        x: rect.x * 2,
        y: rect.y * 2,
        width: rect.width * 2,
        height: rect.height * 2,
      }),
    },
    map: {
      mirror: {
        hit: ({ x, y }: { x: number; y: number }) => (x >= 10 && x < 90 && y >= 10 && y < 50 ? node : undefined),
      },
      outline: { lanes: [{ family }] },
    },
  } as unknown as CanvasSession;
}

const over = (x: number, y: number): FileDrag => ({ kind: 'over', x, y, files: 1 });

test('a picture is dropped on a picture card, where it stands on the page', () => {
  expect(pictureUnder(session('images'), over(140, 100))).toEqual({
    card: 'card_1',
    place: { x: 120, y: 70, width: 160, height: 80 },
  });
});

test('anywhere else a file is brought in', () => {
  expect(pictureUnder(null, over(140, 100))).toBeNull();
  expect(pictureUnder(session('cards'), over(140, 100))).toBeNull();
  expect(pictureUnder(session('images', 'lane'), over(140, 100))).toBeNull();
  expect(pictureUnder(session('images'), over(110, 60))).toBeNull();
  // Beside the canvas, over a panel.
  expect(pictureUnder(session('images'), over(60, 100))).toBeNull();
});

test('only one file that is a picture can be one', () => {
  const dropped = (...paths: string[]): FileDrag => ({ kind: 'dropped', x: 0, y: 0, paths });
  expect(isPicture(dropped('/a/face.PNG'))).toBe(true);
  expect(isPicture(dropped('/a/map.json'))).toBe(false);
  expect(isPicture(dropped('/a/one.png', '/a/two.png'))).toBe(false);
  expect(isPicture({ kind: 'over', x: 0, y: 0, files: 2 })).toBe(false);
});
