// What a person does and looks up in several of the tests.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { cli, run } from "./app.mjs";
import { Key } from "./driver.mjs";

/** A map of the library, as its file would be. */
export async function exported(here, map) {
  const file = `${here.folder}/exported.json`;
  await cli("export", map, "-o", file, "--library", here.library);
  return JSON.parse(await readFile(file, "utf8"));
}

/** The record of that title. */
export const titled = (records, title) => records.find((record) => record.title === title);

/** The first card of a map that says that. */
export const worded = (file, text) => file.cards.find((card) => card.text?.includes(text));

/** The middle of a rectangle. */
export const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/** The nodes that wear the ring of the selection, sorted. */
export const rings = (window) => window.run("return [...document.querySelectorAll('[data-ring]')].map((ring) => ring.dataset.ring).sort();");

/** Waits until the rings of the selection stand round these records and no others. */
export const selected = (window, ...ids) =>
  window.until(async () => {
    assert.deepEqual(await rings(window), ids.toSorted());
    return true;
  }, `${ids.length} selected`, 5);

/** The maps of the library, the last changed first. */
export async function listed(here) {
  return JSON.parse(await cli("list", "--json", "--library", here.library));
}

/** Brings a new map of a template into the library; its id. */
export async function imported(here, template) {
  const file = `${here.folder}/${template}.json`;
  await cli("new", "--template", template, "-o", file);
  return (await cli("import", file, "--library", here.library)).split("\t")[0];
}

/** Fails where the library's file is not sound. */
export async function assertSound(here) {
  const { stdout } = await run("sqlite3", [here.library, "PRAGMA integrity_check; PRAGMA foreign_key_check;"]);
  assert.equal(stdout.trim(), "ok");
}

/** The processes that work on a library; ended ones that nobody has waited for do not count. */
export async function pids(library) {
  const { stdout } = await run("pgrep", ["-f", "--", `--library ${library}`]).catch(() => ({ stdout: "" }));
  return stdout.trim().split("\n").filter(Boolean).map(Number);
}

/** Presses the keys that the desktop closes a window by. */
export async function closeByTheDesktop() {
  await run("xdotool", ["search", "--onlyvisible", "--name", "^Waymark$", "windowactivate", "--sync"], { timeout: 15_000 });
  await run("xdotool", ["key", "alt+F4"]);
}

/** Waits until no process works on a library any more. */
export async function ended(library, seconds = 20) {
  const end = Date.now() + seconds * 1_000;
  while ((await pids(library)).length > 0) {
    if (Date.now() > end) throw new Error(`after ${seconds} s the app still runs`);
    await sleep(50);
  }
}

/** Answers the desktop's own dialog of that title, which asks for a file to open. */
export async function chooseFile(title, path) {
  for (const wait of [300, 1_000, 3_000]) {
    await run("xdotool", ["search", "--onlyvisible", "--sync", "--name", title, "windowactivate", "--sync"], { timeout: 15_000 });
    // Opens a line to type in. It takes its time, says nothing, and what is typed before it stands is lost.
    await run("xdotool", ["key", "ctrl+l"]);
    await sleep(wait);
    await run("xdotool", ["type", "--delay", "5", path]);
    await run("xdotool", ["key", "Return"]);
    for (let look = 0; look < 30; look++) {
      if (await gone(title)) return;
      await sleep(50);
    }
    // It came upon half a path, and says so.
    await run("xdotool", ["key", "Escape"]);
  }
  throw new Error(`the dialog “${title}” took no path`);
}

/** Whether no window of that title is on the screen. */
function gone(title) {
  // xdotool ends with a failure where it finds none.
  return run("xdotool", ["search", "--onlyvisible", "--name", title]).then(() => false, () => true);
}

/** Waits until the window stands on the screen; the page is there a little before. */
export function mapped() {
  return run("xdotool", ["search", "--onlyvisible", "--sync", "--name", "^Waymark$"], { timeout: 15_000 });
}

/** Moves the window to the corner of the screen and gives its page that width; asks again while it is still opening. */
export function enlarge(window, width, height) {
  return window.until(async () => {
    const { stdout } = await run("xdotool", ["search", "--onlyvisible", "--name", "^Waymark$"]);
    const frame = stdout.trim().split("\n")[0];
    await run("xdotool", ["windowmove", frame, "0", "0", "windowsize", frame, String(width), String(height)]);
    await sleep(100);
    return window.run("return innerWidth === arguments[0];", width);
  }, `a window ${width} px wide`);
}

/** Clicks the first element of a selector that is called so, by its name or its words. */
export async function clickNamed(window, selector, name) {
  const at = await window.until(
    () =>
      window.run(
        `const words = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
         const found = [...document.querySelectorAll(arguments[0])].find(
           (one) => words(one.getAttribute("aria-label") ?? one.textContent) === arguments[1] && one.getClientRects().length > 0);
         if (!found) return null;
         found.scrollIntoView({ block: "nearest", inline: "nearest" });
         const box = found.getBoundingClientRect();
         return { x: box.x + box.width / 2, y: box.y + box.height / 2 };`,
        selector,
        name,
      ),
    `${selector} called “${name}”`,
  );
  await window.pointer([["move", at.x, at.y], ["down"], ["up"]]);
}

/** Waits until the preview of the chosen format stands: a picture that is painted, and the size of the file. */
export const previewed = (window) =>
  window.until(
    () =>
      window.run(
        `const picture = document.querySelector('[data-testid="export-picture"]:not(.waiting)');
         return Boolean(picture?.complete && picture.naturalWidth > 200 && document.querySelector('[data-testid="export-summary"]')
           && document.querySelector(".busy") === null);`,
      ),
    "the preview of the export",
  );

