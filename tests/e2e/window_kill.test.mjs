// Power cuts of the whole app: the window is edited through WebDriver and its process killed with SIGKILL
// at random moments, fifty times. Every text that stood on the map while the window said “Saved” must be
// in the library afterwards.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { assertSound, exported, imported, pids } from "./acts.mjs";
import { node, open, place } from "./app.mjs";
import { Key } from "./driver.mjs";
import { random } from "./random.mjs";

const KILLS = 50;

test(`what the window called saved survives ${KILLS} kills`, { timeout: 900_000 }, async (t) => {
  const here = await place();
  t.after(here.done);
  const seed = Number(process.env.WAYMARK_SEED ?? Date.now() % 1_000_000);
  t.diagnostic(`WAYMARK_SEED=${seed}`);
  const next = random(seed);

  const map = await imported(here, "classic-five-stage");
  const cards = (await exported(here, map)).cards.slice(0, 5).map((card) => card.id);

  let number = 0;
  let shown = 0;
  /** The last text of each card that stood there while the window said “Saved”, and those typed after it. */
  const saved = new Map();
  const since = new Map();
  for (let kill = 0; kill < KILLS; kill++) {
    const window = await open(here.library);
    await window.click(`[data-testid="map-card"][data-map="${map}"]`);
    await window.find(node(cards[0]));
    let gone = false;
    const death = sleep(150 + next() * 1_500).then(async () => {
      gone = true;
      process.kill((await pids(here.library))[0], "SIGKILL");
    });
    try {
      while (!gone) await edit(window);
    } catch (problem) {
      // Only a window that is being killed may fail.
      if (!gone) throw problem;
    }
    await death;
    await window.abandon();
    await check();
  }
  assert.ok(shown >= KILLS, `only ${shown} edits were shown as saved`);
  t.diagnostic(`${shown} edits shown as saved, ${number} typed`);

  async function edit(window) {
    const card = cards[number % cards.length];
    const text = `edit ${++number}`;
    // From here on either may be found: the text may be durable before the window says so.
    since.set(card, [...(since.get(card) ?? []), text]);
    await window.click(node(card));
    // The second Escape takes the selection away, and the bar that may lie on the next card with it.
    await window.keys(Key.Enter, [Key.Control, "a"], text, Key.Escape, Key.Escape);
    await window.until(
      () =>
        window.run(
          `return document.querySelector('[data-testid="save-state"]').dataset.state === "saved"
             && document.querySelector('[data-testid="text-editor"]') === null
             && document.querySelector(arguments[0]).textContent.replace(/\\s+/g, " ").includes(arguments[1]);`,
          node(card),
          text,
        ),
      `“${text}” shown as saved`,
    );
    saved.set(card, text);
    since.delete(card);
    shown += 1;
  }

  async function check() {
    const found = new Map((await exported(here, map)).cards.map((card) => [card.id, card.text]));
    for (const card of cards) {
      const last = saved.get(card);
      const text = found.get(card);
      // Typing is sent in pieces, so a text that was cut off may be found as far as it came.
      const typed = (since.get(card) ?? []).some((later) => later.startsWith(text));
      if (last !== undefined) assert.ok(text === last || typed, `${card}: “${last}” was saved, found “${text}”`);
      if (text !== undefined) saved.set(card, text);
    }
    since.clear();
    await assertSound(here);
  }
});
