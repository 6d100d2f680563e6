// The inspector in the real window: each kind of thing on a map, changed by keys, and taken back in one step.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, beforeEach, test } from "node:test";

import { clickNamed, exported, focused, tabTo } from "./acts.mjs";
import { cli, node, open, place, saved, shot } from "./app.mjs";
import { Key } from "./driver.mjs";

let here;
let window;
let map;
let start;

before(async () => {
  here = await place();
  const file = `${here.folder}/map.json`;
  await cli("new", "--template", "flood-insurance", "-o", file);
  const begun = JSON.parse(await readFile(file, "utf8"));
  begun.notes = [{ id: "note_besidethetitle", x: 620, y: 40, width: 160, text: "Ask the brokers" }];
  await writeFile(file, JSON.stringify(begun));
  [map] = (await cli("import", file, "--library", here.library)).split("\t");
  start = await exported(here, map);
  window = await open(here.library);
  await window.click(`[data-testid="map-card"][data-map="${map}"]`);
  await window.find('[data-testid="canvas"] [data-role="card"]');
  await window.click('[data-testid="zoom-fit"]');
});

after(async () => {
  await window?.close();
  await here?.done();
});

/** The map as the test found it. */
let was;
beforeEach(async () => {
  was = await exported(here, map);
});

const card = (text) => start.cards.find((one) => one.text.startsWith(text));
const field = (name) => `[data-testid="field-${name}"]`;
const now = () => exported(here, map);

/** Selects a thing with the pointer; `title` is what the inspector then says it shows. */
async function select(id, title) {
  await window.click(node(id));
  await window.until(async () => (await window.text('[data-testid="inspector-title"]'))?.includes(title), `the inspector of ${title}`);
}

/** Clears a field and types into it, then goes back to the canvas. */
async function type(name, text) {
  const here = `${field(name)}, ${field(name)} *`;
  await window.until(async () => {
    // The canvas takes the keyboard a moment after the click that selects: no hand is as fast as this one.
    await window.click(field(name));
    return window.run("return document.activeElement.matches(arguments[0]);", here);
  }, `${name} to have the keyboard`);
  await window.keys([Key.Control, "a"], text, [Key.Control, Key.Enter]);
}

/** Waits until the exported map passes a check. */
const until = (check, what) => window.until(async () => check(await now()), what);

/** Undo, once, must bring back the whole map as it was; waits until it stands in the window too. */
async function undoes() {
  await saved(window);
  await window.keys([Key.Control, "z"]);
  // The library has the change before the window has painted it: a click before that may miss what moved.
  await window.until(() => window.run("return !document.querySelector('[data-testid=redo]').disabled;"), "a step to redo");
  await window.until(async () => {
    assert.deepEqual(await now(), was);
    return true;
  }, "the map as it was, after one undo", 6);
}

test("the map: title, subtitle, state and objective", async () => {
  assert.equal(await window.text('[data-testid="inspector-title"]'), "Map");
  await shot(window, "inspector-map");
  await type("title", "Flood cover, start to end");
  await until((now) => now.map.title === "Flood cover, start to end", "the title");
  await undoes();
  await clickNamed(window, `${field("state")} button`, "Future");
  await until((now) => now.map.state === "future", "the state");
  await undoes();
  await type("purpose", "Decide what to mend first");
  await until((now) => now.map.objective.purpose === "Decide what to mend first", "the purpose");
  await undoes();
});

test("a card: text, evidence by arrow keys, a tag", async () => {
  const { id } = card("Asks about basements");
  await select(id, "Action");
  await type("text", "Asks about **attics**");
  await until((now) => now.cards.find((one) => one.id === id).text === "Asks about **attics**", "the text");
  await shot(window, "inspector-card");
  await undoes();
  await select(id, "Action");
  // F6 goes from the canvas to the inspector.
  await window.keys(Key.F6);
  await tabTo(window, `${field("evidence")} button`);
  await window.keys(Key.Right, " ");
  await until((now) => now.cards.find((one) => one.id === id).evidence === "assumed", "the evidence");
  await undoes();
  await select(id, "Action");
  await clickNamed(window, `${field("tags")} button`, "Add to tags");
  await window.keys("chat", Key.Enter, Key.Escape);
  await until((now) => now.cards.find((one) => one.id === id).tags?.[0] === "chat", "the tag");
  await undoes();
});

test("a pain point: how bad, and the solution that it is linked to", async () => {
  const { id } = card("Three policies");
  await select(id, "Pain point");
  await clickNamed(window, `${field("severity")} button`, "High");
  await until((now) => now.cards.find((one) => one.id === id).severity === "high", "the severity");
  await undoes();
  const solution = card("Storm-day checklist");
  await select(id, "Pain point");
  await window.click('[data-testid="link-solution"]');
  await window.keys("storm");
  await shot(window, "inspector-link");
  await window.keys(Key.Enter);
  const linked = (now) => now.links.some((link) => link.kind === "solves" && [link.from.card, link.to.card].sort().join() === [id, solution.id].sort().join());
  await until(linked, "the link");
  await window.until(async () => (await window.text('[data-testid="links-solvesTo"]'))?.includes("Storm-day checklist"), "the solution in the inspector");
  await shot(window, "inspector-pain");
  await undoes();
});