/** Puts text or bytes on the desktop's clipboard, as another program does, and waits until they are there. */
export async function clip(content, type = "UTF8_STRING") {
  const program = spawn("xclip", ["-selection", "clipboard", "-t", type, "-i"], { stdio: ["pipe", "ignore", "ignore"] });
  program.stdin.end(content);
  await once(program, "exit");
  const read = () => run("xclip", ["-selection", "clipboard", "-o", "-t", type], { encoding: "buffer", maxBuffer: 64 << 20 });
  for (let look = 0; look < 100; look++) {
    const there = await read().catch(() => null);
    if (there?.stdout.equals(Buffer.from(content))) return;
    await sleep(20);
  }
  throw new Error("the clipboard did not take what was put there");
}

/** Waits until no dialog of the page is open. */
export const noDialog = (window) => window.until(async () => (await window.all("dialog[open]")).length === 0, "the dialog to close");

/** Presses Tab until the element that has the keyboard matches: whoever has no mouse comes there too. */
export async function tabTo(window, selector, { back = false, most = 60 } = {}) {
  for (let presses = 0; presses <= most; presses++) {
    if (await window.run("return document.activeElement?.matches(arguments[0]) ?? false;", selector)) return;
    await window.keys(back ? [Key.Shift, Key.Tab] : Key.Tab);
  }
  throw new Error(`${most} Tabs did not come to ${selector}`);
}

/** Waits until the element that has the keyboard matches. */
export function focused(window, selector) {
  return window.until(() => window.run("return document.activeElement?.matches(arguments[0]) ?? false;", selector), `the keyboard in ${selector}`);
}

/** Where the page's corner lies on the screen, px: the real pointer tells. */
export async function pageOrigin(window) {
  await window.run("addEventListener('mousemove', (event) => { window.pointed = [event.clientX, event.clientY]; });");
  let last = null;
  return window.until(async () => {
    const at = { x: 500 + Math.round(Math.random() * 40), y: 400 + Math.round(Math.random() * 40) };
    await run("xdotool", ["mousemove", String(at.x), String(at.y)]);
    await sleep(100);
    const seen = await window.run("const seen = window.pointed ?? null; window.pointed = null; return seen;");
    const origin = seen && { x: at.x - seen[0], y: at.y - seen[1] };
    // On a busy machine that may have been the place before; two places say the same only where it was not.
    const agreed = origin !== null && last !== null && origin.x === last.x && origin.y === last.y;
    last = origin;
    return agreed && origin;
  }, "the pointer in the page");
}

/**
 * Drags files out of another program's window and drops them at a place of the page (px), with the real
 * pointer. `over` is done while they hang there.
 */
export async function dropFiles(window, files, to, over = async () => {}) {
  const origin = await pageOrigin(window);
  const source = spawn("/usr/bin/python3", [`${import.meta.dirname}/drag_source.py`, ...files], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((done) => source.once("exit", done));
  try {
    await new Promise((ready, fail) => {
      source.stdout.once("data", ready);
      source.once("exit", () => fail(new Error("the window to drag from did not open")));
    });
    const mouse = (...args) => run("xdotool", args.map(String));
    await mouse("mousemove", 60, 50);
    await mouse("mousedown", 1);
    // As a hand does: the desktop tells programs of a drag by its steps.
    const [x, y] = [origin.x + to.x, origin.y + to.y];
    for (let step = 1; step <= 8; step++) {
      await mouse("mousemove", Math.round(60 + ((x - 60) * step) / 8), Math.round(50 + ((y - 50) * step) / 8));
      await sleep(30);
    }
    await over();
    await mouse("mousemove", Math.round(x) + 1, Math.round(y));
    await sleep(50);
    await mouse("mouseup", 1);
    await ended;
  } finally {
    source.kill();
  }
}

/** Waits until nothing on the page moves or fades any more. */
export function still(window) {
  return window.until(
    () => window.run("return document.getAnimations().every((one) => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity);"),
    "the page to stand still",
    5,
  );
}

/** How many small windows without a name of ours are open: menus of the desktop, and what is left of a drag. */
export async function menus() {
  const { stdout } = await run("xdotool", ["search", "--onlyvisible", "--class", "waymark|wm-"]).catch(() => ({ stdout: "" }));
  return stdout.trim().split("\n").filter(Boolean).length - 1;
}

/** Opens a menu of the desktop by its letter. */
export async function openMenu(window, letter) {
  const before = await menus();
  await run("xdotool", ["key", `alt+${letter}`]);
  await window.until(async () => (await menus()) > before, "a menu of the desktop", 5);
}

/** Chooses the first line of a menu of the desktop that can be chosen. */
export async function firstOfMenu(window, letter) {
  const before = await menus();
  await openMenu(window, letter);
  await window.until(async () => {
    // A menu that has just come up takes no keys for a moment.
    await run("xdotool", ["sleep", "0.3", "key", "--delay", "100", "Home", "Return", "sleep", "0.3"]);
    return (await menus()) === before;
  }, "the menu to close", 5);
}

/** The lines of the Edit menu, by their place on the screen, px; the window stands in its corner. */
const EDIT_LINES = { undo: 58, copy: 133, paste: 183 };

/** Chooses a line of the Edit menu by the mouse. */
export async function fromEditMenu(window, line) {
  const before = await menus();
  await run("xdotool", ["mousemove", "60", "32", "click", "1"]);
  await window.until(async () => (await menus()) > before, "the Edit menu", 5);
  await run("xdotool", ["mousemove", "90", String(EDIT_LINES[line] - 4)]);
  await window.until(async () => {
    // A menu that has just come up takes no click for a moment.
    await run("xdotool", ["mousemove", "90", String(EDIT_LINES[line]), "sleep", "0.3", "click", "1"]);
    return (await menus()) === before;
  }, "the menu to close", 5);
}
