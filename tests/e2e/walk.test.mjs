// Taking the journey oneself, in the real window: from the desktop's menu to the scores on the cards.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { enlarge, exported, focused, imported, mapped, openMenu, still, tabTo } from "./acts.mjs";
import { node, open, place, run, saved, shot } from "./app.mjs";
import { Key } from "./driver.mjs";
import { frame, screen } from "./screen.mjs";

let here;
let window;
let map;
let pristine;

before(async () => {
  here = await place();
  map = await imported(here, "flood-insurance");
  pristine = await exported(here, map);
  window = await open(here.library);
  await mapped();
  await enlarge(window, 1280, 800);
  await window.click(`[data-testid="map-card"][data-map="${map}"]`);
  await window.find('[data-testid="canvas"] [data-role="card"]');
});

after(async () => {
  await window?.close();
  await here?.done();
});

const STOP = '[data-testid="walk-stop"]';
const stop = () => window.attribute(STOP, "data-card");
const gone = (selector, what) => window.until(async () => (await window.all(selector)).length === 0, what, 5);

/** Waits until the map in the library is as `check` wants it; `check` throws until then. */
const kept = (check) =>
  window.until(async () => {
    await check(await exported(here, map));
    return true;
  }, "the map in the library", 8);

/** Goes on to another touchpoint; the card of it. */
async function onwards(...keys) {
  const before = await stop();
  await window.keys(...keys);
  return window.until(async () => (await stop()) !== before && (await stop()), "another touchpoint", 5);
}

/** Fails where anything of the editor shines through beside the column of the walk: one colour is there. */
async function assertBare() {
  const [column, at, shown] = [await window.box('[data-testid="walk-start"]'), await frame(), await screen()];
  const height = await window.run("return innerHeight;");
  const top = at.y + at.height - height;
  const colours = new Set();
  for (let y = top + 100; y < top + height - 20; y++) {
    for (let x = at.x + 4; x < at.x + Math.round(column.x) - 10; x++) {
      const from = y * shown.row + x * shown.step;
      colours.add(shown.pixels.readUIntLE(from, 3));
    }
  }
  assert.equal(colours.size, 1, `${colours.size} colours beside the walk`);
}

test("a round is walked with the keyboard alone, and every word of it is in the map", async () => {
  // As the desktop has it: the walk is the last but one of its View menu.
  await openMenu(window, "v");
  await run("xdotool", ["key", "--delay", "150", "End", "Up", "Return"]);
  await focused(window, '[data-testid="walk-tester"]');
  await still(window);
  await shot(window, "walk-start");
  await assertBare();
  await window.keys("Ada", Key.Enter);
  await window.find(STOP, 5);
  const count = Number(/of (\d+)/.exec(await window.text('[data-testid="walk-place"]'))[1]);
  assert.ok(count > 2, `${count} touchpoints`);
  const first = await stop();
  await window.keys("3");
  await kept(({ ratings }) => assert.deepEqual(ratings.map(({ card, points }) => [card, points]), [[first, 3]]));
  await tabTo(window, '[data-testid="walk-impression"]');
  await window.keys("Nobody told me");
  await shot(window, "walk-stop");
  const second = await onwards(Key.PageDown);
  // A 0 right behind a 1 makes it a 10.
  await window.keys("10");
  await kept(({ ratings }) => assert.deepEqual(new Map(ratings.map(({ card, points }) => [card, points])), new Map([[first, 3], [second, 10]])));
  for (let at = 3; at <= count; at++) await onwards(Key.PageDown);
  await window.keys(Key.PageDown);
  await window.find('[data-testid="walk-end"]', 5);
  await still(window);
  await shot(window, "walk-end");
  await kept(({ testRounds, ratings }) => {
    assert.deepEqual(testRounds.map(({ tester }) => tester), ["Ada"]);
    assert.match(testRounds[0].on, /^\d{4}-\d\d-\d\d$/);
    const said = ratings.find(({ card }) => card === first);
    assert.deepEqual([said.round, said.points, said.impression], [testRounds[0].id, 3, "Nobody told me"]);
    assert.equal(ratings.length, 2, "touchpoints that were passed over have no rating");
  });
});

/** What of a card's picture is text. */
const words = (card) => window.run("return [...document.querySelectorAll(arguments[0] + ' text')].map((one) => one.textContent);", node(card));

test("the means of all rounds stand on the cards once they are asked for", async () => {
  const { ratings } = await exported(here, map);
  const ten = ratings.find(({ points }) => points === 10).card;
  await tabTo(window, '[data-testid="walk-show"]');
  await window.keys(" ");
  await kept(({ map }) => assert.equal(map.ratingsShown, true));
  await window.keys(Key.Escape);
  await gone('[data-testid="walk"]', "the map to come back");
  await window.until(async () => (await words(ten)).some((text) => text.includes("10")), "the mean on its card", 5);
  await shot(window, "walk-shown");
});

test("undo takes the round back word by word, and redo brings it again", async () => {
  const walked = await exported(here, map);
  await window.run("document.querySelector('[role=\"grid\"]').focus();");
  const is = (file) => kept((now) => assert.deepEqual(now, file));
  let undos = 0;
  for (; undos < 12 && JSON.stringify(await exported(here, map)) !== JSON.stringify(pristine); undos++) {
    await window.keys([Key.Control, "z"]);
    await saved(window);
  }
  await is(pristine);
  for (; undos > 0; undos--) await window.keys([Key.Control, Key.Shift, "z"]);
  await is(walked);
});
