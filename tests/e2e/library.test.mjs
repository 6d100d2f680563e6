// The library in the real window: from nothing to a thousand maps.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { chooseFile, clickNamed, dropFiles, exported, focused, listed, mapped, noDialog, pageOrigin, tabTo } from "./acts.mjs";
import { cli, node, open, place, run, saved, shot } from "./app.mjs";
import { Key } from "./driver.mjs";

let here;
let window;

before(async () => {
  here = await place();
  window = await open(here.library);
});

after(async () => {
  await window?.close();
  await here?.done();
});

/** A map file made from a template, under a title of its own. */
async function mapFile(template, title, name = `${title}.waymark.json`) {
  const file = `${here.folder}/${name}`;
  await cli("new", "--template", template, "-o", file);
  const map = JSON.parse(await readFile(file, "utf8"));
  map.map.title = title;
  await writeFile(file, JSON.stringify(map));
  return file;
}

const tile = (map) => `[data-testid="map-card"][data-map="${map}"]`;
const opened = () => window.find('[data-testid="canvas"] [data-role="card"], [data-testid="canvas"] [data-role="step"]');
/** Titles of the tiles as they stand, row by row. */
const titles = () =>
  window.run(
    `return [...document.querySelectorAll("[data-place]")]
       .sort((a, b) => a.dataset.place - b.dataset.place)
       .map((place) => place.querySelector("[data-map]")?.getAttribute("aria-label")).filter(Boolean);`,
  );
const shows = (expected) =>
  window.until(async () => {
    const now = await titles();
    if (JSON.stringify(now) === JSON.stringify(expected)) return true;
    throw new Error(`the library shows ${now.join(", ")}`);
  }, `the maps ${expected.join(", ")}`);
async function backToMaps() {
  await window.click('[data-testid="editor-back"]');
  await window.find('[data-testid="library-search"]');
}
/** Moves the keyboard to the tile of a map. */
async function goTo(map) {
  await tabTo(window, "[data-tile]");
  await window.keys(Key.Home);
  for (let step = 0; step < 20; step++) {
    if (await window.run("return document.activeElement.matches(arguments[0]);", tile(map))) return;
    await window.keys(Key.Right);
  }
  assert.fail(`the arrows did not come to ${map}`);
}

test("an empty library teaches, and its finished map opens", async () => {
  await window.find('[data-testid="welcome"]');
  await mapped();
  await shot(window, "library-welcome");
  await tabTo(window, '[data-testid="welcome-sample"]');
  await window.keys(Key.Enter);
  await opened();
  const maps = await listed(here);
  assert.deepEqual(maps.map(({ title }) => title), ["Buying flood insurance in Louisiana"]);
  await backToMaps();
  await shows(["Buying flood insurance in Louisiana"]);
});

test("a map file is imported through the desktop's own dialog", async () => {
  const file = await mapFile("ride-hailing", "Zebra crossing");
  await window.click('[data-testid="library-import"]');
  await chooseFile("Import a map", file);
  await opened();
  await window.until(async () => (await listed(here)).length === 2, "the map in the library");
  await backToMaps();
  await shows(["Zebra crossing", "Buying flood insurance in Louisiana"]);
});

test("a file that is dropped on the window is imported and opened", async () => {
  const file = await mapFile("retention", "Autumn returns");
  await dropFiles(window, [file], { x: 500, y: 500 }, async () => {
    await window.find('[data-testid="file-drop"]', 5);
    await shot(window, "library-drop");
  });
  await opened();
  assert.equal(await window.run(`return document.querySelector('[data-testid="file-drop"]');`), null);
  await backToMaps();
  await shows(["Autumn returns", "Zebra crossing", "Buying flood insurance in Louisiana"]);
});

/** Waits for a notice with those words. */
const notice = (words) =>
  window.until(
    () => window.run(`return [...document.querySelectorAll('[role="alert"], [role="status"]')].some((one) => one.textContent.includes(arguments[0]));`, words),
    `a notice of “${words}”`,
  );

test("a dropped file that holds no map is named, and nothing else happens", async () => {
  const bad = `${here.folder}/broken.waymark.json`;
  await writeFile(bad, '{ "format": "waymark-map", "version": ');
  await dropFiles(window, [bad], { x: 500, y: 500 });
  await notice("broken.waymark.json");
  await shot(window, "library-drop-broken");
  await shows(["Autumn returns", "Zebra crossing", "Buying flood insurance in Louisiana"]);
});