test("a touchpoint: channel from the list, and where it is met", async () => {
  const { id } = card("Comparison site");
  await select(id, "Touchpoint");
  await window.click(field("channel"));
  await window.keys([Key.Control, "a"], "bill", Key.Down, Key.Enter);
  await until((now) => now.cards.find((one) => one.id === id).touchpoint.channel === "billboard", "the channel");
  await shot(window, "inspector-touchpoint");
  await window.keys([Key.Control, Key.Enter]);
  await undoes();
  await select(id, "Touchpoint");
  await clickNamed(window, `${field("presence")} button`, "Offline");
  await until((now) => now.cards.find((one) => one.id === id).touchpoint.presence === "offline", "the presence");
  await undoes();
});

test("stage, step and lane: their names", async () => {
  for (const [list, kind, title] of [["stages", "Stage", "Consideration"], ["steps", "Step", start.steps[0].title], ["lanes", "Lane", "Backstage"]]) {
    const record = start[list].find((one) => one.title === title);
    await window.click(node(record.id));
    await window.until(async () => (await window.run("return document.querySelector(arguments[0])?.value ?? null;", field("title"))) === record.title, `the fields of ${record.title}`);
    await shot(window, `inspector-${kind.toLowerCase()}`);
    await type("title", `Another ${kind}`);
    await until((now) => now[list].find((one) => one.id === record.id).title === `Another ${kind}`, "the name");
    await undoes();
  }
});

test("a lane: its height, whole numbers only", async () => {
  const lane = start.lanes.find(({ kind }) => kind === "backstage");
  await window.click(node(lane.id));
  await window.until(async () => (await window.run("return document.querySelector(arguments[0])?.value ?? null;", field("title"))) === lane.title, "the lane");
  await window.click(field("height"));
  await window.keys("tall", Key.Tab);
  await window.until(() => window.run("return document.querySelector(arguments[0]).getAttribute('aria-invalid') === 'true';", field("height")), "the field to say what is wrong");
  await shot(window, "inspector-wrong");
  assert.deepEqual(await now(), was);
  await window.click(field("height"));
  await window.keys([Key.Control, "a"], "240", [Key.Control, Key.Enter]);
  await until((now) => now.lanes.find(({ id }) => id === lane.id).height === 240, "the height");
  await undoes();
});

test("an emotion point: its level by arrow keys, and its word", async () => {
  const score = start.scores.find(({ word }) => word === "Understood");
  await window.click(node(score.id));
  await window.find(field("level"));
  await window.keys(Key.F6);
  await tabTo(window, field("level"));
  await window.keys(Key.Right);
  await until((now) => now.scores.find(({ id }) => id === score.id).tenths > score.tenths, "a higher level");
  await window.keys([Key.Control, Key.Enter]);
  await shot(window, "inspector-score");
  await undoes();
  await select(score.id, "Emotion");
  await type("word", "Relieved");
  await until((now) => now.scores.find(({ id }) => id === score.id).word === "Relieved", "the word");
  await undoes();
});

test("a note: its text and its width", async () => {
  const [note] = start.notes;
  await window.click(node(note.id));
  await window.find(field("width"));
  await type("text", "Ask the brokers again");
  await until((now) => now.notes[0].text === "Ask the brokers again", "the text");
  await shot(window, "inspector-note");
  await undoes();
  await window.click(node(note.id));
  await window.find(field("width"));
  await type("width", "220");
  await until((now) => now.notes[0].width === 220, "the width");
  await undoes();
});

test("several cards at once: one field for all, one step back", async () => {
  const both = [card("Asks about basements"), card("Opens three tabs")];
  await select(both[0].id, "Action");
  await window.hold(Key.Shift);
  await window.click(node(both[1].id));
  await window.release(Key.Shift);
  await window.until(async () => /2/.test(await window.text('[data-testid="inspector-title"]')), "the inspector of two cards");
  await shot(window, "inspector-several");
  await type("owner", "Online sales");
  await until((now) => both.every(({ id }) => now.cards.find((one) => one.id === id).owner === "Online sales"), "the owner of both");
  await undoes();
});

test("Escape puts back what was typed, also where it was sent already", async () => {
  const { id, text } = card("Asks about basements");
  await select(id, "Action");
  await window.click(field("text"));
  await window.keys([Key.Control, "a"], "Something else");
  await until((now) => now.cards.find((one) => one.id === id).text === "Something else", "what was typed, sent while typing rests");
  await window.keys(Key.Escape);
  await until((now) => now.cards.find((one) => one.id === id).text === text, "the text as it was");
  await focused(window, '[data-testid="canvas"] [role="grid"]');
  await saved(window);
  assert.deepEqual(await now(), was);
});

test("Undo right behind the last letter takes the whole typing back", async () => {
  const { id, text } = card("Opens three tabs");
  await select(id, "Action");
  await window.click(field("text"));
  await window.keys([Key.Control, "a"], "Opens five");
  await until((now) => now.cards.find((one) => one.id === id).text === "Opens five", "the first words");
  await window.keys(" tabs");
  await window.click('[data-testid="undo"]');
  await window.until(async () => (await window.run("return document.querySelector(arguments[0])?.value;", field("text"))) === text, "the field with the old text");
  await saved(window);
  assert.deepEqual(await now(), was);
});
