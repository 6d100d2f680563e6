// Exports from the real window beyond one file: choices under a name, the whole library into a folder,
// the clipboard, and what a format could not hold.

import assert from "node:assert/strict";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { chooseFile, clickNamed, enlarge, exported, focused, imported, mapped, middle, noDialog, previewed, selected, still, worded } from "./acts.mjs";
import { answerDialog, cli, node, open, place, run, shot } from "./app.mjs";
import { Key } from "./driver.mjs";
import { frame, screen } from "./screen.mjs";

let here;
/** Where files go: people keep them elsewhere than their library. */
let out;
let window;
let maps;

before(async () => {
  [here, out] = [await place(), await place()];
  maps = [await imported(here, "flood-insurance"), await imported(here, "ride-hailing"), await withSign()];
  window = await open(here.library);
  await mapped();
  await enlarge(window, 1280, 800);
});

after(async () => {
  await window?.close();
  await here?.done();
  await out?.done();
});

/** A map with a letter that means nothing outside of one font. */
async function withSign() {
  const file = `${here.folder}/sign.json`;
  await cli("new", "--template", "flood-insurance", "-o", file);
  const map = JSON.parse(await readFile(file, "utf8"));
  map.map.title = "With a sign";
  worded(map, "Local TV news").text = "Local TV \ue042";
  await writeFile(file, JSON.stringify(map));
  return (await cli("import", file, "--library", here.library)).split("\t")[0];
}

async function openMap(map) {
  await window.click(`[data-testid="map-card"][data-map="${map}"]`);
  await window.find('[data-testid="canvas"] [data-role="card"]');
}

async function backToMaps() {
  await window.click('[data-testid="editor-back"]');
  await window.find('[data-testid="map-card"]');
}

/** What is chosen in the dialog: the values of its radio buttons and lists. */
const choices = () =>
  window.run(`return [...document.querySelectorAll("dialog .choices input:checked, dialog .choices select, dialog .formats input:checked")].map((one) => one.value);`);

/** Runs the export that the dialog describes, to a file. */
async function exportTo(target) {
  await window.click('[data-testid="export-run"]');
  await answerDialog("Export the map", target);
  await window.until(async () => (await window.text('[data-testid="export-path"]'))?.includes(target), "“Saved to …”");
}

test("choices are kept under a name, and another map is exported by them", async () => {
  await openMap(maps[0]);
  await window.click('[data-testid="export-open"]');
  await window.click('[data-testid="export-format-png"]');
  await clickNamed(window, ".segments label", "Transparent");
  await window.run(`document.querySelector('[data-testid="export-size"]').focus();`);
  await window.keys("0.5");
  const chosen = await choices();
  await clickNamed(window, "dialog button", "Presets");
  // It has the keyboard once it stands where it belongs.
  await focused(window, '[role="menuitem"]');
  await clickNamed(window, '[role="menuitem"]', "Save these choices…");
  await focused(window, 'input[aria-label="Name of the preset"]');
  await window.keys("For slides");
  await still(window);
  await shot(window, "preset-name");
  await window.keys(Key.Enter);
  await window.until(() => window.run(`return !document.querySelector('input[aria-label="Name of the preset"]');`), "the name to be kept", 5);
  await window.keys(Key.Escape);
  await noDialog(window);
  await backToMaps();
  await openMap(maps[1]);
  await window.click('[data-testid="export-open"]');
  await previewed(window);
  assert.notDeepEqual(await choices(), chosen);
  await clickNamed(window, "dialog button", "Presets");
  // It has the keyboard once it stands where it belongs.
  await focused(window, '[role="menuitem"]');
  await still(window);
  await shot(window, "preset-menu");
  await clickNamed(window, '[role="menuitem"]', "For slides");
  await window.until(async () => {
    assert.deepEqual(await choices(), chosen);
    return true;
  }, "the choices of the preset", 5);
  await previewed(window);
  await shot(window, "preset-used");
  const [target, same] = [`${out.folder}/by preset.png`, `${out.folder}/by words.png`];
  await exportTo(target);
  await window.keys(Key.Escape);
  await noDialog(window);
  await cli("export", maps[1], "-o", same, "--scale", "0.5", "--background", "transparent", "--library", here.library);
  assert.ok((await readFile(target)).equals(await readFile(same)), "the file is not what the preset says");
  await backToMaps();
});

/** Opens the dialog that exports maps of the library, in a format. */
async function openLibraryExport(format) {
  await window.click('[data-testid="library-export"]');
  await window.click(`[data-testid="export-format-${format}"]`);
}

test("all maps of the library go into a folder, each under its title", async () => {
  const folder = `${out.folder}/all`;
  await mkdir(folder);
  // What lies there already is somebody's: it is not replaced.
  await writeFile(`${folder}/The first ride.md`, "mine");
  await openLibraryExport("markdown");
  await still(window);
  await shot(window, "export-all");
  await window.click('[data-testid="export-run"]');
  await chooseFile("Export into a folder", folder);
  await window.until(async () => (await window.text('[data-testid="export-path"]'))?.includes(folder), "the files in the folder");
  await still(window);
  await shot(window, "export-all-done");
  assert.match(await window.text('[data-testid="export-problems"]'), /The first ride\.md.*move it away/);
  await window.keys(Key.Escape);
  await noDialog(window);
  assert.deepEqual((await readdir(folder)).sort(), ["Buying flood insurance in Louisiana.md", "The first ride.md", "With a sign.md"]);
  assert.equal(await readFile(`${folder}/The first ride.md`, "utf8"), "mine");
  const same = `${out.folder}/same.md`;
  await cli("export", maps[0], "-o", same, "--library", here.library);
  assert.equal(await readFile(`${folder}/Buying flood insurance in Louisiana.md`, "utf8"), await readFile(same, "utf8"));
});