test("of several dropped files the good ones come in, and each bad one is named", async () => {
  const bad = `${here.folder}/no map at all.png`;
  await writeFile(bad, "not even a picture");
  const good = [await mapFile("saas-onboarding", "Minor map"), await mapFile("music-streaming", "One more")];
  await dropFiles(window, [good[0], bad, good[1]], { x: 500, y: 500 });
  await notice("no map at all.png");
  await notice("Imported “Minor map” and “One more”");
  await shot(window, "library-drop-several");
  assert.deepEqual((await titles()).toSorted(), ["Autumn returns", "Buying flood insurance in Louisiana", "Minor map", "One more", "Zebra crossing"]);
  const { id } = (await listed(here)).find(({ title }) => title === "One more");
  await goTo(id);
  await window.keys(Key.Delete);
  await window.until(async () => !(await titles()).includes("One more"), "it to go again");
});

test("maps are found by the words on their cards, and open there", async () => {
  await window.keys([Key.Control, "f"]);
  await focused(window, '[data-testid="library-search"]');
  // Already half a word finds it.
  await window.keys("three ta");
  await window.until(
    () => window.run(`return [...document.querySelectorAll('[data-testid="search-result"] mark')].some((mark) => mark.textContent.includes("tabs"));`),
    "a snippet with the word marked",
  );
  await shot(window, "library-search");
  await window.keys("bs", Key.Down, Key.Enter);
  await opened();
  const text = await window.until(() => window.run(`return document.querySelector('[data-testid="field-text"]')?.value ?? "";`), "the card that was found in the inspector");
  assert.match(text, /^Opens three tabs/);
  const room = await window.until(
    () =>
      window.run(
        `const squeezed = (text) => text.replace(/\\s+/g, "");
         const node = [...document.querySelectorAll('[data-role="card"]')].find((one) => squeezed(one.textContent).includes(squeezed(arguments[0])));
         if (!node) return null;
         const canvas = document.querySelector('[data-testid="canvas"]').getBoundingClientRect();
         const box = node.getBoundingClientRect();
         return [box.left - canvas.left, box.top - canvas.top, canvas.right - box.right, canvas.bottom - box.bottom];`,
        text,
      ),
    "its card on the canvas",
  );
  assert.ok(room.every((side) => side >= 0), `the card lies outside of the canvas: ${room}`);
  await shot(window, "library-search-opened");
  await backToMaps();
});

test("Enter right behind the word opens what the whole word finds", async () => {
  // The search is where it was left, so that the next result is one key away.
  assert.equal(await window.run(`return document.querySelector('[data-testid="library-search"]').value;`), "three tabs");
  await focused(window, '[data-testid="library-search"]');
  await window.keys([Key.Control, "a"], "Zebra", Key.Enter);
  await opened();
  await window.until(async () => (await window.run(`return document.querySelector('[data-testid="editor-title"]').value ?? document.querySelector('[data-testid="editor-title"]').textContent;`)).includes("Zebra crossing"), "the map of that name");
  await backToMaps();
  await focused(window, '[data-testid="library-search"]');
  await window.keys(Key.Escape);
  await window.find('[data-testid="map-grid"]');
});

test("maps are sorted by title, and the choice outlives a restart", async () => {
  await tabTo(window, '[data-testid="library-sort"]');
  await window.keys("t");
  await shows(["Autumn returns", "Buying flood insurance in Louisiana", "Minor map", "Zebra crossing"]);
  await window.close();
  window = await open(here.library);
  await shows(["Autumn returns", "Buying flood insurance in Louisiana", "Minor map", "Zebra crossing"]);
});

test("a map is renamed where its title stands", async () => {
  const { id } = (await listed(here)).find(({ title }) => title === "Minor map");
  await goTo(id);
  await window.keys(Key.F2);
  await focused(window, "article input");
  await window.keys("Never mind", Key.Escape);
  await focused(window, tile(id));
  await window.keys(Key.F2);
  await focused(window, "article input");
  await window.keys("Yearly check-up");
  await shot(window, "library-rename");
  await window.keys(Key.Enter);
  await shows(["Autumn returns", "Buying flood insurance in Louisiana", "Yearly check-up", "Zebra crossing"]);
  assert.equal((await exported(here, id)).map.title, "Yearly check-up");
});

