// What the window says about saving is true: on a disk that fills up, on one that turns read-only, and when
// the window is closed in the middle of it. The small disks are file systems in memory, which only root can
// make; without root those tests are skipped.

import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { test } from "node:test";

import { closeByTheDesktop, ended, noDialog, pids } from "./acts.mjs";
import { cli, node, open, place, run, saved, shot } from "./app.mjs";
import { Key } from "./driver.mjs";

/** How soon a person must hear that an edit is not saved. */
const AT_ONCE = 2_000;
/** Saving is tried again after at most five seconds; a busy machine takes its time besides. */
const TRIED_AGAIN = 20;

/** A map in a library of its own, open in the window; on a small disk where a size is given. */
async function work(t, size) {
  const here = await place();
  const { folder } = here;
  let disk = null;
  let window;
  t.after(async () => {
    await window?.abandon();
    for (const pid of await pids(`${folder}/`)) process.kill(pid, "SIGKILL");
    if (disk) await run("umount", ["--lazy", disk]);
    await here.done();
  });
  if (size) {
    await mkdir(`${folder}/disk`);
    try {
      await run("mount", ["-t", "tmpfs", "-o", `size=${size}`, "waymark-e2e", `${folder}/disk`]);
    } catch {
      t.skip("making a small disk takes root");
      return null;
    }
    disk = `${folder}/disk`;
  }
  const library = `${disk ?? folder}/library.db`;
  const file = `${folder}/start.json`;
  await cli("new", "--template", "classic-five-stage", "-o", file);
  const map = (await cli("import", file, "--library", library)).split("\t")[0];
  window = await open(library);
  await window.click(`[data-testid="map-card"][data-map="${map}"]`);
  await window.find('[data-testid="canvas"] [data-role="card"]');
  // Those that lie free, so that a click finds them.
  const cards = await window.run(
    `return [...document.querySelectorAll('[data-testid="canvas"] [data-role="card"]')].filter((card) => {
       const { x, y, width, height } = card.getBoundingClientRect();
       return document.elementFromPoint(x + width / 2, y + height / 2)?.closest("[data-testid=canvas]");
     }).map((card) => card.dataset.node);`,
  );
  assert.ok(cards.length > 3);
  return { folder, disk, library, map, cards, window };
}

const state = (window) => window.attribute('[data-testid="save-state"]', "data-state");

/** Writes on a card as a person does, and waits until the text stands on the sheet. */
async function write(window, card, text) {
  await window.click(node(card));
  await window.keys(Key.Enter, [Key.Control, "a"], text, Key.Escape);
  await stands(window, card, text);
  // Nothing stays selected: the bar above a selection would lie over other cards.
  await window.keys(Key.Escape);
}

function stands(window, card, text) {
  return window.until(
    () => window.run('return document.querySelector(arguments[0])?.textContent.replace(/\\s+/g, " ").includes(arguments[1]) ?? false;', node(card), text),
    `“${text}” on the sheet`,
  );
}

/** The texts of the cards that the library holds, by the command line. */
async function kept({ folder, map, library }) {
  const now = `${folder}/now.json`;
  await cli("export", map, "-o", now, "--library", library);
  return new Map(JSON.parse(await readFile(now, "utf8")).cards.map((card) => [card.id, card.text]));
}

/** Takes every byte that is left on the disk. */
async function fill(disk) {
  for (const size of ["64k", "4k"]) {
    await run("dd", ["if=/dev/zero", `of=${disk}/filler.${size}`, `bs=${size}`]).catch(() => undefined);
  }
}

async function makeRoom(disk) {
  for (const size of ["64k", "4k"]) await rm(`${disk}/filler.${size}`, { force: true });
}

