// The process that draws the page dies, as it does when memory runs out: the window comes back with the map
// that was open. The driver does not outlive that process, so the screen itself is looked at.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { ended, closeByTheDesktop, imported } from "./acts.mjs";
import { BINARY, place, run, shot } from "./app.mjs";
import { frame, screen } from "./screen.mjs";

/** What part of the window the notice takes, at least and at most. */
const NOTICE = [0.003, 0.08];

async function until(check, what, seconds = 30) {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await sleep(100);
  }
}

/** Every eighth pixel of the window. */
async function looks() {
  const { row, step, pixels } = await screen();
  const { x, y, width, height } = await frame();
  const found = [];
  for (let down = y + 4; down < y + height; down += 8) {
    for (let right = x + 4; right < x + width; right += 8) found.push(pixels.readUIntBE(down * row + right * step, 3));
  }
  return found;
}

/** What part of two looks differs. */
const apart = (one, other) => one.filter((pixel, at) => pixel !== other[at]).length / one.length;

/** Waits until the window has looked the same for a while and not empty, and gives how it looks. */
async function still() {
  let [before, since] = [await looks(), Date.now()];
  await until(async () => {
    const now = await looks();
    if (apart(now, before) > 0 || new Set(now).size < 40) since = Date.now();
    before = now;
    return Date.now() - since > 800;
  }, "a window that stands still");
  return before;
}

/** The process that draws the page of an app; null while there is none. */
const drawing = (app) => run("pgrep", ["-P", String(app.pid), "WebKitWebProces"]).then(({ stdout }) => Number(stdout.trim().split("\n")[0]), () => null);

test("a window whose page dies comes back with the map that was open", { timeout: 120_000 }, async (t) => {
  const here = await place();
  await imported(here, "flood-insurance");
  const app = spawn(BINARY, ["--library", here.library, `${here.folder}/flood-insurance.json`], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  app.stderr.on("data", (bytes) => (said += bytes));
  t.after(async () => {
    app.kill("SIGKILL");
    await here.done();
  });
  await until(async () => (await frame()) && (await access(`${here.library}.starting`).then(() => false, () => true)), "the window");
  const before = await still();
  await shot(null, "fault-before");

  const page = await drawing(app);
  process.kill(page, "SIGKILL");
  await until(async () => (await drawing(app)) !== page && (await drawing(app)) !== null, "another page");
  await until(async () => {
    const other = apart(await looks(), before);
    return other > NOTICE[0] && other < NOTICE[1];
  }, "the window as it was, but for a notice");
  assert.match(said, /process that draws the window has ended/);
  await shot(null, "fault-after");
  assert.equal(app.exitCode, null);

  // It is no picture of a window: it still closes, and the page is asked before.
  await closeByTheDesktop();
  await ended(here.library);
});
