// Presenting in the real window: keys of slide shows and clickers, full screen, and editing in between.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { exported, worded } from "./acts.mjs";
import { cli, node, open, place, shot } from "./app.mjs";
import { Key } from "./driver.mjs";

let here;
let window;
let map;

before(async () => {
  here = await place();
  const file = `${here.folder}/map.json`;
  await cli("new", "--template", "flood-insurance", "-o", file);
  const begun = JSON.parse(await readFile(file, "utf8"));
  begun.notes = [{ id: "note_tobesaid", x: 420, y: 40, width: 160, text: "Ask who was in the flood of 2016" }];
  await writeFile(file, JSON.stringify(begun));
  [map] = (await cli("import", file, "--library", here.library)).split("\t");
  window = await open(here.library);
  await window.click(`[data-testid="map-card"][data-map="${map}"]`);
  await window.find('[data-testid="canvas"] [data-role="card"]');
});

after(async () => {
  await window?.close();
  await here?.done();
});

const PLACE = '[data-testid="present-place"]';
const where = () => window.text(PLACE);
const gone = (selector, what) => window.until(async () => (await window.all(selector)).length === 0, what, 5);

/** Waits until the camera stands: two looks in a row see the same. */
async function still() {
  let last;
  await window.until(async () => {
    const now = JSON.stringify(await window.run("return document.querySelector('[data-testid=present-veil] path')?.getAttribute('d');"));
    const same = now === last;
    last = now;
    return same;
  }, "the camera to stand", 5);
}

test("the journey is shown stop by stop, on the whole screen, and left as it was", async () => {
  const before = await window.box(node(worded(await exported(here, map), "Local TV news").id));
  await window.click('[data-testid="present-open"]');
  await window.find(PLACE, 5);
  await window.until(() => window.run("return innerHeight === screen.height;"), "the whole screen", 5);
  await still();
  await shot(window, "present-first");
  const seen = [await where()];
  const count = Number(/of (\d+)/.exec(seen[0])[1]);
  assert.ok(count > 1, seen[0]);
  for (let at = 1; at < count; at++) {
    await window.keys(at % 2 ? Key.PageDown : Key.Right);
    await window.until(async () => (await where()) !== seen.at(-1), "another stop", 5);
    seen.push(await where());
  }
  await still();
  await shot(window, "present-last");
  await window.keys(Key.Home);
  await window.until(async () => (await where()) === seen[0], "the first stop", 5);
  await window.keys("n");
  await window.until(async () => /2016/.test(await window.text('[data-testid="present-notes"]')), "the note that lies there", 5);
  await still();
  await shot(window, "present-notes");
  await window.keys("n", "o");
  await window.find('[data-testid="present-stops"] button', 5);
  await shot(window, "present-overview");
  await window.keys("o", Key.Escape);
  await gone(PLACE, "the end of the presentation");
  await window.until(async () => {
    assert.deepEqual(await window.box(node(worded(await exported(here, map), "Local TV news").id)), before);
    return true;
  }, "the map where it stood", 5);
});

test("lanes come one by one, and a card is edited while the room looks on", async () => {
  await window.keys(Key.F5);
  await window.find(PLACE, 5);
  await window.keys("r");
  await still();
  await shot(window, "present-lanes");
  await window.keys("r");
  await still();
  const card = worded(await exported(here, map), "Local TV news");
  await window.keys(Key.Home);
  await still();
  await window.click(node(card.id));
  await window.keys(Key.Enter);
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys(Key.End, ", and radio", Key.Escape);
  await window.until(async () => worded(await exported(here, map), "Local TV news, and radio"), "the text in the library");
  await window.keys(Key.Escape, Key.Escape);
  await gone(PLACE, "the end of the presentation");
});
