// What surrounds the canvas, in the real window: the palette, the dark bar, the menus of the app and of
// the desktop, the clipboard within a map, between maps and with other programs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { clickNamed, clip, enlarge, exported, focused, fromEditMenu, listed, mapped, menus, middle, noDialog, openMenu, pageOrigin, selected, titled, worded } from "./acts.mjs";
import { newMap, node, open, place, run, saved, shot } from "./app.mjs";
import { Key } from "./driver.mjs";

let here;
let window;
let map;
let origin;
let pristine;

before(async () => {
  here = await place();
  window = await open(here.library);
  await mapped();
  await newMap(window, "flood-insurance");
  map = (await listed(here))[0].id;
  await enlarge(window, 1560, 1040);
  origin = await pageOrigin(window);
  await resting();
});

after(async () => {
  await window?.close();
  await here?.done();
});

const CANVAS = '[data-testid="canvas"]';
const BAR = '[data-testid="selection-bar"].placed';
const MENU = '[data-testid="action-menu"]:popover-open';
const at = async (id) => middle(await window.box(node(id)));
const click = (spot) => window.pointer([["move", spot.x, spot.y], ["down"], ["up"]]);
/** Keys as the desktop sends them: menus and the clipboard's editing commands hear no others. */
const desktop = (...keys) => run("xdotool", ["key", ...keys]);

/** The map as it was at first, nothing open, nothing selected, all of it in view, the keyboard on the canvas. */
async function resting() {
  await window.keys(Key.Escape, Key.Escape, [Key.Control, "0"]);
  await window.run("document.querySelector('[role=\"grid\"]').focus();");
  pristine ??= JSON.stringify(await exported(here, map));
  for (let undos = 0; undos < 20 && JSON.stringify(await exported(here, map)) !== pristine; undos++) {
    await window.keys([Key.Control, "z"]);
    await saved(window);
  }
  await window.keys(Key.Escape, Key.Escape);
  await window.until(async () => {
    const [canvas, paper] = [await window.box(CANVAS), await window.box(".layer .paper")];
    return paper.x > canvas.x && paper.x + paper.width < canvas.x + canvas.width;
  }, "the whole map", 5);
}

/** Waits for an edit that `check` (which throws until then) finds, then takes it back step by step. */
async function undone(was, check) {
  await window.until(async () => {
    await check(await exported(here, map));
    return true;
  }, "the edit", 8);
  await window.keys(Key.Escape, Key.Escape);
  for (let undos = 1; undos <= 8; undos++) {
    await saved(window);
    await window.keys([Key.Control, "z"]);
    await saved(window);
    if (JSON.stringify(await exported(here, map)) === JSON.stringify(was)) return undos;
  }
  throw new Error("eight undos did not bring the map back");
}

let chosen = 0;

/** Clicks on a card; never twice at the very same place, which would be a double click where it comes soon enough. */
async function choose(text) {
  const id = worded(await exported(here, map), text).id;
  const { x, y } = await at(id);
  await click({ x: x + (chosen++ % 2 ? 10 : -10), y });
  await selected(window, id);
  await window.find(BAR, 5);
  return id;
}

test("“/” finds what to add, and Enter adds it", async () => {
  await resting();
  const was = await exported(here, map);
  await choose("Three policies");
  await window.keys("/");
  await focused(window, '[data-testid="palette-search"]');
  await window.keys("pain");
  await window.until(async () => (await window.all('[data-testid="palette"] [data-entry]')).length < 8, "fewer lines");
  await shot(window, "palette-filter");
  await window.keys(Key.Enter);
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys("From the palette", Key.Escape);
  await undone(was, (now) => assert.equal(worded(now, "From the palette").step, worded(was, "Three policies").step));
});

