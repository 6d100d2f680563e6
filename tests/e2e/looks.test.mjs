// The looks of the real window: light and dark, the size of its text, dialogs that have a height, emoji in
// colour, and what axe finds.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { closeByTheDesktop, ended, noDialog } from "./acts.mjs";
import { cli, open, place, run, saved, shot } from "./app.mjs";
import { Key } from "./driver.mjs";
import { decode } from "./picture.mjs";
import { frame } from "./screen.mjs";

let here;
let window;

before(async () => {
  here = await place();
  const file = `${here.folder}/emoji.waymark.json`;
  await cli("new", "--template", "four-row-starter", "-o", file);
  const map = JSON.parse(await readFile(file, "utf8"));
  map.map.title = "😀😀😀😀";
  await writeFile(file, JSON.stringify(map));
  window = await open(here.library, file);
  await window.find('[data-testid="canvas"] [data-role="step"]');
});

after(async () => {
  await window?.close();
  await here?.done();
});

test("dark and larger text hold at once, and after a restart", async () => {
  const size = () => window.run("return parseFloat(getComputedStyle(document.querySelector('[data-testid=\"editor-title\"]')).fontSize);");
  const dark = () => window.run("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).every((part) => Number(part) < 60);");
  const normal = await size();
  await window.keys([Key.Control, ","]);
  await window.find("dialog[open]");
  const box = await window.box("dialog[open]");
  assert.ok(box.height > 300, `the dialog is ${box.height} px high`);
  await window.click('[data-testid="appearance-dark"]');
  await window.until(dark, "the dark look");
  // Segments of text sizes: the fourth is 130 %.
  await window.click("dialog[open] .segments label:nth-child(4)");
  await window.until(async () => (await size()) > normal * 1.2, "larger text");
  await shot(window, "looks-preferences-dark-130");
  await window.keys(Key.Escape);
  await noDialog(window);
  await window.keys("?");
  await window.find('[data-testid="shortcuts"]');
  const sheet = await window.box("dialog[open]");
  assert.ok(sheet.height > 300, `the dialog is ${sheet.height} px high`);
  await shot(window, "looks-shortcuts-dark-130");
  await window.keys(Key.Escape);
  await saved(window);
  const larger = await size();
  await closeByTheDesktop();
  await ended(here.library);
  await window.abandon();
  window = await open(here.library);
  await window.click('[data-testid="map-card"]');
  await window.find('[data-testid="editor-title"]');
  assert.equal(await size(), larger);
  assert.ok(await dark());
});

test("emoji are in colour, on the sheet and while one writes", async () => {
  const title = '[data-testid="canvas"] [data-role="title"]';
  await window.click(title);
  await window.keys(Key.Enter);
  const yellow = async (selector) => {
    const box = await window.box(selector);
    const at = await frame();
    // The page ends where the window ends; the menu bar is above it.
    const top = at.y + at.height - (await window.run("return innerHeight;"));
    const file = `${here.folder}/screen.png`;
    await run("scrot", ["--overwrite", file]);
    const { width, rgb } = decode(await readFile(file));
    let count = 0;
    for (let y = Math.round(top + box.y); y < top + box.y + box.height; y++) {
      for (let x = Math.round(at.x + box.x); x < at.x + box.x + box.width; x++) {
        const [red, green, blue] = rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3);
        if (red > 200 && green > 150 && blue < 130) count++;
      }
    }
    return count;
  };
  await window.find('[data-testid="text-editor"]');
  // Nothing selected, so that the faces have their own colour.
  await window.keys(Key.End);
  await window.until(async () => (await yellow('[data-testid="text-editor"]')) > 300, "yellow faces in the text field");
  await shot(window, "looks-emoji-field");
  await window.keys(Key.Escape);
  await window.until(async () => (await window.all('[data-testid="text-editor"]')).length === 0, "the field to close");
  await window.until(async () => (await yellow(title)) > 300, "yellow faces on the sheet");
});

test("axe finds nothing wrong on the screens of the real window", { timeout: 120_000 }, async () => {
  const axe = await readFile("ui/node_modules/axe-core/axe.min.js", "utf8");
  const faults = async () => {
    // Colours fade in; half-way they would be judged for what they are not.
    await sleep(300);
    await window.run(`if (!window.axe) { ${axe} }`);
    return window.runAsync(`const done = arguments[arguments.length - 1];
      axe.run().then(({ violations }) => done(violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html.slice(0, 120)).join(" | "))), (problem) => done([String(problem)]));`);
  };
  const shut = async () => {
    await window.keys(Key.Escape);
    await noDialog(window);
  };
  const found = { editor: await faults() };
  for (const [name, go] of Object.entries({
    export: () => window.click('[data-testid="export-open"]'),
    preferences: () => window.keys([Key.Control, ","]),
    shortcuts: () => window.keys("?"),
  })) {
    await go();
    await window.find("dialog[open]");
    found[name] = await faults();
    await shut();
  }
  await window.click('[data-testid="editor-back"]');
  await window.find('[data-testid="map-card"]');
  found.library = await faults();
  await window.click('[data-testid="library-new"]');
  await window.find('[data-testid="template-card"]');
  found.newMap = await faults();
  await shut();
  assert.deepEqual(found, { editor: [], export: [], preferences: [], shortcuts: [], library: [], newMap: [] });
});