test("a full disk is said at once, nothing is lost, and saving goes on when there is room", { timeout: 120_000 }, async (t) => {
  const at = await work(t, "6m");
  if (!at) return;
  const { window, cards, disk } = at;
  const expected = new Map();
  const edit = async (card, text) => {
    await write(window, card, text);
    expected.set(card, text);
  };
  await edit(cards[0], "while there is room");
  await saved(window);

  await fill(disk);
  // The file grows in steps, so that there may be room in it for some edits yet.
  let told = Number.POSITIVE_INFINITY;
  for (let number = 1; number <= 40 && told === Number.POSITIVE_INFINITY; number++) {
    await edit(cards[number % cards.length], `without room ${number}`);
    const since = Date.now();
    const now = await window.until(async () => {
      const now = await state(window);
      return now === "saving" ? null : now;
    }, "a word about saving");
    if (now === "notSaved") told = Date.now() - since;
  }
  assert.ok(told < AT_ONCE, `“Not saved” was shown after ${told} ms`);
  const why = await window.text('[data-testid="not-saved"]');
  assert.match(why, /full|no room|no space/i);
  assert.ok(why.includes(disk), why);
  await shot(window, "truth-full");

  // Work goes on, by undo and redo too, and the word stands.
  await edit(cards[1], "further work");
  await edit(cards[2], "taken back");
  await window.keys([Key.Control, "z"]);
  await window.until(async () => !(await window.text(node(cards[2]))).includes("taken back"), "the text to be taken back");
  await window.keys([Key.Control, Key.Shift, "z"]);
  await stands(window, cards[2], "taken back");
  assert.equal(await state(window), "notSaved");
  for (const [card, text] of expected) await stands(window, card, text);

  // Closing asks, and does not lose anything by itself.
  await closeByTheDesktop();
  await window.find("dialog[open]");
  await shot(window, "truth-close-unsaved");
  assert.equal((await pids(at.library)).length, 1);
  await window.keys(Key.Enter);
  await noDialog(window);
  assert.equal(await state(window), "notSaved");

  await makeRoom(disk);
  await window.until(async () => (await state(window)) === "saved", "“Saved”", TRIED_AGAIN);
  assert.equal((await window.all('[data-testid="not-saved"]')).length, 0);
  const found = await kept(at);
  for (const [card, text] of expected) assert.equal(found.get(card), text);

  // And now the window closes without a question.
  await closeByTheDesktop();
  await ended(at.library);
});

test("a disk that turned read-only is said at once, and saving goes on when it may be written", { timeout: 120_000 }, async (t) => {
  const at = await work(t, "32m");
  if (!at) return;
  const { window, cards, disk } = at;
  await write(window, cards[0], "written");
  await saved(window);

  // Linux refuses to turn a disk read-only while somebody writes on it. The library is at rest while one of
  // the desktop's own file dialogs is open, and that is when the disk turns.
  await window.click('[data-testid="export-open"]');
  await window.click('[data-testid="export-run"]');
  await run("xdotool", ["search", "--onlyvisible", "--sync", "--name", "Export the map", "windowactivate", "--sync"], { timeout: 15_000 });
  await run("mount", ["-o", "remount,ro", disk]);
  await assert.rejects(writeFile(`${disk}/probe`, ""), /EROFS/);
  await run("xdotool", ["key", "Escape"]);
  await window.until(async () => window.run("return document.hasFocus();"), "the window to have the keyboard");
  await window.keys(Key.Escape);
  await noDialog(window);

  await write(window, cards[1], "not written");
  const since = Date.now();
  await window.until(async () => (await state(window)) === "notSaved", "“Not saved”");
  const told = Date.now() - since;
  assert.ok(told < AT_ONCE, `“Not saved” was shown after ${told} ms`);
  const why = await window.text('[data-testid="not-saved"]');
  assert.match(why, /read.only|may not be written|cannot be written/i);
  await shot(window, "truth-read-only");
  await write(window, cards[2], "nor this");
  await stands(window, cards[1], "not written");

  await run("mount", ["-o", "remount,rw", disk]);
  await window.until(async () => (await state(window)) === "saved", "“Saved”", TRIED_AGAIN);
  const found = await kept(at);
  assert.deepEqual([found.get(cards[0]), found.get(cards[1]), found.get(cards[2])], ["written", "not written", "nor this"]);
});

test("closing in the middle of a word keeps the word", { timeout: 120_000 }, async (t) => {
  const at = await work(t);
  const { window, cards } = at;
  await window.click(node(cards[0]));
  await window.keys(Key.Enter, [Key.Control, "a"], "the last words of the day");
  await closeByTheDesktop();
  await ended(at.library);
  assert.equal((await kept(at)).get(cards[0]), "the last words of the day");
});