test("an entry of the palette is dragged to a cell, and a lane of another kind is added", async () => {
  await resting();
  const was = await exported(here, map);
  const step = titled(was.steps, "Buys online");
  const lane = titled(was.lanes, "Pain points");
  const [column, row] = [await window.box(node(step.id)), await window.box(node(lane.id))];
  const to = { x: column.x + 30, y: row.y + row.height / 2 };
  const from = await window.centre('[data-entry="card-painPoints"]');
  await window.pointer([["move", from.x, from.y], ["down"], ["move", from.x + 20, from.y + 5, 30], ["move", to.x, to.y, 150], ["pause", 100]]);
  try {
    await window.find('[data-testid="drop-slot"]', 5);
    await shot(window, "palette-drag");
  } finally {
    await window.pointer([["move", to.x, to.y], ["up"]]);
  }
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys("Dragged in", Key.Escape);
  await undone(was, (now) => {
    const card = worded(now, "Dragged in");
    assert.equal(card.step, step.id);
    assert.equal(card.lane, lane.id);
  });

  await resting();
  await window.keys("/");
  await focused(window, '[data-testid="palette-search"]');
  await window.keys("metrics");
  await window.find('[data-testid="palette"] [data-entry^="lane-"]', 5);
  await window.click('[data-testid="palette"] [data-entry^="lane-"]');
  const undos = await undone(was, (now) => assert.equal(now.lanes.length, was.lanes.length + 1));
  assert.equal(undos, 1);
});

test("each button of the dark bar does what it says", async () => {
  await resting();
  const was = await exported(here, map);
  const button = (id) => `${BAR} [data-action="${id}"]`;
  await choose("Three policies");
  await shot(window, "bar-card");
  await window.click(button("edit"));
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys(Key.Escape);

  const pain = await choose("Three policies");
  await window.click(button("star"));
  await undone(was, (now) => assert.equal(now.cards.find((card) => card.id === pain).momentOfTruth, true));

  await choose("Three policies");
  await window.click(button("evidence"));
  await window.find(MENU, 5);
  await shot(window, "bar-evidence");
  await clickNamed(window, `${MENU} button`, "Proposed").catch(async () => window.click(`${MENU} [data-action="evidence-proposed"]`));
  await undone(was, (now) => assert.equal(now.cards.find((card) => card.id === pain).evidence, "proposed"));

  await choose("Three policies");
  await window.click(button("duplicate"));
  const undos = await undone(was, (now) => assert.equal(now.cards.filter((card) => card.text === was.cards.find((one) => one.id === pain).text).length, 2));
  assert.equal(undos, 1);

  await choose("Three policies");
  await window.click(button("add-solution"));
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys("One vocabulary", Key.Escape);
  await undone(was, (now) => assert.ok(now.links.some((link) => link.from.card === pain && link.to.card === worded(now, "One vocabulary").id)));

  await choose("Three policies");
  await window.click(button("link"));
  await window.keys(Key.Right);
  await window.find('[data-testid="link-target"]', 5);
  await window.keys(Key.Escape);
  await window.until(async () => (await window.all('[data-testid="link-target"]')).length === 0, "the link to be given up");

  await choose("Three policies");
  await window.click(button("more"));
  await window.find(MENU, 5);
  await window.keys(Key.Escape);

  await choose("Three policies");
  await window.click(button("remove"));
  const back = await undone(was, (now) => assert.ok(!now.cards.some((card) => card.id === pain)));
  assert.equal(back, 1);
});

test("keys go into the bar, along it and back to the map", async () => {
  await resting();
  await choose("Three policies");
  await desktop("F10");
  await focused(window, `${BAR} [data-action="edit"]`);
  assert.equal(await menus(), 0, "F10 is the bar's, not the desktop's menu");
  await window.keys(Key.Right);
  await focused(window, `${BAR} [data-action="add-solution"]`);
  await shot(window, "bar-keys");
  await window.keys(Key.Escape);
  await focused(window, '[role="grid"]');
  await desktop("ctrl+period");
  await focused(window, `${BAR} [data-action="edit"]`);
  await window.keys(Key.Escape);
  await focused(window, '[role="grid"]');
});

