// Maps from other programs, in the real window: tables that tell what they mean and tables that do not,
// files that hold no map, a map inside a PDF, and what is on the clipboard.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { assertSound, clickNamed, clip, dropFiles, enlarge, exported, firstOfMenu, listed, mapped, noDialog, still, tabTo, titled, worded } from "./acts.mjs";
import { cli, open, place, run, shot } from "./app.mjs";
import { Key } from "./driver.mjs";

let here;
let window;

before(async () => {
  here = await place();
  window = await open(here.library);
  await mapped();
  await enlarge(window, 1280, 800);
});

after(async () => {
  await window?.close();
  await here?.done();
});

const opened = () => window.find('[data-testid="canvas"] [data-role="card"]');

/** Back to the library, which shows this many maps. */
async function backToMaps(count) {
  await window.click('[data-testid="editor-back"]');
  await window.until(async () => (await window.all('[data-testid="map-card"]')).length === count, `${count} maps`);
}

/** Writes a file and drops it on the library. */
async function dropped(name, content) {
  const file = `${here.folder}/${name}`;
  await writeFile(file, content);
  await dropFiles(window, [file], { x: 640, y: 600 });
}

/** Waits for a notice that says all of this. */
const told = (...words) =>
  window.until(
    () =>
      window.run(
        `return [...document.querySelectorAll('[role="alert"], [role="status"]')].some((one) => arguments[0].every((word) => one.textContent.includes(word)));`,
        words,
      ),
    `a notice of ${words.join(", ")}`,
  );

/** The titles of records in the order in which they stand. */
const titles = (records) => records.toSorted((a, b) => (a.order < b.order ? -1 : 1)).map(({ title }) => title);

/** Where a card stands: its stage, step and lane by their titles. */
function placeOf(map, text) {
  const card = worded(map, text);
  const step = map.steps.find(({ id }) => id === card.step);
  return [map.stages.find(({ id }) => id === step.stage).title, step.title, map.lanes.find(({ id }) => id === card.lane).title];
}

const MATRIX = `;Before;;After
;Hears of it;Compares;Renews
What she does;Talks to Jo;Opens three tabs;Clicks the link
Touchpoints;Kitchen table;Website;Letter
Pain points;;Prices differ;
Mood;1;-1;2
`;

test("a table that tells what it means becomes a map, with a report of what was guessed", async () => {
  await dropped("journey of Ada.csv", MATRIX);
  await opened();
  await told("journey of Ada", "guessed");
  await shot(window, "import-told");
  await clickNamed(window, "button", "Show report");
  await window.find('[data-testid="import-guessed"]');
  await still(window);
  await shot(window, "import-report");
  await window.keys(Key.Escape);
  await noDialog(window);
  const map = await exported(here, (await listed(here))[0].id);
  assert.deepEqual(titles(map.stages), ["Before", "After"]);
  assert.deepEqual(titles(map.steps.filter(({ stage }) => stage === titled(map.stages, "Before").id)), ["Hears of it", "Compares"]);
  assert.deepEqual(placeOf(map, "Prices differ"), ["Before", "Compares", "Pain points"]);
  assert.deepEqual(placeOf(map, "Letter"), ["After", "Renews", "Touchpoints"]);
  assert.deepEqual(map.lanes.toSorted((a, b) => (a.order < b.order ? -1 : 1)).map(({ kind }) => kind), ["actions", "touchpoints", "painPoints", "emotion"]);
  await backToMaps(1);
});

const LEDGER = `Kilos,Remark,Where,Shelf
3,Waits in the queue,At the shop,Front
4,Reads the label twice,At the shop,Back
,Finds no number to call,At home,Front
`;

test("a table that tells nothing is explained column by column, and its cards stand where they belong", async () => {
  await dropped("ledger.csv", LEDGER);
  await window.find('[data-testid="columns-table"]');
  assert.equal((await listed(here)).length, 1, "nothing is made of it before it is explained");
  assert.match(await window.text('[data-testid="columns-table"]'), /Waits in the queue/);
  await still(window);
  await shot(window, "columns-asked");
  // The longest texts are taken for the cards. The rest is told as whoever has no mouse does: to each
  // column, and the first letters of what it holds.
  for (const [column, letters] of [[2, "stage"], [3, "lane"]]) {
    await tabTo(window, `[data-testid="column-${column}"]`);
    await window.keys(letters);
  }
  await shot(window, "columns-told");
  await tabTo(window, '[data-testid="columns-run"]');
  await window.keys(Key.Enter);
  await opened();
  const map = await exported(here, (await listed(here))[0].id);
  assert.equal(map.map.title, "ledger");
  assert.deepEqual(titles(map.stages), ["At the shop", "At home"]);
  const [stage, , lane] = placeOf(map, "Reads the label twice");
  assert.deepEqual([stage, lane], ["At the shop", "Back"]);
  assert.deepEqual(placeOf(map, "Finds no number")[0], "At home");
  assert.equal(map.cards.length, 3, "the headings are no card");
  await shot(window, "columns-made");
  await backToMaps(2);
});

test("a file that is broken is named with what can be done, and the library stays as it was", async () => {
  const before = await listed(here);
  await dropped("plan.xlsx", "PK\x03\x04 cut off in the middle");
  await told("plan.xlsx");
  await shot(window, "import-broken");
  const said = await window.run(`return document.querySelector('[role="alert"]').textContent;`);
  assert.match(said, /“plan\.xlsx”.*\. [A-Z]/, "the file, what is wrong, and the remedy");
  assert.deepEqual(await listed(here), before);
  await assertSound(here);
});

test("a PDF brings back the map inside of it", async () => {
  const [source, pdf] = [`${here.folder}/blueprint.json`, `${here.folder}/blueprint.pdf`];
  await cli("new", "--template", "service-blueprint", "-o", source);
  await cli("export", source, "-o", pdf);
  await dropFiles(window, [pdf], { x: 640, y: 600 });
  await opened();
  const [was, now] = [JSON.parse(await readFile(source, "utf8")), await exported(here, (await listed(here))[0].id)];
  const places = (map) => map.cards.map(({ text }) => [text, ...placeOf(map, text)].join(" | ")).sort();
  assert.deepEqual(places(now), places(was));
  await backToMaps(3);
});

test("a copied table is pasted into the library, by keys and by the desktop's menu", async () => {
  await clip("\tBegin\tEnd\nActions\tAsks Jo\tSays thanks\nPain points\t\tWaits\n");
  await run("xdotool", ["key", "ctrl+v"]);
  await opened();
  assert.deepEqual(placeOf(await exported(here, (await listed(here))[0].id), "Waits"), ["End", undefined, "Pain points"]);
  await shot(window, "import-pasted");
  await backToMaps(4);
  // As a spreadsheet copies its cells.
  await clip("<table><tr><td></td><td>First</td><td>Last</td></tr><tr><td>Actions</td><td>Rings the bell</td><td>Goes home</td></tr></table>", "text/html");
  // Nothing else can be chosen there.
  await firstOfMenu(window, "e");
  await opened();
  assert.deepEqual(placeOf(await exported(here, (await listed(here))[0].id), "Goes home"), ["Last", undefined, "Actions"]);
  await backToMaps(5);
});
