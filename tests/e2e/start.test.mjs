// The first moments of a start, as they are seen on the screen: no white flash in the dark, nothing blank for
// long, and the remedy of the start after one that painted nothing.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { BINARY, run } from "./app.mjs";
import { frame, screen } from "./screen.mjs";

/** What of the first screen is white in the dark, too: the paper of the sketch on it. A flash is all of it. */
const SKETCH = 0.3;
/** How long the window may stand there without its page, ms. */
const BLANK = 500;
/** More than the height of the menu bar, px. */
const MENU = 48;

const exists = (file) => access(file).then(() => true, () => false);

/** Every 16th pixel of a part of the screen, as [red, green, blue]. */
function sampled({ row, step, pixels }, { x, y, width, height }) {
  const found = [];
  for (let down = y; down < y + height; down += 16) {
    for (let right = x; right < x + width; right += 16) {
      const at = down * row + right * step;
      found.push([pixels[at + 2], pixels[at + 1], pixels[at]]);
    }
  }
  return found;
}

const share = (samples, check) => samples.filter(check).length / samples.length;
const light = ([red, green, blue]) => Math.min(red, green, blue) > 200;

/** Starts the app without a driver and looks at the screen as fast as it can, until the first picture stands. */
async function beginning(library, env) {
  await writeFile(`${library}.starting`, "");
  const app = spawn(BINARY, ["--library", library], { stdio: "ignore", env: { ...process.env, ...env } });
  const pictures = [];
  try {
    const end = Date.now() + 20_000;
    let left = 8;
    while (left > 0 && Date.now() < end) {
      pictures.push({ at: Date.now(), ...(await screen()) });
      // A few more once the app says that its first frame is painted.
      if (!(await exists(`${library}.starting`))) left--;
    }
    assert.equal(left, 0, "the app tells that it has painted");
    // Without the desktop's menu bar, which is never blank.
    const whole = await frame();
    const area = { ...whole, y: whole.y + MENU, height: whole.height - MENU };
    const [page] = await run("pgrep", ["-P", String(app.pid), "WebKitWebProces"]).then(({ stdout }) => stdout.trim().split("\n"), () => [""]);
    const environment = page ? await readFile(`/proc/${page}/environ`, "utf8") : "";
    return { pictures: pictures.map((picture) => ({ at: picture.at, samples: sampled(picture, area) })), environment };
  } finally {
    app.kill("SIGKILL");
  }
}

/** A library that keeps an appearance. */
async function libraryWith(t, appearance) {
  const folder = await mkdtemp(join(tmpdir(), "waymark-looks-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const library = `${folder}/library.db`;
  await run(BINARY, ["list", "--library", library]);
  await run("sqlite3", [library, `INSERT OR REPLACE INTO meta (key, value) VALUES ('setting/preferences', '{"appearance":"${appearance}"}')`]);
  return library;
}

/** How much of the window is white or nearly so. */
const white = (samples) => share(samples, light);

test("the command line does without the web view", async () => {
  const { stdout } = await run("ldd", [BINARY]);
  assert.match(stdout, /libc\.so/, "the loader tells what it brings in");
  assert.doesNotMatch(stdout, /webkit|gtk/i);
});

test("a dark start on a light desktop shows nothing white, from the first moment on", { timeout: 60_000 }, async (t) => {
  const { pictures, environment } = await beginning(await libraryWith(t, "dark"), { GTK_THEME: "Adwaita" });
  const lightest = Math.max(...pictures.map(({ samples }) => white(samples)));
  t.diagnostic(`${pictures.length} pictures, the lightest ${Math.round(lightest * 100)} % white`);
  assert.ok(pictures.length > 10);
  assert.ok(lightest < SKETCH, `${Math.round(lightest * 100)} % of the window was white`);
  // The last of them is the library and no empty window.
  assert.ok(new Set(pictures.at(-1).samples.map(String)).size > 4);
  // The start before this one seemed to have painted nothing, so this one goes without the DMABUF renderer.
  assert.match(environment, /WEBKIT_DISABLE_DMABUF_RENDERER=1/);
});

test("a light start is never blank for long", { timeout: 60_000 }, async (t) => {
  const { pictures } = await beginning(await libraryWith(t, "light"), { GTK_THEME: "Adwaita:dark" });
  let longest = 0;
  let since = null;
  for (const { at, samples } of pictures) {
    const stands = white(samples) > 0.5;
    const empty = new Set(samples.map(String)).size === 1;
    if (stands && empty) longest = Math.max(longest, at - (since ??= at));
    else since = null;
  }
  t.diagnostic(`${pictures.length} pictures, blank for ${longest} ms`);
  assert.ok(white(pictures.at(-1).samples) > 0.5, "it is light in the end");
  assert.ok(longest < BLANK, `the window was blank for ${longest} ms`);
});

test("the app is as dark as the desktop, where nobody chose", { timeout: 60_000 }, async (t) => {
  const { pictures } = await beginning(await libraryWith(t, "system"), { GTK_THEME: "Adwaita:dark" });
  const lightest = Math.max(...pictures.map(({ samples }) => white(samples)));
  assert.ok(lightest < SKETCH, `${Math.round(lightest * 100)} % of the window was white`);
});