test("tags are put on a map, and gather those that wear them", async () => {
  const maps = await listed(here);
  // The template's own, which the map began with.
  const begun = { "Autumn returns": [], "Yearly check-up": ["b2b", "onboarding"] };
  for (const title of ["Autumn returns", "Yearly check-up"]) {
    const { id } = maps.find((map) => map.title === title);
    await goTo(id);
    // The menu of the tile, as the keyboard opens it; the desktop's own key, which WebDriver does not press.
    await run("xdotool", ["key", "shift+F10"]);
    await clickNamed(window, '[role="menuitem"]', "Edit tags");
    await focused(window, '[data-testid="tag-field"]');
    await window.keys("shop", Key.Enter, title === "Autumn returns" ? "returns" : "health", Key.Enter);
    if (title === "Yearly check-up") await shot(window, "library-tags");
    await window.keys(Key.Enter);
    await noDialog(window);
    assert.deepEqual((await exported(here, id)).map.tags ?? [], [...begun[title], "shop", title === "Autumn returns" ? "returns" : "health"]);
  }
  await clickNamed(window, '[data-testid="tag-filter"] button', "shop");
  await shows(["Autumn returns", "Yearly check-up"]);
  await clickNamed(window, '[data-testid="tag-filter"] button', "health");
  await shows(["Yearly check-up"]);
  await shot(window, "library-filtered");
  await clickNamed(window, '[data-testid="tag-filter"] button', "All");
  await shows(["Autumn returns", "Buying flood insurance in Louisiana", "Yearly check-up", "Zebra crossing"]);
});

test("a map is duplicated whole", async () => {
  const { id } = (await listed(here)).find(({ title }) => title === "Zebra crossing");
  await clickNamed(window, "article button", "More for Zebra crossing");
  await shot(window, "library-menu");
  await clickNamed(window, '[role="menuitem"]', "Duplicate");
  await shows(["Autumn returns", "Buying flood insurance in Louisiana", "Yearly check-up", "Zebra crossing", "Zebra crossing (copy)"]);
  const copy = (await listed(here)).find(({ title }) => title === "Zebra crossing (copy)");
  await focused(window, tile(copy.id));
  const words = async (map) => (await exported(here, map)).cards.map(({ text }) => text).sort();
  assert.deepEqual(await words(copy.id), await words(id));
});

test("a map goes to the trash and comes back with Undo", async () => {
  const { id } = (await listed(here)).find(({ title }) => title === "Zebra crossing (copy)");
  await goTo(id);
  await window.keys(Key.Delete);
  await shows(["Autumn returns", "Buying flood insurance in Louisiana", "Yearly check-up", "Zebra crossing"]);
  await shot(window, "library-trashed");
  await clickNamed(window, "button", "Undo");
  await shows(["Autumn returns", "Buying flood insurance in Louisiana", "Yearly check-up", "Zebra crossing", "Zebra crossing (copy)"]);
  assert.equal((await listed(here)).length, 5);
});

test("from the trash maps are restored, or deleted for good after a question", async () => {
  const maps = await listed(here);
  for (const title of ["Zebra crossing (copy)", "Zebra crossing"]) {
    await goTo(maps.find((map) => map.title === title).id);
    await window.keys(Key.Delete);
    await window.until(async () => !(await titles()).includes(title), `${title} to go`);
  }
  await window.click('[data-testid="library-trash"]');
  // What was thrown away last comes first.
  await shows(["Zebra crossing", "Zebra crossing (copy)", "One more"]);
  await shot(window, "library-trash");
  await clickNamed(window, "article button", "More for Zebra crossing");
  await clickNamed(window, '[role="menuitem"]', "Restore");
  await shows(["Zebra crossing (copy)", "One more"]);
  await tabTo(window, "[data-tile]");
  await window.keys(Key.Delete);
  await window.find('[data-testid="delete-for-good"]');
  await shot(window, "library-delete");
  // Escape is “no”.
  await window.keys(Key.Escape);
  await noDialog(window);
  await shows(["Zebra crossing (copy)", "One more"]);
  await focused(window, "[data-tile]");
  await window.keys(Key.Delete);
  await window.click('[data-testid="delete-for-good"]');
  await noDialog(window);
  await shows(["One more"]);
  await window.click('[data-testid="empty-trash"]');
  await window.click('[data-testid="delete-for-good"]');
  await noDialog(window);
  await shows([]);
  await shot(window, "library-trash-empty");
  await window.keys(Key.Escape);
  await shows(["Autumn returns", "Buying flood insurance in Louisiana", "Yearly check-up", "Zebra crossing"]);
  const { id } = maps.find(({ title }) => title === "Zebra crossing (copy)");
  await assert.rejects(exported(here, id), "a map that was deleted for good is still there");
});

