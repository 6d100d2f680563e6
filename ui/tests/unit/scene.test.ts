import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WireNode, WireScene } from '../../src/host';
import { between } from '../../src/host/fake/patch';
import { PatchMismatch, SceneMirror } from '../../src/mirror/scene';
import { SheetIndex } from '../../src/mirror/sheet_index';

function node(id: number, x: number, text: number): WireNode {
  return {
    id: `card_${id}`,
    role: 'card',
    x: x * 100,
    y: id * 7,
    width: 90,
    height: 20,
    label: `Card ${id}`,
    cell: { row: 0, column: x, columns: 1 },
    edit: null,
    fragment: `<text>${text}</text>`,
  };
}

function scene(nodes: WireNode[]): WireScene {
  return {
    width: 100 + nodes.length,
    height: 100,
    paper: '#ffffff',
    grid: { x: 0, y: 0, width: 100, height: 100 },
    theme: 'calm',
    language: 'en',
    title: 'A map',
    nodes,
  };
}

// Few ids, few places and few texts: nodes stay, move, change, come, go and swap often.
const scenes = fc
  .uniqueArray(fc.tuple(fc.nat(11), fc.nat(3), fc.nat(2)), { selector: ([id]) => id, maxLength: 12 })
  .map((list) => scene(list.map(([id, x, text]) => node(id, x, text))));

test('a patch turns one scene into the next, in the same paint order', () => {
  fc.assert(
    fc.property(scenes, scenes, (old, next) => {
      const mirror = SceneMirror.of(old);
      mirror.apply(between(old, next));
      expect(mirror.nodes()).toEqual(next.nodes);
      expect(mirror.width).toBe(next.width);
    }),
    { numRuns: 400 },
  );
});

test('after a patch the index finds exactly what a walk over all nodes finds', () => {
  const areas = fc.record({ x: fc.nat(400), y: fc.nat(90), width: fc.nat(200), height: fc.nat(60) });
  fc.assert(
    fc.property(scenes, scenes, scenes, areas, (first, second, third, area) => {
      const mirror = SceneMirror.of(first);
      mirror.apply(between(first, second));
      mirror.apply(between(second, third));
      const naive = third.nodes.filter(
        (other) =>
          other.x <= area.x + area.width &&
          other.x + other.width >= area.x &&
          other.y <= area.y + area.height &&
          other.y + other.height >= area.y,
      );
      expect(mirror.within(area)).toEqual(naive);
    }),
    { numRuns: 400 },
  );
});

test('an index of many nodes finds the same as a walk, before and after some of them moved', () => {
  const box = fc.record({ x: fc.nat(900), y: fc.nat(900), width: fc.nat(60), height: fc.nat(60) });
  const moves = fc.array(fc.tuple(fc.nat(199), box), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(box, { minLength: 60, maxLength: 200 }), moves, box, (boxes, moved, area) => {
      const touches = (other: typeof area) =>
        other.x <= area.x + area.width &&
        other.x + other.width >= area.x &&
        other.y <= area.y + area.height &&
        other.y + other.height >= area.y;
      const naive = (list: (typeof area)[]) => list.flatMap((other, position) => (touches(other) ? [position] : []));
      const index = SheetIndex.of(boxes);
      expect(index.within(area)).toEqual(naive(boxes));
      const copy = index.copy();
      const after = [...boxes];
      for (const [at, to] of moved) {
        const position = at % boxes.length;
        copy.set(position, to);
        after[position] = to;
      }
      expect(copy.within(area)).toEqual(naive(after));
      expect(index.within(area)).toEqual(naive(boxes));
    }),
  );
});

test('nodes that move alike are told in one line', () => {
  const old = scene(Array.from({ length: 12 }, (_, id) => node(id, 0, 0)));
  const next = scene(old.nodes.map((other, id) => (id < 3 || id === 7 ? other : { ...other, y: other.y + 9 })));
  const { shifts } = between(old, next);
  expect(shifts.map(({ first, last, count, dy }) => [first, last, count, dy])).toEqual([
    ['card_3', 'card_6', 4, 9],
    ['card_8', 'card_11', 4, 9],
  ]);
  const mirror = SceneMirror.of(old);
  mirror.apply(between(old, next));
  expect(mirror.nodes()).toEqual(next.nodes);
  // A node between that the window does not have: an update was missed.
  const short = SceneMirror.of(scene(old.nodes.filter((other) => other.id !== 'card_4')));
  expect(() => short.apply(between(old, next))).toThrow(PatchMismatch);
});

test('a patched copy is the next scene, and its original still the one before', () => {
  const areas = fc.record({ x: fc.nat(400), y: fc.nat(90), width: fc.nat(200), height: fc.nat(60) });
  fc.assert(
    fc.property(scenes, scenes, scenes, areas, (first, second, third, area) => {
      const mirror = SceneMirror.of(first);
      const copy = mirror.copy();
      copy.apply(between(first, second));
      const again = copy.copy();
      again.apply(between(second, third));
      for (const [patched, shown] of [
        [copy, second],
        [again, third],
        [mirror, first],
      ] as const) {
        const fresh = SceneMirror.of(shown);
        expect(patched.nodes()).toEqual(shown.nodes);
        expect(patched.ranks()).toEqual(fresh.ranks());
        expect(patched.within(area)).toEqual(fresh.within(area));
      }
    }),
    { numRuns: 300 },
  );
});

test('the nodes that a patch touched are told, and a copy does not change with its original', () => {
  fc.assert(
    fc.property(scenes, scenes, (old, next) => {
      const mirror = SceneMirror.of(old);
      const copy = mirror.copy();
      const touched = new Set(mirror.apply(between(old, next)));
      expect(copy.nodes()).toEqual(old.nodes);
      const after = new Map(next.nodes.map((other) => [other.id, other]));
      for (const before of old.nodes) {
        if (JSON.stringify(after.get(before.id)) !== JSON.stringify(before)) expect(touched.has(before.id)).toBe(true);
      }
    }),
  );
});

test('a patch for another scene is refused and changes nothing', () => {
  const old = scene([node(1, 0, 0)]);
  const mirror = SceneMirror.of(scene([node(7, 0, 0)]));
  const patch = between(old, scene([node(1, 2, 0)]));
  expect(() => mirror.apply(patch)).toThrow(PatchMismatch);
  expect(mirror.nodes()).toEqual([node(7, 0, 0)]);
});

test('the topmost card is hit, and a point of the curve before all', () => {
  const below = { ...node(1, 0, 0), y: 0 };
  const above = { ...node(2, 0, 0), y: 0 };
  expect(SceneMirror.of(scene([below, above])).hit({ x: 10, y: 10 })?.id).toBe('card_2');
  const score: WireNode = { ...below, id: 'score_1', role: 'score' };
  expect(SceneMirror.of(scene([score, below, above])).hit({ x: 10, y: 10 })?.id).toBe('score_1');
  const line: WireNode = { ...below, id: 'map/rows', role: 'decoration' };
  expect(SceneMirror.of(scene([line])).hit({ x: 10, y: 10 })).toBeUndefined();
});
