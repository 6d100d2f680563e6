// The dialog that makes a map, in the real window: by the keyboard alone, but for the last test.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { clickNamed, exported, focused, listed, noDialog, tabTo } from "./acts.mjs";
import { open, place, saved, shot } from "./app.mjs";
import { Key } from "./driver.mjs";

let here;
let window;

before(async () => {
  here = await place();
  window = await open(here.library);
  await window.find('[data-testid="library-new"]');
});

after(async () => {
  await window?.close();
  await here?.done();
});

const chosen = () => window.attribute('[data-testid="template-card"][aria-selected="true"]', "data-template");
const offered = () => window.run(`return [...document.querySelectorAll('[data-testid="template-card"]')].map((one) => one.dataset.template);`);
const opened = () => window.find('[data-testid="canvas"] [data-role="card"], [data-testid="canvas"] [data-role="step"]');

/** Waits until the large picture of a template is there, painted. */
function painted(template, answer = "") {
  return window.until(
    () =>
      window.run(
        `const picture = document.querySelector('[data-testid="template-preview"] img.standing');
         return Boolean(picture?.complete && picture.naturalWidth > 0 && picture.src.includes(arguments[0])
           && new URL(picture.src).search.includes(encodeURIComponent(arguments[1]).replaceAll("%20", "+")));`,
        template,
        answer,
      ),
    `the picture of ${template}`,
  );
}

async function newMap() {
  await tabTo(window, '[data-testid="library-new"], [data-tile]');
  await window.keys(Key.Home, Key.Enter);
  await window.find('[data-testid="new-map"]');
  await focused(window, '[data-testid="template-card"]');
}

async function leave() {
  await tabTo(window, '[data-testid="editor-back"]');
  await window.keys(Key.Enter);
  await window.find("[data-tile]");
}

test("templates are walked by arrows, and each is shown as it will be", async () => {
  await newMap();
  const first = await chosen();
  await painted(first);
  await window.keys(Key.Right);
  const second = await chosen();
  assert.notEqual(second, first);
  await painted(second);
  await shot(window, "new-map-templates");
});

test("templates are gathered by category, and searched", async () => {
  const all = await offered();
  assert.ok(all.length >= 9);
  await tabTo(window, "nav .category:nth-child(3)", { back: true });
  await window.keys(Key.Enter);
  const some = await offered();
  assert.ok(some.length > 0 && some.length < all.length, `${some.length} of ${all.length} templates`);
  assert.ok(some.includes(await chosen()), "what is chosen is not among what is shown");
  await tabTo(window, "nav .category:first-child", { back: true });
  await window.keys(Key.Enter);
  await tabTo(window, '[data-testid="template-search"]');
  await window.keys("blueprint");
  await window.until(async () => (await offered()).join() === "service-blueprint", "the blueprint alone");
  assert.equal(await chosen(), "service-blueprint");
  await painted("service-blueprint");
  await shot(window, "new-map-search");
  await window.keys([Key.Control, "a"], "zzz");
  await window.until(async () => (await offered()).length === 0, "no template");
  await shot(window, "new-map-nothing");
  await window.keys([Key.Control, "a"], "flood");
  await window.until(async () => (await chosen()) === "flood-insurance", "the template of the flood");
});

test("answers are seen in the picture while they are given, and stand in the header", async () => {
  await window.keys(Key.Enter);
  await focused(window, '[data-testid="answer-title"]');
  const answers = ["Renting a canoe", "Decide on a second landing", "Two rentals in ten become five by May", "Ines, paddles twice a year", "Dry, home and booked again"];
  for (const answer of answers.slice(0, 2)) await window.keys(answer, Key.Enter);
  await painted("flood-insurance", "Decide on a second landing");
  await shot(window, "new-map-questions");
  for (const answer of answers.slice(2, 4)) await window.keys(answer, Key.Enter);
  await focused(window, '[data-testid="answer-endGoal"]');
  await window.keys(answers[4]);
  await painted("flood-insurance", answers[4]);
  await shot(window, "new-map-questions-end");
  await window.keys(Key.Enter);
  await opened();
  const [entry] = await listed(here);
  const { map, personas } = await exported(here, entry.id);
  assert.equal(map.title, answers[0]);
  assert.equal(map.objective.purpose, answers[1]);
  assert.equal(map.objective.successMeasure, answers[2]);
  assert.equal(map.objective.endGoal, answers[4]);
  assert.equal(personas[0].name, answers[3]);
  // Printed: the canvas shows the sheet itself.
  const squeezed = (text) => text.replace(/\s+/g, "");
  const sheet = squeezed(await window.run(`return document.querySelector('[data-testid="canvas"]').textContent;`));
  for (const answer of answers) assert.ok(sheet.includes(squeezed(answer)), `“${answer}” does not stand on the sheet`);
  await saved(window);
  await shot(window, "new-map-made");
  await leave();
});

test("the questions can be skipped", async () => {
  await newMap();
  const template = await chosen();
  await tabTo(window, '[data-testid="new-map-skip"]');
  await window.keys(Key.Enter);
  await opened();
  assert.equal((await listed(here)).length, 2, `no map from ${template}`);
  await leave();
});

test("a map is begun from scratch", async () => {
  await newMap();
  await tabTo(window, '[data-testid="new-map-scratch"]');
  await window.keys(Key.Enter);
  await focused(window, '[data-testid="answer-title"]');
  await window.keys("From nothing");
  await painted("blank", "From nothing");
  await shot(window, "new-map-scratch");
  // Straight on from any question.
  await window.keys([Key.Control, Key.Enter]);
  await opened();
  const [entry] = await listed(here);
  const map = await exported(here, entry.id);
  assert.equal(map.map.title, "From nothing");
  assert.equal((map.cards ?? []).length, 0);
  await leave();
});

test("Escape makes no map and gives the keyboard back", async () => {
  const before = (await listed(here)).length;
  await newMap();
  await window.keys(Key.Escape);
  await noDialog(window);
  await focused(window, "[data-tile], .library button");
  assert.equal((await listed(here)).length, before);
});

test("with the pointer: a category, a double click, back and forth", async () => {
  await clickNamed(window, "button", "New map From a template or blank");
  await window.find('[data-testid="new-map"]');
  const { x, y } = await window.centre('[data-testid="template-card"][data-template="ride-hailing"]');
  await window.pointer([["move", x, y], ["down"], ["up"], ["pause", 40], ["down"], ["up"]]);
  await focused(window, '[data-testid="answer-title"]');
  await window.click('[data-testid="new-map-back"]');
  await window.until(async () => (await chosen()) === "ride-hailing", "the template that was chosen");
  await window.click('[data-testid="new-map-next"]');
  await window.click('[data-testid="new-map-create"]');
  await opened();
});
