// Speed of the real window, beside the aims of section “Speed” of the architecture page:
// `cargo xtask bench ui`. Prints a table and writes `out/bench-ui.json`.
//
// Sizes are those of `cargo xtask bench`. With names of groups (frames, edits, opening, start) it
// measures only those; `--sizes 1000` only maps of so many cards.

import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { BINARY, cli, open, place } from "../app.mjs";
import * as page from "./gestures.mjs";
import { memory, processWith } from "./processes.mjs";
import { Report } from "./report.mjs";
import { blankStart, browser, start } from "./starts.mjs";

const SIZES = new Map([
  [300, "10x6x5"],
  [1_000, "20x10x5"],
  [10_000, "40x25x10"],
]);

/** One frame at 60 Hz, ms. */
const FRAME = 1000 / 60;
/** At full rate every frame is there within this time, the worst ones aside, ms. */
const FULL_RATE = 25;
/** The whole map in view, ms a frame. */
const WHOLE = { 300: 20, 1_000: 20, 10_000: 35 };
/** From an edit to its patch, ms. */
const PATCH = { 300: 4, 1_000: 4, 10_000: 15 };
/** From a click to the first picture, ms. */
const FIRST_PICTURE = { 300: 150, 1_000: 150, 10_000: 500 };
/** Times the time and the memory of a blank page. */
const START = 1.2;
const START_MEMORY = 1.25;

const GROUPS = ["frames", "edits", "opening", "start"];
const RUNS = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sizes: { type: "string" }, out: { type: "string", default: "out" } },
});
const unknown = positionals.find((name) => !GROUPS.includes(name));
if (unknown) {
  console.error(`bench ui: there is no group “${unknown}”; there are ${GROUPS.join(", ")}`);
  process.exit(2);
}
const wanted = (group) => positionals.length === 0 || positionals.includes(group);
const sizes = values.sizes ? values.sizes.split(",").map(Number) : [...SIZES.keys()];
if (sizes.some((cards) => !SIZES.has(cards))) {
  console.error(`bench ui: sizes are ${[...SIZES.keys()].join(", ")}`);
  process.exit(2);
}

const report = new Report();

/** Runs one of the page's functions in the window. */
function inPage(window, act, ...args) {
  const script = `const args = [...arguments]; const done = args.pop();
    Promise.resolve((${act})(...args)).then(done, (problem) => done({ failed: String(problem) }));`;
  return window.runAsync(script, ...args).then((value) => {
    if (value?.failed) throw new Error(value.failed);
    return value;
  });
}

/** Until nothing moves, nothing is mounted and no picture is under way. */
const rest = (window, ms = 900) => inPage(window, (time) => new Promise((resolve) => setTimeout(resolve, time)), ms);

const button = (window, id) => window.run("document.querySelector(arguments[0]).click();", `[data-testid="${id}"]`);

async function measureFrames(window, cards) {
  const wheel = (steps, turnAt, deltaX, deltaY, ctrlKey = false) =>
    inPage(window, page.wheel, { steps, turnAt, deltaX, deltaY, ctrlKey });

  await button(window, "zoom-percent");
  await rest(window);
  report.add("frame: pan at 100 %", cards, "ms", await wheel(120, 60, 40, 12), FULL_RATE, "p95");

  await middle(window);
  report.add("frame: drag of a card at 100 %", cards, "ms", await dragFrames(window), FULL_RATE, "p95");

  await button(window, "zoom-fit");
  await rest(window, 2_500);
  report.add("frame: pan with everything in view", cards, "ms", await wheel(120, 15, 16, 5), WHOLE[cards]);

  await button(window, "zoom-percent");
  await rest(window);
  report.add("frame: zoom, from 100 % out and back", cards, "ms", await wheel(120, 60, 0, 7, true), WHOLE[cards]);
}

/** The middle of the map at 100 %, wherever the gestures before have led. */
async function middle(window) {
  await button(window, "zoom-fit");
  await rest(window);
  await button(window, "zoom-percent");
  await rest(window);
}

/** Real pointer events; dropped by Escape, so that the map stays as it was. */
async function dragFrames(window) {
  const from = await window.until(() => inPage(window, page.cardInView), "a card in view");
  await window.run(`(${page.recordFrames})();`);
  const moves = [];
  for (let step = 1; step <= 90; step++) {
    moves.push(["move", from.x + 200 * Math.sin(step / 14), from.y + 110 * Math.sin(step / 9), 16]);
  }
  await window.pointer([["move", from.x, from.y], ["down"], ...moves]);
  const frames = await window.run(`return (${page.drained})();`);
  await window.keys("\uE00C");
  await window.pointer([["up"]]);
  return frames;
}