test("the menu of a card comes by its mouse button and by Shift+F10", async () => {
  await resting();
  const id = worded(await exported(here, map), "Three policies").id;
  const spot = await at(id);
  await run("xdotool", ["mousemove", String(origin.x + Math.round(spot.x)), String(origin.y + Math.round(spot.y)), "click", "3"]);
  await window.find(MENU, 5);
  await selected(window, id);
  await shot(window, "menu-card");
  await window.keys(Key.Escape);
  await window.until(async () => (await window.all(MENU)).length === 0, "the menu to close");
  await selected(window, id);
  await desktop("shift+F10");
  await window.find(MENU, 5);
  await window.keys(Key.Down, Key.Down);
  await shot(window, "menu-card-keys");
  await window.keys(Key.Escape);
  await window.until(async () => (await window.all(MENU)).length === 0, "the menu to close");
  await focused(window, '[role="grid"]');

  // Beside the cards: the menu of the map, by the mouse.
  const canvas = await window.box(CANVAS);
  await run("xdotool", ["mousemove", String(origin.x + Math.round(canvas.x) + 12), String(origin.y + Math.round(canvas.y) + 12), "click", "3"]);
  await window.find(MENU, 5);
  await shot(window, "menu-map");
  await window.keys(Key.Escape);
});

test("cards are copied, cut and pasted by keys", async () => {
  await resting();
  const was = await exported(here, map);
  const text = was.cards.find((card) => card.text?.includes("Three policies")).text;
  const count = (file) => file.cards.filter((card) => card.text === text).length;

  await choose("Three policies");
  await desktop("ctrl+c");
  await choose("Comes back from her");
  await window.keys(Key.Down);
  await desktop("ctrl+v");
  const undos = await undone(was, (now) => {
    assert.equal(count(now), 2);
    assert.ok(now.cards.some((card) => card.text === text && card.step === titled(was.steps, "Buys online").id));
  });
  assert.equal(undos, 1);

  await resting();
  const id = await choose("Three policies");
  await desktop("ctrl+x");
  await window.until(async () => count(await exported(here, map)) === 0, "the card to be cut");
  await choose("Article never says");
  await desktop("ctrl+v");
  await window.until(async () => count(await exported(here, map)) === 1, "the card to be pasted");
  const pasted = (await exported(here, map)).cards.find((card) => card.text === text);
  assert.notEqual(pasted.id, id);
  assert.equal(pasted.step, worded(was, "Article never says").step);
  assert.equal(await undone(was, (now) => assert.equal(count(now), 1)), 2);
});

test("other programs get text, and text from them becomes cards", async () => {
  await resting();
  const was = await exported(here, map);
  await choose("Three policies");
  await desktop("ctrl+c");
  await window.until(async () => (await run("xclip", ["-selection", "clipboard", "-o"])).stdout.includes("Three policies"), "the text on the desktop's clipboard");

  await clip("First cell\tSecond cell\nBelow first\tBelow second\n");
  await choose("Sees a neighbour");
  await desktop("ctrl+v");
  const undos = await undone(was, (now) => {
    const [first, second, below] = ["First cell", "Second cell", "Below first"].map((text) => worded(now, text));
    assert.ok(first && second && below);
    assert.equal(first.step, worded(was, "Sees a neighbour").step);
    assert.notEqual(second.step, first.step);
    assert.equal(below.step, first.step);
  });
  assert.equal(undos, 1);
});

