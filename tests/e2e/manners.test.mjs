// The manners of the window: its menu's keys, its place over a restart, files from the desktop, and how it
// closes.

import assert from "node:assert/strict";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { closeByTheDesktop, ended, pids } from "./acts.mjs";
import { BINARY, cli, newMap, open, place, run, shot } from "./app.mjs";

const key = (...keys) => run("xdotool", ["key", ...keys]);

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

/** The window on the screen: its corner and size, px, and whether it fills the screen. */
async function frame() {
  const id = (await run("xdotool", ["search", "--onlyvisible", "--sync", "--name", "^Waymark$"], { timeout: 15_000 })).stdout.trim().split("\n")[0];
  const { stdout } = await run("xwininfo", ["-id", id, "-stats", "-wm"]);
  const number = (name) => Number(new RegExp(`${name}: +(-?\\d+)`).exec(stdout)[1]);
  return { id, at: [number("Absolute upper-left X"), number("Absolute upper-left Y"), number("Width"), number("Height")].join(), full: /Maximized Vert/i.test(stdout) && /Maximized Horz/i.test(stdout) };
}

/** Waits until the window stands so. */
const stands = (window, check, what) => window.until(async () => check(await frame()), what);

test("place and size are as they were at the last start, filling the screen or not", async () => {
  const here = await place();
  const windows = [];
  const start = async () => {
    const window = await open(here.library);
    windows.push(window);
    await window.find('[data-testid="library-new"]');
    return window;
  };
  const close = async () => {
    await closeByTheDesktop();
    await ended(here.library, 5);
  };
  // A double click on the title bar, which lies right above the menu bar.
  const turn = async (window) => {
    const [x, y, width] = (await frame()).at.split(",").map(Number);
    await run("xdotool", ["mousemove", String(Math.round(x + width / 2)), String(y - 8), "click", "--repeat", "2", "--delay", "60", "1"]);
    return window;
  };
  try {
    const first = await start();
    const { id } = await frame();
    await run("xdotool", ["windowsize", id, "900", "640"]);
    await run("xdotool", ["windowmove", id, "120", "90"]);
    await stands(first, ({ at }) => at.endsWith(",900,640") && at.startsWith("12"), "the new place");
    const before = (await frame()).at;
    await close();

    const second = await start();
    await stands(second, ({ at, full }) => at === before && !full, `the place ${before}`);
    await turn(second);
    await stands(second, ({ full }) => full, "a window that fills the screen");
    await close();

    const third = await start();
    await stands(third, ({ full, at }) => full && at !== before, "a window that fills the screen again");
    await shot(third, "manners-maximised");
    await turn(third);
    await stands(third, ({ at, full }) => at === before && !full, `the place ${before} to go back to`);
    await close();
  } finally {
    for (const pid of await pids(here.library)) process.kill(pid, "SIGKILL");
    for (const window of windows) await leave(window);
    await here.done();
  }
});

test("a file that the app is started with is opened, and the File menu knows the last maps", async () => {
  const here = await place();
  const files = [];
  for (const template of ["service-blueprint", "four-row-starter"]) {
    const file = `${here.folder}/${template}.waymark.json`;
    await cli("new", "--template", template, "-o", file);
    files.push({ file, title: JSON.parse(await readFile(file, "utf8")).map.title });
  }
  const [older, newer] = files;
  const window = await open(here.library, older.file);
  const shows = (title) => window.until(() => window.run("return document.querySelector('[data-testid=\"editor-title\"]')?.value === arguments[0];", title), `the map “${title}”`);
  try {
    await shows(older.title);
    await run(BINARY, ["--library", here.library, newer.file], { timeout: 20_000 });
    await shows(newer.title);
    await window.click('[data-testid="editor-back"]');
    await window.find('[data-testid="map-card"]');
    // File begins at its first line; the second has the recent maps, and the second of those is the older one.
    await run("xdotool", ["search", "--onlyvisible", "--name", "^Waymark$", "windowactivate", "--sync"]);
    await key("alt+f");
    // Nothing tells when a menu of the desktop stands there and has the keyboard.
    await sleep(600);
    await key("--delay", "250", "Down", "Right", "Down");
    await shot(window, "manners-recent");
    await key("Return");
    await shows(older.title);
  } finally {
    await window.close();
    await here.done();
  }
});

test("the desktop knows what kind of file a map is", async () => {
  const here = await place();
  try {
    const mime = `${here.folder}/share/mime`;
    await mkdir(`${mime}/packages`, { recursive: true });
    await copyFile("assets/desktop/app.waymark.desktop.xml", `${mime}/packages/app.waymark.desktop.xml`);
    await run("update-mime-database", [mime]);
    const type = async (name, text) => {
      await writeFile(`${here.folder}/${name}`, text);
      const env = { ...process.env, XDG_DATA_HOME: `${here.folder}/share` };
      const { stdout } = await run("gio", ["info", "-a", "standard::content-type", `${here.folder}/${name}`], { env });
      return /content-type: (.*)/.exec(stdout)[1];
    };
    const { bundle } = JSON.parse(await readFile("tauri.conf.json", "utf8"));
    const [{ mimeType, ext }] = bundle.fileAssociations;
    assert.equal(await type(`a map.${ext[0]}`, "{}"), mimeType);
    assert.equal(await type("other.json", "{}"), "application/json");
    for (const files of [bundle.linux.deb.files, bundle.linux.rpm.files]) {
      assert.equal(files["/usr/share/mime/packages/app.waymark.desktop.xml"], "assets/desktop/app.waymark.desktop.xml");
    }
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
    await closeByTheDesktop();
    await ended(here.library, 15);
  } finally {
    await leave(window);
    await here.done();
  }
});