test("a picture is dropped on a card of the map", async () => {
  const file = `${here.folder}/storyboard.json`;
  await cli("new", "--template", "blank", "-o", file);
  const map = JSON.parse(await readFile(file, "utf8"));
  const order = map.lanes[0].order;
  map.map.title = "With a picture";
  map.lanes[0] = { ...map.lanes[0], kind: "storyboard", title: "Storyboard", order };
  map.cards = [{ id: "card_pictureplace", step: map.steps[0].id, lane: map.lanes[0].id, order: "80", text: "Here" }];
  await writeFile(file, JSON.stringify(map));
  const [id] = (await cli("import", file, "--library", here.library)).split("\t");
  const picture = `${here.folder}/picture.png`;
  await cli("export", file, "-o", picture);
  await window.close();
  window = await open(here.library);
  await window.click(tile(id));
  await opened();
  const card = (await exported(here, id)).cards[0].id;
  const at = await window.centre(node(card));
  await dropFiles(window, [picture], at, async () => {
    await window.find('[data-testid="picture-drop"]', 5);
    await shot(window, "editor-picture-drop");
  });
  await window.until(async () => Boolean((await exported(here, id)).cards[0].image), "the picture on the card");
  await saved(window);
  await window.find(`${node(card)} image`);
  await shot(window, "editor-picture");
  await window.keys([Key.Control, "z"]);
  await window.until(async () => !(await exported(here, id)).cards[0].image, "the card without it");
});

test("a thousand maps are scrolled and walked without a gap", async () => {
  const many = 1000;
  const template = `${here.folder}/one.json`;
  await cli("new", "--template", "classic-five-stage", "-o", template);
  const map = JSON.parse(await readFile(template, "utf8"));
  const files = [];
  for (let at = 0; at < many; at++) {
    map.map.title = `Journey ${String(at).padStart(4, "0")}`;
    files.push(`${here.folder}/many-${at}.json`);
    await writeFile(files[at], JSON.stringify(map));
  }
  const library = `${here.folder}/many.db`;
  await cli("import", ...files, "--library", library);
  await window.close();
  window = await open(library);
  await window.find("[data-map]");
  await window.find('[data-testid="map-card"] img');

  const mounted = await window.run("return document.querySelectorAll('[data-testid=\"map-card\"]').length;");
  assert.ok(mounted < 60, `${mounted} tiles stand in the document at once`);

  /** Places within the window that no tile covers; none may be empty. */
  const gaps = () =>
    window.run(
      `const main = document.querySelector('[data-testid="library-scroll"]').getBoundingClientRect();
       const places = [...document.querySelectorAll("[data-place]")].map((one) => [Number(one.dataset.place), one.getBoundingClientRect()]);
       const total = Number(document.querySelector("[data-place]").getAttribute("aria-setsize"));
       const shown = places.filter(([, box]) => box.bottom > main.top && box.top < main.bottom).map(([at]) => at).sort((a, b) => a - b);
       const missing = shown.slice(1).filter((at, index) => at !== shown[index] + 1);
       const grid = document.querySelector('[data-testid="map-grid"]').getBoundingClientRect();
       const bottom = Math.max(...places.map(([, box]) => box.bottom));
       const covered = bottom >= Math.min(main.bottom, grid.bottom) - 30;
       return { missing, covered, last: shown.at(-1), total };`,
    );
  // The wheel of the desktop, over the page.
  await pageOrigin(window);
  for (let turn = 0; turn < 40; turn++) {
    await run("xdotool", ["click", "--repeat", "5", "--delay", "4", "5"]);
    const now = await gaps();
    assert.deepEqual(now.missing, [], `tiles are missing before ${now.missing} in the middle of the screen`);
    assert.ok(now.covered, "the screen is empty below the tiles");
    if (now.last > 100) break;
  }
  // The web view scrolls on for a moment after the last notch.
  await window.until(async () => (await gaps()).last > 30, "the wheel to come beyond tile 30", 5);
  // At rest every tile in view has its picture.
  await window.until(
    () =>
      window.run(
        `return [...document.querySelectorAll('[data-testid="map-card"]')].every((one) => {
           const box = one.getBoundingClientRect();
           if (box.bottom < 0 || box.top > innerHeight) return true;
           const picture = one.querySelector("img");
           return picture?.complete && picture.naturalWidth > 0;
         });`,
      ),
    "the pictures of the maps in view",
  );
  await shot(window, "library-thousand");

  await tabTo(window, "[data-tile]");
  await window.keys(Key.End);
  await window.until(() => window.run(`return document.activeElement.closest("[data-place]")?.dataset.place === "1000";`), "the keyboard at the last map");
  const end = await gaps();
  assert.deepEqual([end.missing, end.last], [[], many]);
  await window.keys(Key.Up, Key.Left, Key.PageUp);
  await shot(window, "library-thousand-end");
  const at = await window.run(`return document.activeElement.closest("[data-place]").dataset.place;`);
  assert.ok(Number(at) < 1000 - 8, `the keyboard is at ${at}`);
  assert.deepEqual((await gaps()).missing, []);
  const visible = await window.run(
    "const box = document.activeElement.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight;",
  );
  assert.ok(visible, "the tile that has the keyboard is out of sight");
  await window.keys(Key.Home);
  await window.until(() => window.run(`return document.activeElement.closest("[data-place]")?.dataset.place === "0";`), "the keyboard at the first tile");
});