test("a picture from another program goes onto the selected card", async () => {
  await resting();
  const was = await exported(here, map);
  await clip(Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFElEQVR4nGM8IWfDgA0wYRUdtBIA5+ABMmcf2iwAAAAASUVORK5CYII=", "base64"), "image/png");
  const id = await choose("Local TV news");
  await desktop("ctrl+v");
  await undone(was, (now) => {
    const { image } = now.cards.find((card) => card.id === id);
    assert.ok(image, "the card has a picture");
    assert.equal(now.assets.length, (was.assets?.length ?? 0) + 1);
  });
});

test("the desktop's menus open by their letters", async () => {
  await resting();
  for (const [letter, name] of Object.entries({ f: "file", e: "edit", i: "insert", a: "arrange", v: "view", h: "help" })) {
    await openMenu(window, letter);
    await shot(window, `native-${name}`);
    await run("xdotool", ["key", "Escape"]);
    await window.until(async () => (await menus()) === 0, "the menu to close", 5);
  }
});

test("copy, paste and undo work from the desktop's Edit menu", async () => {
  await resting();
  const was = await exported(here, map);
  const text = worded(was, "Three policies").text;
  await choose("Three policies");
  await fromEditMenu(window, "copy");
  await choose("Article never says");
  await fromEditMenu(window, "paste");
  await window.until(async () => (await exported(here, map)).cards.filter((card) => card.text === text).length === 2, "a second card");
  await saved(window);
  await fromEditMenu(window, "undo");
  await window.until(async () => JSON.stringify(await exported(here, map)) === JSON.stringify(was), "undo by the menu");
});

test("Ctrl+C in a text field copies the text, not the card", async () => {
  await resting();
  await choose("Three policies");
  await window.click('[data-testid="inspector"] textarea');
  await desktop("ctrl+a", "ctrl+c");
  await window.until(async () => (await run("xclip", ["-selection", "clipboard", "-o"])).stdout === "Three policies, three vocabularies", "the words of the field");
  const formats = (await run("xclip", ["-selection", "clipboard", "-o", "-t", "TARGETS"])).stdout;
  assert.ok(!formats.includes("waymark"), formats);
  await window.keys(Key.Escape);
});

test("the sheet of shortcuts opens by its keys, and find leads through the map", async () => {
  for (const keys of [["question"], ["ctrl+slash"]]) {
    await resting();
    await desktop(...keys);
    await window.find('[data-testid="shortcuts"]', 5);
    if (keys[0] === "question") await shot(window, "shortcuts");
    await window.keys(Key.Escape);
    await noDialog(window);
  }
  const file = await exported(here, map);
  await desktop("ctrl+f");
  await focused(window, '[data-testid="find-field"]');
  await window.keys("policies");
  await window.until(async () => /1/.test(await window.text('[data-testid="find-count"]')), "a count");
  await window.keys(Key.Enter);
  await selected(window, worded(file, "Three policies").id);
  await shot(window, "find");
  await window.keys(Key.Escape);
});

test("the panels fold, and the hints follow what is selected", async () => {
  await resting();
  const hints = () => window.text(".hints");
  const nothing = await hints();
  await choose("Three policies");
  const card = await window.until(async () => (await hints()) !== nothing && (await hints()), "other hints");
  assert.match(card, /edit/);
  await window.keys(Key.Escape);
  const wide = (await window.box(CANVAS)).width;
  await desktop("ctrl+backslash");
  await window.until(async () => (await window.box(CANVAS)).width > wide + 400, "both panels to fold");
  await shot(window, "panels-folded");
  await desktop("ctrl+backslash");
  await window.until(async () => (await window.box(CANVAS)).width === wide, "both panels to unfold");
});

test("cards go from one map to another", async () => {
  await resting();
  await choose("Three policies");
  await desktop("ctrl+c");
  await window.click('[data-testid="editor-back"]');
  await newMap(window, "service-blueprint");
  const other = (await listed(here)).find((entry) => entry.id !== map).id;
  const first = await window.run(`return document.querySelector('[data-role="card"]').getAttribute("data-node");`);
  await click(await window.centre(node(first)));
  await selected(window, first);
  await desktop("ctrl+v");
  await window.until(async () => worded(await exported(here, other), "Three policies, three vocabularies"), "the card in the other map");
  await saved(window);
  await shot(window, "pasted-elsewhere");
});
