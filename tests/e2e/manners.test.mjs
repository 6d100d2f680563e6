// The manners of the window: its menu's keys, its place and look over a restart, how it closes, and what
// it says when the disk is full.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { cli, newMap, open, place, run, saved, shot } from "./app.mjs";

const key = (...keys) => run("xdotool", ["key", ...keys]);

/** How many apps run on a library; ended ones that nobody has waited for do not count. */
async function running(library) {
  const { stdout } = await run("ps", ["-C", "waymark", "-o", "stat=,args="]).catch(() => ({ stdout: "" }));
  return stdout.split("\n").filter((line) => line.includes(library) && !line.startsWith("Z")).length;
}

async function ended(library, seconds) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if ((await running(library)) === 0) return true;
    await sleep(50);
  }
  return false;
}

/** Calls a command of the shell, as the page does. */
async function command(window, name, args = {}) {
  await window.run(
    `const [name, args] = arguments;
     window.__reply = null;
     window.__TAURI_INTERNALS__.invoke(name, args).then((value) => { window.__reply = { value }; }, (problem) => { window.__reply = { problem }; });
     return null`,
    name,
    args,
  );
  const reply = await window.until(() => window.run("return window.__reply"), `the reply to ${name}`);
  assert.equal(reply.problem, undefined, JSON.stringify(reply.problem));
  return reply.value;
}

/** Leaves a window that has closed by itself. */
const leave = (window) => Promise.race([window.abandon(), sleep(2000)]).catch(() => {});

test("keys of the menu stay a text field's own while one has the keyboard", async () => {
  const here = await place();
  const window = await open(here.library);
  try {
    await newMap(window, "four-row-starter");
    const value = () => window.run("return document.activeElement.value");
    await window.run(`const field = [...document.querySelectorAll("input")].find((field) => field.value !== ""); field.focus(); field.select(); return null`);
    const before = await value();
    assert.notEqual(before, "");
    await key("ctrl+c");
    await key("End");
    await key("ctrl+v");
    await window.until(async () => (await value()) === before + before, "the text twice");
  } finally {
    await window.close();
    await here.done();
  }
});

test("place, size and look are as they were at the last start", async () => {
  const here = await place();
  try {
    const first = await open(here.library);
    await first.find('[data-testid="library-new"]');
    const preferences = await command(first, "preferences");
    await command(first, "set_preferences", { preferences: { ...preferences, appearance: "dark" } });
    const dark = (window) => window.run(`return matchMedia("(prefers-color-scheme: dark)").matches`);
    await first.until(() => dark(first), "the dark look");
    const frame = (await run("xdotool", ["search", "--onlyvisible", "--name", "Waymark"])).stdout.trim().split("\n")[0];
    await run("xdotool", ["windowsize", "--sync", frame, "900", "640"]);
    await run("xdotool", ["windowmove", "--sync", frame, "120", "90"]);
    const where = (window) => window.run("return [screenX, screenY, outerWidth, outerHeight].join()");
    await first.until(async () => (await where(first)).endsWith("900,640"), "the new size");
    await sleep(300);
    const before = await where(first);
    await key("alt+F4");
    assert.ok(await ended(here.library, 5), "it closes");
    await leave(first);

    const second = await open(here.library);
    await second.find('[data-testid="library-new"]');
    assert.equal(await dark(second), true);
    await second.until(async () => (await where(second)) === before, `the place ${before}`);
    await shot(second, "library-dark-again");
    await second.close();
  } finally {
    await here.done();
  }
});

test("a page that hangs cannot keep its window open", async () => {
  const here = await place();
  const window = await open(here.library);
  try {
    await window.find('[data-testid="library-new"]');
    await window.run(`setTimeout(() => { const end = Date.now() + 30000; while (Date.now() < end); }, 20); return null`);
    await sleep(300);
    await key("alt+F4");
    assert.ok(await ended(here.library, 6), "it closes");
  } finally {
    await leave(window);
    await here.done();
  }
});

test("a full disk is said at once, closing asks, and saving goes on by itself", async (context) => {
  const disk = await mkdtemp(join(tmpdir(), "waymark-disk-"));
  try {
    await run("mount", ["-t", "tmpfs", "-o", "size=8m", "waymark-test", disk]);
  } catch {
    await rm(disk, { recursive: true });
    context.skip("making a small file system takes root");
    return;
  }
  const library = join(disk, "library.db");
  const file = join(disk, "map.waymark.json");
  await cli("new", "--template", "flood-insurance", "-o", file);
  const window = await open(library, file);
  try {
    await window.find('[data-testid="canvas"] [data-role="card"]');
    const state = () => window.attribute('[data-testid="save-state"]', "data-state");
    await run("sh", ["-c", `dd if=/dev/zero of=${disk}/fill bs=4k 2>/dev/null || true`]);
    const [{ id }] = await command(window, "list_maps", { trash: false });
    for (let count = 1; count <= 5; count++) {
      const fields = { subtitle: `${count}${"x".repeat(4000)}` };
      await command(window, "apply_edit", { map: id, edit: { type: "updateMap", fields }, selection: [] });
    }
    await window.until(async () => (await state()) === "notSaved", "“Not saved”");
    await shot(window, "not-saved");
    await key("alt+F4");
    await window.find('[data-testid="leave-anyway"]');
    await shot(window, "not-saved-closing");
    assert.equal(await running(library), 1);
    // The question begins at staying.
    await key("Return");
    await run("mount", ["-o", "remount,size=64m", disk]);
    await saved(window);
    await key("alt+F4");
    assert.ok(await ended(library, 5), "it closes");
    const { stdout } = await run("sqlite3", [library, "SELECT substr(subtitle, 1, 2) || revision FROM map"]);
    assert.equal(stdout.trim(), "5x5");
  } finally {
    await leave(window);
    await run("umount", ["-l", disk]);
    await rm(disk, { recursive: true, force: true });
  }
});