async function measureEdits(window, cards) {
  await middle(window);
  const at = await window.until(() => inPage(window, page.cardInView), "a card in view");
  await window.pointer([["move", at.x, at.y], ["down"], ["up"]]);
  await rest(window, 300);
  const thereAndBack = [["ArrowRight", true], ["ArrowLeft", true]];
  await inPage(window, page.editByKeys, thereAndBack);
  const times = await inPage(window, page.editByKeys, Array.from({ length: 10 }, () => thereAndBack).flat());
  const made = times.filter(Boolean);
  if (made.length === 0) return report.skip("edit: a card moved", "no key changed the sheet");
  report.add("edit: a card moved, key to patched sheet", cards, "ms", made.map(([patched]) => patched), PATCH[cards] + FRAME);
  report.add("edit: a card moved, key to painted sheet", cards, "ms", made.map(([, painted]) => painted), PATCH[cards] + 2 * FRAME);
}

async function back(window, map) {
  await button(window, "editor-back");
  await window.find(`[data-testid="map-card"][data-map="${map}"]`);
  await rest(window, 300);
}

async function measureOpening(window, map, cards) {
  const times = [];
  for (let run = 0; run <= RUNS; run++) {
    const time = await inPage(window, page.openMap, map);
    if (time === null) return report.skip("open to first picture", "no card appeared");
    // The first one warms the caches, as any map but the first finds them.
    if (run > 0) times.push(time);
    await rest(window);
    await back(window, map);
  }
  report.add("open a map: click to first picture", cards, "ms", times, FIRST_PICTURE[cards]);
}

async function measureStart(library) {
  const program = browser();
  const ours = [];
  const blank = [];
  await start(BINARY, library);
  if (program) await blankStart(program);
  for (let run = 0; run < RUNS; run++) {
    ours.push(await start(BINARY, library));
    if (program) blank.push(await blankStart(program));
  }
  const figures = (runs, name) => runs.map((run) => run[name]);
  const floor = (name, times) => (program ? median(figures(blank, name)) * times : null);
  report.add("start: process to usable library", null, "ms", figures(ours, "ms"), floor("ms", START));
  report.add("start: memory, shared pages once", null, "MB", figures(ours, "pss"), floor("pss", START_MEMORY));
  report.add("start: memory, summed by process", null, "MB", figures(ours, "rss"));
  if (!program) return report.skip("start: a blank page", "WebKit's MiniBrowser is not installed to compare with");
  report.add("floor: a blank page in MiniBrowser", null, "ms", figures(blank, "ms"));
  report.add("floor: its memory, shared pages once", null, "MB", figures(blank, "pss"));
}

const median = (figures) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];

const here = await place();
const maps = new Map();
for (const cards of sizes) {
  const file = join(here.folder, `sample-${cards}.json`);
  await cli("new", "--sample", SIZES.get(cards), "-o", file);
  await cli("import", file, "--library", here.library);
}
for (const entry of JSON.parse(await cli("list", "--json", "--library", here.library))) maps.set(entry.cards, entry.id);

try {
  if (wanted("start")) await measureStart(here.library);
  for (const cards of sizes) {
    const map = maps.get(cards);
    const window = await open(here.library);
    try {
      await window.find(`[data-testid="map-card"][data-map="${map}"]`);
      await rest(window);
      if (wanted("opening")) await measureOpening(window, map, cards);
      if (!wanted("frames") && !wanted("edits")) continue;
      await inPage(window, page.openMap, map);
      await rest(window);
      const { pss } = memory(processWith(here.library));
      report.add("memory with the map open, shared pages once", cards, "MB", [pss]);
      if (wanted("frames")) await measureFrames(window, cards);
      if (wanted("edits")) await measureEdits(window, cards);
      report.add("memory after that, shared pages once", cards, "MB", [memory(processWith(here.library)).pss]);
    } finally {
      await window.close();
      // A start beside one that is still ending would only hand over to it.
      await window.until(() => processWith(here.library) === null, "the window to be gone");
    }
  }
} finally {
  await here.done();
}

console.log(`\n${report}`);
const out = resolve(values.out);
await mkdir(out, { recursive: true });
await writeFile(join(out, "bench-ui.json"), `${JSON.stringify({ rows: report.rows, skipped: report.skipped }, null, 2)}\n`);
console.log(`\n${join(out, "bench-ui.json")}`);
