// The desktop around the window: the native dialogs, and a second start.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { clickNamed, noDialog, pids, previewed } from "./acts.mjs";
import { Key } from "./driver.mjs";
import { answerDialog, BINARY, cli, newMap, open, place, run, saved, shot } from "./app.mjs";

let here;
let window;

before(async () => {
  here = await place();
  window = await open(here.library);
  await newMap(window, "ride-hailing");
});

after(async () => {
  await window?.close();
  await here?.done();
});

/** What each file begins with, by its format's specification. */
const BEGINNING = { pdf: "%PDF-1.7", png: "\x89PNG\r\n", svg: "<svg", json: "{", pptx: "PK\x03\x04", xlsx: "PK\x03\x04" };

for (const format of ["pdf", "png", "svg", "json", "pptx", "xlsx"]) {
  test(`${format.toUpperCase()} is exported through the native save dialog`, async () => {
    const target = `${here.folder}/an export.${format}`;
    await window.click('[data-testid="export-open"]');
    await window.click(`[data-testid="export-format-${format}"]`);
    if (["json", "xlsx"].includes(format)) await window.find('[data-testid="export-text"]');
    else await previewed(window);
    await shot(window, `export-${format}`);
    await window.click('[data-testid="export-run"]');
    await answerDialog("Export the map", target);
    await window.until(async () => (await window.text('[data-testid="export-path"]'))?.includes(target), "“Saved to …”");
    const bytes = await readFile(target);
    const start = bytes.toString("latin1", 0, 400);
    assert.ok(start.includes(BEGINNING[format]), start.slice(0, 40));
    await window.keys(Key.Escape);
    await noDialog(window);
  });
}

test("what the window exported is what the command line exports", async () => {
  const [entry] = JSON.parse(await cli("list", "--json", "--library", here.library));
  for (const format of ["pdf", "png", "svg", "json"]) {
    const again = `${here.folder}/again.${format}`;
    // The dialog offers pictures for slides: twice the size of the sheet.
    await cli("export", entry.id, "-o", again, "--scale", "2", "--library", here.library);
    const [a, b] = [await readFile(`${here.folder}/an export.${format}`), await readFile(again)];
    assert.ok(a.equals(b), `${format}: ${a.length} and ${b.length} bytes`);
  }
});

test("a dialog that looked into the library's folder leaves the library its log", async () => {
  await window.click('[data-testid="export-open"]');
  await window.find('[data-testid="export-run"]:not(:disabled)');
  await window.click('[data-testid="export-run"]');
  const target = `${here.folder}/beside the library`;
  await answerDialog("Export the map", target);
  await window.until(async () => (await window.text('[data-testid="export-path"]'))?.includes(target), "“Saved to …”");
  await window.keys(Key.Escape);
  // Whoever in the app opens and closes the log's index by hand drops the lock on it, and another program
  // that opens the library then takes itself for the first and begins the index anew.
  const [pid] = await pids(here.library);
  for (let start = 0; start < 30; start++) {
    await cli("list", "--library", here.library);
    const index = (await stat(`${here.library}-shm`)).ino;
    assert.match(await readFile("/proc/locks", "utf8"), new RegExp(` ${pid} \\S+:${index} `), "the lock on the log's index");
  }
});

test("a folder that takes no file is told of in the dialog, and the choice is remembered over a restart", async () => {
  await window.click('[data-testid="export-open"]');
  await window.click('[data-testid="export-format-png"]');
  await clickNamed(window, ".segments label", "Transparent");
  await previewed(window);
  await window.click('[data-testid="export-run"]');
  // Nobody may write there, root neither.
  await answerDialog("Export the map", "/proc/no file.png");
  await window.until(async () => (await window.text('dialog [role="alert"]'))?.includes("no file.png"), "what went wrong, in the dialog");
  await shot(window, "export-failed");
  assert.equal(await window.attribute('[data-testid="export-run"]', "disabled"), null, "one may try again");
  const target = `${here.folder}/transparent.png`;
  await window.click('[data-testid="export-run"]');
  await answerDialog("Export the map", target);
  await window.until(async () => (await window.text('[data-testid="export-path"]'))?.includes(target), "“Saved to …”");
  await window.close();
  window = await open(here.library);
  await window.click('[data-testid="map-card"]');
  await window.find('[data-testid="canvas"] [data-role="card"]');
  await window.click('[data-testid="export-open"]');
  await previewed(window);
  const chosen = await window.run(`return [...document.querySelectorAll("dialog input[type=radio]:checked")].map((one) => one.value);`);
  assert.deepEqual(chosen, ["png", "true"]);
  await window.keys(Key.Escape);
  await noDialog(window);
});

test("a second start hands its file to the first window and ends", async () => {
  const file = `${here.folder}/second.json`;
  await cli("new", "--template", "service-blueprint", "-o", file);
  // Twice: the same file is the same map.
  for (let start = 0; start < 2; start++) {
    const second = spawn(BINARY, ["--library", here.library, file], { stdio: "ignore" });
    const [code] = await once(second, "exit");
    assert.equal(code, 0);
  }
  await shot(window, "second-start");
  await window.until(async () => (await window.text('[data-testid="editor-title"]'))?.includes("Service blueprint")
    || (await window.run("return document.querySelector('[data-testid=\"editor-title\"]')?.value?.includes('Service blueprint') ?? false;")), "the second map");
  await saved(window);
  assert.equal(JSON.parse(await cli("list", "--json", "--library", here.library)).length, 2);
  const { stdout } = await run("xdotool", ["search", "--onlyvisible", "--name", "^Waymark$"]);
  assert.equal(stdout.trim().split("\n").length, 1, "there is one window");
});

test("a second start with a table of another program brings it in", async () => {
  const file = `${here.folder}/visit.csv`;
  await writeFile(file, "Stage,Arrive,Arrive,Leave\nStep,Find the door,Wait,Pay\nActions,Looks for a sign,Reads a poster,Taps a card\n");
  const second = spawn(BINARY, ["--library", here.library, file], { stdio: "ignore" });
  assert.deepEqual(await once(second, "exit"), [0, null]);
  await window.until(async () => (await window.all('[data-testid="canvas"] [data-role="card"]')).length === 3, "the table's cards");
  await saved(window);
  await shot(window, "second-start-table");
  const maps = JSON.parse(await cli("list", "--json", "--library", here.library));
  assert.deepEqual(maps.filter(({ title }) => title === "visit").map(({ cards }) => cards), [3]);
});
