// The app under test: its binary, a library of its own in a temporary folder, and the acts that
// several tests share.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { Window } from "./driver.mjs";

export const run = promisify(execFile);

/** The binary that `cargo xtask test` built. */
export const BINARY = resolve(process.env.WAYMARK_BIN ?? "target/debug/waymark");

/**
 * A temporary folder with a library file's path in it; removed by `done`, which also ends what still works on the
 * library: the window that a failed test leaves behind would stand in the way of all tests after it.
 */
export async function place() {
  const folder = await mkdtemp(join(tmpdir(), "waymark-e2e-"));
  const library = join(folder, "library.db");
  const done = async () => {
    // pkill ends with a failure where there is nothing to end.
    const left = await run("pkill", ["-KILL", "-f", "--", `--library ${library}`]).then(() => true, () => false);
    if (left) console.error(`An app still worked on ${library}; it is killed.`);
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, library, done };
}

/** Opens the app on a library. */
export async function open(library, ...args) {
  const window = await Window.open(BINARY, ["--library", library, ...args]);
  // The page stands before its window is shown, and nothing can be clicked in a window without a size.
  await window.until(() => window.run("return innerWidth > 0;"), "the window to be shown");
  return window;
}

/** Runs the command line and returns what it printed. */
export async function cli(...args) {
  const { stdout } = await run(BINARY, args, { maxBuffer: 64 << 20, timeout: 60_000 });
  return stdout;
}

/** Selector of the node of a record (or of a part of it) on the canvas. */
export const node = (id) => `[data-node="${id}"]`;

/** Waits until the window says that everything is saved. */
export function saved(window) {
  return window.until(async () => (await window.attribute('[data-testid="save-state"]', "data-state")) === "saved", "“Saved”");
}

/** From the library: new map from a template; waits for the canvas. */
export async function newMap(window, template) {
  await window.click('[data-testid="library-new"]');
  await window.click(`[data-testid="template-card"][data-template="${template}"]`);
  await window.click('[data-testid="new-map-skip"]');
  await window.find('[data-testid="canvas"] [data-role="card"], [data-testid="canvas"] [data-role="step"]');
}

/** Answers the desktop's own file dialog of that title as a person does: types a path, presses Enter. */
export async function answerDialog(title, path) {
  await run("xdotool", ["search", "--onlyvisible", "--sync", "--name", title, "windowactivate", "--sync"], { timeout: 15_000 });
  await run("xdotool", ["key", "ctrl+a"]);
  await run("xdotool", ["type", "--delay", "5", path]);
  await run("xdotool", ["key", "Return"]);
}

/** Keeps a screenshot for people to look at, where WAYMARK_SHOTS names a folder. */
export async function shot(window, name) {
  const folder = process.env.WAYMARK_SHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  // The X screen itself: what a person sees, and WebKitWebDriver's own screenshots hang without a GPU.
  await run("scrot", ["--overwrite", join(folder, `${name}.png`)]);
}
