// Power cuts: the process that edits is killed with SIGKILL at random moments, fifty times. Every edit
// that it had acknowledged must be in the library afterwards, and the library must be sound.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { assertSound, exported, imported } from "./acts.mjs";
import { BINARY, place } from "./app.mjs";
import { random } from "./random.mjs";

const KILLS = 50;

test(`every acknowledged edit survives ${KILLS} kills`, { timeout: 600_000 }, async (t) => {
  const here = await place();
  t.after(here.done);
  const seed = Number(process.env.WAYMARK_SEED ?? Date.now() % 1_000_000);
  t.diagnostic(`WAYMARK_SEED=${seed}`);
  const next = random(seed);

  const map = await imported(here, "classic-five-stage");
  const start = await exported(here, map);
  const lane = start.lanes.find((l) => l.kind === "actions").id;
  const step = start.steps[0].id;
  assert.ok(start.cards.length > 0);

  /** Text of every acknowledged card, by id. */
  const acknowledged = new Map();
  let number = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(BINARY, ["edit", map, "--library", here.library], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.on("error", () => {}); // the pipe of a killed process breaks: that is the test
    const sent = [];
    const say = (edit) => {
      sent.push(edit);
      child.stdin.write(`${JSON.stringify(edit)}\n`);
    };
    const add = () => {
      number += 1;
      say({ type: "addCard", lane, step, after: null, fields: { text: `card ${number}` } });
    };
    // Several in flight, so that the kill falls into commits, between them and into the queue.
    for (let i = 0; i < 4; i++) add();
    let first;
    const begun = new Promise((resolve) => {
      first = resolve;
    });
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      const { line: at, added } = JSON.parse(line);
      const edit = sent[at - 1];
      if (edit.type === "addCard") {
        acknowledged.set(added[0], edit.fields.text);
        // Every third card is changed at once, so that updates are cut too.
        if (at % 3 === 0) say({ type: "setCardText", card: added[0], text: `${edit.fields.text} changed` });
      } else {
        acknowledged.set(edit.card, edit.text);
      }
      first();
      add();
    });
    const gone = once(child, "exit");
    await Promise.race([begun, gone]);
    await sleep(next() * 120);
    child.kill("SIGKILL");
    await gone;
    await sleep(0); // let the last lines that reached the pipe be read
    lines.close();
    if (kill % 10 === 9) await check();
  }
  await check();
  assert.ok(acknowledged.size >= KILLS, `only ${acknowledged.size} edits were acknowledged`);
  t.diagnostic(`${acknowledged.size} acknowledged cards, ${number} sent`);

  async function check() {
    const { cards } = await exported(here, map);
    const found = new Map(cards.map((card) => [card.id, card.text]));
    for (const [id, text] of acknowledged) {
      // The edit behind the acknowledged one may have become durable too, unacknowledged.
      const stored = found.get(id);
      assert.ok(stored === text || stored === `${text} changed`, `${id}: acknowledged “${text}”, found “${stored}”`);
    }
    await assertSound(here);
  }
});
