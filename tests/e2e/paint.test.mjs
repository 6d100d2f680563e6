// What is on the screen is what is exported: the canvas in the real web view beside the PNG painter's
// picture of the same map, square by square.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { cli, open, place, run } from "./app.mjs";
import { decode } from "./picture.mjs";

/** Side of the squares that are compared, px. */
const SQUARE = 24;
/**
 * How far two squares may be apart: the mean difference of their channels, of 255. The two painters round
 * the edges of letters and corners each in its own way; a line of text that stands one pixel elsewhere
 * makes more than twice that, and one that is missing much more.
 */
const TOLERANCE = 11;
/** The same over the whole picture. */
const TOLERANCE_OVERALL = 1.2;

let here;
let window;

before(async () => {
  here = await place();
});

after(async () => {
  await window?.close();
  await here?.done();
});

test("the canvas at 100 % is the PNG export", async () => {
  const json = `${here.folder}/map.json`;
  const png = `${here.folder}/map.png`;
  await cli("new", "--template", "flood-insurance", "-o", json);
  await cli("import", json, "--library", here.library);
  await cli("export", json, "-o", png);
  const exported = decode(await readFile(png));

  window = await open(here.library);
  await window.click('[data-testid="map-card"]');
  await window.find('[data-testid="canvas"] [data-role="card"]');
  await window.click('[data-testid="zoom-percent"]');
  // Text and pictures that are still on their way, and whatever fades in.
  await sleep(2000);

  const paper = await window.box('[data-testid="canvas"] .paper');
  const canvas = await window.box('[data-testid="canvas"]');
  const shown = await screen();
  const origin = await pageOrigin();

  // What of the paper lies free: headings that stay and the controls at the foot cover the rest.
  const left = Math.max(canvas.x, paper.x) + 176;
  const top = Math.max(canvas.y, paper.y) + 160;
  const right = Math.min(canvas.x + canvas.width, paper.x + paper.width) - 16;
  const bottom = Math.min(canvas.y + canvas.height, paper.y + paper.height) - 96;
  let sum = 0;
  let squares = 0;
  const worst = { difference: 0, x: 0, y: 0 };
  for (let y = Math.ceil(top); y + SQUARE <= bottom; y += SQUARE) {
    for (let x = Math.ceil(left); x + SQUARE <= right; x += SQUARE) {
      const onScreen = { x: x + origin.x, y: y + origin.y };
      const onSheet = { x: Math.round(x - paper.x), y: Math.round(y - paper.y) };
      const difference = apart(shown, onScreen, exported, onSheet);
      if (difference > worst.difference) Object.assign(worst, { difference, ...onSheet });
      sum += difference;
      squares++;
    }
  }
  assert.ok(squares > 100, `only ${squares} squares lie free`);
  assert.ok(
    worst.difference <= TOLERANCE && sum / squares <= TOLERANCE_OVERALL,
    `screen and export differ by ${(sum / squares).toFixed(2)} of 255 (${squares} squares), at most by ${worst.difference.toFixed(1)}, at ${worst.x}, ${worst.y} of the sheet`,
  );
});

/** The X screen itself: WebKitWebDriver's own screenshots hang without a GPU. */
async function screen() {
  const file = `${here.folder}/screen.png`;
  await run("scrot", ["--overwrite", file]);
  return decode(await readFile(file));
}

/** Where the page's corner lies on the screen, px: the real pointer tells. */
async function pageOrigin() {
  await window.run("addEventListener('mousemove', (event) => { window.pointed = [event.clientX, event.clientY]; });");
  const at = { x: 0, y: 0 };
  const seen = await window.until(async () => {
    at.x = 500 + Math.round(Math.random() * 40);
    at.y = 400 + Math.round(Math.random() * 40);
    await run("xdotool", ["mousemove", String(at.x), String(at.y)]);
    await sleep(150);
    return window.run("return window.pointed ?? null;");
  }, "the pointer in the page");
  return { x: at.x - seen[0], y: at.y - seen[1] };
}

function apart(a, atA, b, atB) {
  let sum = 0;
  for (let y = 0; y < SQUARE; y++) {
    for (let x = 0; x < SQUARE; x++) {
      const i = ((atA.y + y) * a.width + atA.x + x) * 3;
      const j = ((atB.y + y) * b.width + atB.x + x) * 3;
      for (let channel = 0; channel < 3; channel++) sum += Math.abs(a.rgb[i + channel] - b.rgb[j + channel]);
    }
  }
  return sum / (SQUARE * SQUARE * 3);
}