/** The picture on the desktop's clipboard as another program gets it. */
async function copiedPicture(file) {
  await window.until(async () => (await run("xclip", ["-selection", "clipboard", "-o", "-t", "TARGETS"])).stdout.includes("image/png"), "a picture on the clipboard");
  const { stdout } = await run("xclip", ["-selection", "clipboard", "-o", "-t", "image/png"], { encoding: "buffer", maxBuffer: 64 << 20 });
  await writeFile(file, stdout);
  const script = "import sys, PIL.Image as I; i = I.open(sys.argv[1]).convert('RGB'); i.load(); print(*i.size, len(i.getcolors(1 << 24)))";
  const [width, height, colours] = (await run("/usr/bin/python3", ["-c", script, file])).stdout.trim().split(" ").map(Number);
  assert.ok(colours > 20, `the picture has ${colours} colours`);
  return { width, height };
}

test("the map and a card are copied as pictures for other programs", async () => {
  await openMap(maps[0]);
  await run("xdotool", ["key", "ctrl+shift+c"]);
  const sheet = await window.run(`const paper = document.querySelector(".layer .paper").getBoundingClientRect(); return paper.width / paper.height;`);
  const whole = await copiedPicture(`${out.folder}/copied.png`);
  assert.ok(whole.width > 2000 && Math.abs(whole.width / whole.height - sheet) < 0.01, `${whole.width} × ${whole.height} px, and ${sheet}`);
  await still(window);
  await shot(window, "copied-picture");

  const { id } = worded(await exported(here, maps[0]), "Local TV news");
  const { x, y } = middle(await window.box(node(id)));
  await window.pointer([["move", x, y], ["down"], ["up"]]);
  await selected(window, id);
  await run("xdotool", ["key", "ctrl+shift+c"]);
  await window.until(async () => (await copiedPicture(`${out.folder}/copied card.png`)).width < whole.width / 2, "the picture of the card", 5);
  await backToMaps();
});

test("what a file could not hold is told, and shown on the map", async () => {
  const id = maps[2];
  await openMap(id);
  await window.click('[data-testid="export-open"]');
  await clickNamed(window, "dialog summary", "Margins and standards");
  await window.run(`document.querySelector('dialog select:has(option[value="a2b"])').focus();`);
  await window.keys("PDF/A-3");
  await window.until(async () => /U\+E042/.test(await window.text('[data-testid="export-findings"] .leftOut')), "what is in the standard's way");
  await previewed(window);
  await shot(window, "export-findings");
  await window.click('[data-testid="export-findings"] button');
  await noDialog(window);
  await selected(window, worded(await exported(here, id), "Local TV").id);
  await shot(window, "export-finding-shown");
  await backToMaps();
});

test("a dialog lies on the page, and nothing of the page shines through", async () => {
  await openMap(maps[0]);
  await window.click('[data-testid="export-open"]');
  await previewed(window);
  await window.click('[data-testid="export-format-mermaid"]');
  await window.find('[data-testid="export-findings"] .leftOut');
  await still(window);
  await shot(window, "export-left-out");
  // Bars that scroll the palette and the inspector are as high as the window: they would cross the foot.
  const [foot, at, shown] = [await window.box("dialog footer"), await frame(), await screen()];
  const top = at.y + at.height - (await window.run("return innerHeight;"));
  const colours = new Set();
  for (let y = Math.ceil(foot.y) + 3; y < foot.y + 12; y++) {
    for (let x = Math.ceil(foot.x) + 10; x < foot.x + foot.width - 10; x++) {
      colours.add(shown.pixels.readUIntLE((top + y) * shown.row + (at.x + x) * shown.step, 3));
    }
  }
  assert.equal(colours.size, 1, `${colours.size} colours at the foot of the dialog`);
  await window.keys(Key.Escape);
  await noDialog(window);
  await backToMaps();
});

test("an export of many maps that is called off leaves whole files and nothing else", async () => {
  const folder = `${out.folder}/some`;
  await mkdir(folder);
  const [file, many] = [`${here.folder}/many.json`, 40];
  await cli("new", "--template", "flood-insurance", "-o", file);
  const map = JSON.parse(await readFile(file, "utf8"));
  const files = [];
  for (let at = 1; at <= many; at++) {
    files.push(`${here.folder}/many ${at}.json`);
    await writeFile(files.at(-1), JSON.stringify({ ...map, map: { ...map.map, title: `Journey ${at}` } }));
  }
  await cli("import", ...files, "--library", here.library);
  await openLibraryExport("pdf");
  await window.until(async () => (await window.text('[data-testid="export-run"]')).includes(String(many + maps.length)), "all maps to be listed", 5);
  await window.click('[data-testid="export-run"]');
  await chooseFile("Export into a folder", folder);
  await window.until(async () => (await readdir(folder)).some((name) => name.endsWith(".pdf")), "a first file");
  await shot(window, "export-all-running");
  await window.click('[data-testid="export-cancel"]');
  await window.until(() => window.run(`return document.querySelector("dialog .outcome")?.textContent.includes("cancelled");`), "the end of the export", 5);
  await shot(window, "export-all-cancelled");
  const written = await readdir(folder);
  assert.ok(written.length > 0 && written.length < many, `${written.length} files`);
  for (const name of written) {
    assert.match(name, /\.pdf$/, "a half-written file was left behind");
    await run("qpdf", ["--check", `${folder}/${name}`]);
  }
  await window.keys(Key.Escape);
  await noDialog(window);
});
