// A map of 10,000 cards in the real window: its picture when zoomed out, and a large export that is given up.

import assert from "node:assert/strict";
import { readdir, stat } from "node:fs/promises";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { exported, mapped, middle, noDialog, pageOrigin, rings, tabTo } from "./acts.mjs";
import { answerDialog, cli, open, place, run, saved, shot } from "./app.mjs";
import { Key } from "./driver.mjs";
import { screen } from "./screen.mjs";

let here;
let window;
let map;
let origin;

before(async () => {
  here = await place();
  const file = `${here.folder}/large.json`;
  await cli("new", "--sample", "40x25x10", "-o", file);
  map = (await cli("import", file, "--library", here.library)).split("\t")[0];
  window = await open(here.library);
  await mapped();
  await window.click(`[data-testid="map-card"][data-map="${map}"]`);
  await window.find('[data-testid="canvas"] [data-role="card"]', 60);
  origin = await pageOrigin(window);
});

after(async () => {
  await window?.close();
  await here?.done();
});

const CANVAS = '[data-testid="canvas"]';
const percent = async () => Number.parseInt((await window.text('[data-testid="zoom-percent"]')).replace(/\D/g, ""), 10);

/** The address of the picture that shows the sheet; null while none does. */
const address = () =>
  window.run(
    `const picture = document.querySelector(".layer img.picture");
     const nodes = document.querySelectorAll(".layer .sheet [data-node]").length;
     const stands = picture && !picture.hidden && picture.complete && picture.naturalWidth > 100 && nodes === 0;
     return stands ? picture.src : null;`,
  );

/**
 * Waits until the sheet is shown by another picture than before, and gives its address. A zoom shows coarser ones on
 * its way, so it has to be the one that stays.
 */
async function pictured(before) {
  let last = null;
  let since = 0;
  return window.until(async () => {
    const now = await address();
    if (now !== last) since = Date.now();
    last = now;
    return now && now !== before && Date.now() - since > 1_000 && now;
  }, "the picture of the sheet");
}

/** The colours of a place of the window (px), pixel by pixel, as the screen shows them. */
async function seen({ x, y, width, height }) {
  const { row, step, pixels } = await screen();
  const found = [];
  for (let down = Math.round(origin.y + y); down < origin.y + y + height; down++) {
    for (let right = Math.round(origin.x + x); right < origin.x + x + width; right++) {
      found.push(pixels.readUIntBE(down * row + right * step, 3));
    }
  }
  return found;
}

/** The same, once it has stood still: what the pointer left or was let go of is still painted for a moment. */
async function settled(part) {
  let before = await seen(part);
  return window.until(async () => {
    await sleep(300);
    const now = await seen(part);
    const still = alike(now, before);
    before = now;
    return still && now;
  }, "a picture that stands still");
}

/** How many different colours there are. */
const colours = (pixels) => new Set(pixels).size;
const alike = (one, other) => one.every((pixel, at) => pixel === other[at]);

test("zoomed out, the map is there as a picture, which follows an edit", { timeout: 120_000 }, async () => {
  await window.keys([Key.Control, "0"]);
  const whole = await pictured();
  const paper = await window.box(".layer .paper");
  const centre = middle(paper);
  const part = { x: centre.x - 100, y: centre.y - 100, width: 200, height: 200 };
  const view = await window.box(CANVAS);
  assert.ok(paper.y >= view.y && paper.y + paper.height <= view.y + view.height, "all of it is in view");
  await window.until(async () => colours(await seen(part)) > 20, "the picture on the screen");
  await shot(window, "large-fit");

  // Nearer, but still too small to read: a card is large enough to be hit.
  while ((await percent()) < 10) await window.click('[data-testid="zoom-in"]');
  const canvas = middle(await window.box(CANVAS));
  const near = await pictured(whole);
  await shot(window, "large-near");

  const was = await exported(here, map);
  // Somewhere near the middle a card lies.
  const id = await window.until(async () => {
    const at = { x: canvas.x + Math.random() * 20, y: canvas.y + Math.random() * 20 };
    await window.pointer([["move", at.x, at.y], ["down"], ["up"]]);
    const [id] = await rings(window);
    return was.cards.some((card) => card.id === id) && id;
  }, "a selected card");
  const ring = await window.box(`[data-ring="${id}"]`);
  await window.keys(Key.Escape);
  await window.until(async () => (await rings(window)).length === 0, "nothing selected");
  await window.pointer([["move", 20, 20]]);
  const before = await settled(ring);

  await window.pointer([["move", ring.x + ring.width / 2, ring.y + ring.height / 2], ["down"], ["up"]]);
  await window.keys(Key.Delete);
  const without = await pictured(near);
  await saved(window);
  const now = await exported(here, map);
  assert.equal(now.cards.length, was.cards.length - 1);
  assert.ok(!now.cards.some((card) => card.id === id));
  await window.keys(Key.Escape);
  await window.pointer([["move", 20, 20]]);
  await window.until(async () => !alike(await seen(ring), before), "other pixels where the card was");
  await shot(window, "large-without");

  // And back: the very picture of before.
  await window.keys([Key.Control, "z"]);
  await pictured(without);
  await window.keys(Key.Escape);
  await window.pointer([["move", 20, 20]]);
  await window.until(async () => alike(await seen(ring), before), "the pixels of before");
});

test("a large export that is given up leaves no file, and the dialog can be used again", { timeout: 120_000 }, async () => {
  const folder = `${here.folder}`;
  const names = async () => (await readdir(folder)).filter((name) => /large|part/.test(name)).sort();
  const before = await names();
  const writing = () =>
    window.until(
      async () => (await names()).some((name) => name.endsWith(".part")) && (await window.all('dialog progress, [data-testid="export-cancel"]:enabled')).length === 2,
      "the file to be written",
    );
  await window.click('[data-testid="export-open"]');
  await window.click('[data-testid="export-format-png"]');
  await tabTo(window, '[data-testid="export-size"]');
  await window.keys("4");
  await window.until(() => window.run(`return document.querySelector('[data-testid="export-size"]').value === "4";`), "four times the size");
  await window.click('[data-testid="export-run"]');
  await answerDialog("Export the map", `${folder}/large.png`);
  await writing();
  await shot(window, "large-writing");
  await window.click('[data-testid="export-cancel"]');
  await window.until(async () => (await window.text("dialog .outcome"))?.includes("cancelled"), "the word that it was cancelled", 5);
  assert.deepEqual(await names(), before);
  await shot(window, "large-cancelled");

  // Escape gives it up as well, and the dialog stays.
  await window.click('[data-testid="export-run"]');
  await answerDialog("Export the map", `${folder}/large.png`);
  await writing();
  await window.keys(Key.Escape);
  await window.until(async () => (await window.text("dialog .outcome"))?.includes("cancelled"), "the word that it was cancelled", 5);
  assert.deepEqual(await names(), before);

  await window.click('[data-testid="export-format-json"]');
  await window.click('[data-testid="export-run"]');
  await answerDialog("Export the map", `${folder}/large again.json`);
  await window.until(async () => (await window.text('[data-testid="export-path"]'))?.includes("large again.json"), "“Saved to …”");
  assert.ok((await stat(`${folder}/large again.json`)).size > 1_000_000);
  await window.keys(Key.Escape);
  await noDialog(window);
});
