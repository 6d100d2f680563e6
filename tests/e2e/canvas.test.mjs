// The canvas in the real window: it is moved and zoomed, and what lies on it is picked, dragged, sized,
// added and linked, by pointer and by keyboard alone. What an act did is read from the library's own
// export, and every act is taken back by one undo.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { enlarge, exported, focused, listed, mapped, middle, pageOrigin, rings, selected, still, titled, worded } from "./acts.mjs";
import { newMap, node, open, place, run, saved, shot } from "./app.mjs";
import { Key } from "./driver.mjs";

let here;
let window;
let map;

before(async () => {
  here = await place();
  window = await open(here.library);
  await mapped();
  await newMap(window, "flood-insurance");
  map = (await listed(here))[0].id;
  await enlarge(window, 1560, 1040);
  // Both panels folded: the sheet at 100 % needs the room.
  await window.keys([Key.Control, "\\"]);
  await window.until(async () => (await window.box(CANVAS)).width > 1500, "the panels to fold");
  await centred();
});

after(async () => {
  await window?.close();
  await here?.done();
});

const CANVAS = '[data-testid="canvas"]';
const percent = async () => Number.parseInt((await window.text('[data-testid="zoom-percent"]')).replace(/\D/g, ""), 10);
const inOrder = (records) => [...records].sort((a, b) => (a.order < b.order ? -1 : 1));

/** The whole map in the window, nothing selected, and the keyboard on the canvas. */
async function centred() {
  await window.keys(Key.Escape, Key.Escape, [Key.Control, "0"]);
  await window.until(async () => {
    const [canvas, paper] = [await window.box(CANVAS), await window.box(".layer .paper")];
    return Math.abs(middle(canvas).x - middle(paper).x) < 2 && Math.abs(middle(canvas).y - middle(paper).y) < 40;
  }, "the sheet in the middle", 5);
}

/** Does something that changes the map, waits until `check` holds for the export, then takes it back by one undo. */
async function act(work, check) {
  const was = await exported(here, map);
  await work(was);
  const done = await window.until(async () => {
    const now = await exported(here, map);
    await check(now, was);
    return now;
  }, "what the act should do", 8);
  await saved(window);
  await window.keys([Key.Control, "z"]);
  await window.until(async () => {
    assert.deepEqual(await exported(here, map), was);
    return true;
  }, "one undo to take it back", 8);
  return done;
}

/** Takes back one edit after the other until the map is as it was. */
async function restored(was) {
  await window.keys(Key.Escape, Key.Escape);
  await saved(window);
  for (let undos = 0; undos < 20; undos++) {
    if (JSON.stringify(await exported(here, map)) === JSON.stringify(was)) return;
    await window.keys([Key.Control, "z"]);
    await saved(window);
  }
  throw new Error("twenty undos did not bring the map back");
}

/** Presses at a point and drags to another one in steps; `over` is done there before the button comes up. */
async function drag(from, to, over = async () => {}, button = 0) {
  await window.pointer([["move", from.x, from.y], ["down", button], ["move", from.x + 6, from.y + 5, 30], ["move", (from.x + to.x) / 2, (from.y + to.y) / 2, 60], ["move", to.x, to.y, 60], ["pause", 60]]);
  try {
    await over();
  } finally {
    await window.pointer([["move", to.x, to.y], ["up", button]]);
  }
}

/** Where every node stands on the sheet, px of the window. */
const places = () =>
  window.run(
    `const paper = document.querySelector(".layer .paper").getBoundingClientRect();
     const nodes = [...document.querySelectorAll(".layer [data-node]")];
     return nodes.map((node) => {
       const { x, y } = node.getBoundingClientRect();
       return [node.dataset.node, Math.round(x - paper.x), Math.round(y - paper.y)].join(" ");
     }).sort();`,
  );

/** Drags, presses Escape while the button is down, and finds the map as it was, in the library and on screen. */
async function escaped(from, to, sign) {
  const was = await exported(here, map);
  const stood = await places();
  await drag(from, to, async () => {
    await window.find(sign, 5);
    await window.keys(Key.Escape);
    await window.until(async () => (await window.all(sign)).length === 0, `${sign} to go away`, 5);
  });
  await window.keys(Key.Escape);
  await saved(window);
  assert.deepEqual(await exported(here, map), was);
  // What made room glides back.
  await window.until(async () => {
    assert.deepEqual(await places(), stood);
    return true;
  }, "every node in its place", 5);
}

const click = (at, ...more) => window.pointer([["move", at.x, at.y], ["down"], ["up"], ...more]);
const double = (at) => click(at, ["pause", 40], ["down"], ["up"]);
const at = async (id) => middle(await window.box(node(id)));
/** A place on a node that is not in the middle, where a point of a curve or a handle may lie. */
const label = async (id) => {
  const box = await window.box(node(id));
  return { x: box.x + Math.min(30, box.width / 3), y: box.y + box.height / 2 };
};
/** The middle of the cell of a lane and a step, where it is seen. */
async function cell(lane, step) {
  const row = await window.box(node(lane));
  const column = await window.box(node(step));
  return { x: column.x + column.width / 2, y: row.y + row.height / 2 };
}

/** Finds the edge that a handle lies on, as a person does: by moving the pointer until it shows. */
async function edgeFrom(from, by) {
  for (let step = 0; step < 40; step++) {
    const spot = { x: from.x + by.x * step, y: from.y + by.y * step };
    await window.pointer([["move", spot.x, spot.y, 0]]);
    if ((await window.all('[data-testid="edge"]')).length > 0) return spot;
  }
  throw new Error("no edge to pull");
}

/** The right edge of a step: before the title of the next one. */
async function stepEdge(step, next) {
  const title = await window.box(node(next));
  return edgeFrom({ x: title.x - 1, y: title.y + title.height / 2 }, { x: -2, y: 0 });
}

test("the wheel moves the sheet, and with Ctrl it zooms to the pointer", async () => {
  const id = worded(await exported(here, map), "Opens three tabs").id;
  await window.keys([Key.Control, "1"]);
  await window.until(async () => (await percent()) === 100, "100 %");
  const start = await window.box(node(id));
  await window.wheel(700, 500, 0, 120);
  const below = await window.until(async () => {
    const box = await window.box(node(id));
    return box.y < start.y - 20 && box;
  }, "the sheet to move up");
  assert.ok(Math.abs(below.x - start.x) < 1, "a wheel moves one way only");
  await window.wheel(700, 500, 90, 0);
  await window.until(async () => (await window.box(node(id))).x < below.x - 20, "the sheet to move left");
  await centred();

  // What lies under the pointer stays there, as exactly as a pixel.
  const small = await window.box(node(id));
  const point = { x: Math.round(small.x + 4), y: Math.round(small.y + 4) };
  // The driver's wheel knows of no keys; the desktop's own does.
  const origin = await pageOrigin(window);
  const screen = [String(origin.x + point.x), String(origin.y + point.y)];
  await run("xdotool", ["mousemove", ...screen, "keydown", "ctrl", "click", "--repeat", "2", "4", "keyup", "ctrl"]);
  const large = await window.until(async () => {
    const box = await window.box(node(id));
    return box.width > small.width * 1.2 && box;
  }, "the sheet to grow");
  const by = large.width / small.width;
  assert.ok(Math.abs(large.x - (point.x - (point.x - small.x) * by)) < 1.5, `x: ${small.x} → ${large.x} by ${by}`);
  assert.ok(Math.abs(large.y - (point.y - (point.y - small.y) * by)) < 1.5, `y: ${small.y} → ${large.y} by ${by}`);
});

test("Space and drag, and the middle button, move the sheet", async () => {
  await centred();
  const id = worded(await exported(here, map), "Opens three tabs").id;
  await window.keys([Key.Control, "1"]);
  await window.until(async () => (await percent()) === 100, "100 %");
  const origin = await pageOrigin(window);
  const ways = {
    space: async () => {
      await window.hold(" ");
      await window.pointer([["move", 800, 600], ["down"], ["move", 760, 570, 40], ["move", 700, 540, 40], ["up"]]);
      await window.release(" ");
    },
    // The driver never lets go of a middle button; the desktop's own pointer does.
    middle: async () => {
      const to = (x, y) => ["mousemove", String(origin.x + x), String(origin.y + y), "sleep", "0.05"];
      await run("xdotool", [...to(800, 600), "mousedown", "2", ...to(760, 570), ...to(700, 540), "mouseup", "2"]);
    },
  };
  for (const [name, way] of Object.entries(ways)) {
    const start = await window.box(node(id));
    await way();
    const now = await window.until(async () => {
      const box = await window.box(node(id));
      return Math.abs(box.x - start.x) > 90 && box;
    }, "the sheet to move", 5);
    assert.ok(Math.abs(now.x - (start.x - 100)) < 1.5 && Math.abs(now.y - (start.y - 60)) < 1.5, `${name}: ${JSON.stringify([start, now])}`);
    await selected(window);
  }
  // The button is up: the pointer moves nothing any more.
  const rest = await window.box(node(id));
  await window.pointer([["move", 900, 700], ["move", 600, 500]]);
  assert.deepEqual(await window.box(node(id)), rest);
});

test("fit shows all of the sheet, and 100 % its own size", async () => {
  await window.click('[data-testid="zoom-fit"]');
  await window.until(async () => {
    const [canvas, paper] = [await window.box(CANVAS), await window.box(".layer .paper")];
    assert.ok(paper.x >= canvas.x && paper.y >= canvas.y, "the corner is in view");
    assert.ok(paper.x + paper.width <= canvas.x + canvas.width + 1 && paper.y + paper.height <= canvas.y + canvas.height + 1, "all of it is in view");
    return true;
  }, "all of the sheet", 5);
  await shot(window, "canvas-fit");
  await window.keys([Key.Control, "1"]);
  await window.until(async () => (await percent()) === 100, "100 %");
  const text = await window.run(`return document.querySelector('[data-role="card"] text').getBoundingClientRect().height;`);
  assert.ok(text > 12, `a card's text is ${text} px high`);
  await shot(window, "canvas-100");
});

test("a click, Shift and a click, and a marquee select", async () => {
  await centred();
  const file = await exported(here, map);
  const [one, two] = [worded(file, "Opens three tabs").id, worded(file, "Local TV news").id];
  await click(await at(one));
  await selected(window, one);
  await window.hold(Key.Shift);
  await click(await at(two));
  await window.release(Key.Shift);
  await selected(window, one, two);
  await window.hold(Key.Shift);
  await click(await at(one));
  await window.release(Key.Shift);
  await selected(window, two);
  await window.keys(Key.Escape, Key.Escape);

  // Round the first step's cards of the first two lanes.
  const step = titled(file.steps, "Storm in the news");
  const lanes = ["Actions", "Touchpoints"].map((title) => titled(file.lanes, title).id);
  const within = file.cards.filter((card) => card.step === step.id && lanes.includes(card.lane));
  const boxes = await Promise.all(within.map((card) => window.box(node(card.id))));
  const from = { x: Math.min(...boxes.map((b) => b.x)) - 4, y: Math.min(...boxes.map((b) => b.y)) - 4 };
  const to = { x: Math.max(...boxes.map((b) => b.x + b.width)) + 3, y: Math.max(...boxes.map((b) => b.y + b.height)) + 3 };
  await drag(from, to, () => shot(window, "canvas-marquee"));
  await selected(window, ...within.map((card) => card.id));
});

test("a dragged card shows its slot, and the cards below make room", async () => {
  await centred();
  const file = await exported(here, map);
  const [id, other] = [worded(file, "Local TV news").id, worded(file, "Comparison site").id];
  const target = await window.box(node(other));
  await act(
    async () => {
      await drag(await at(id), { x: target.x + target.width / 2, y: target.y + 1 }, async () => {
        await window.find('[data-testid="drop-slot"]', 5);
        await window.until(async () => (await window.box(node(other))).y > target.y + 8, "room to be made", 5);
        await shot(window, "canvas-drag-card");
      });
    },
    (now) => {
      const [moved, stayed] = [id, other].map((wanted) => now.cards.find((card) => card.id === wanted));
      assert.equal(moved.step, stayed.step);
      assert.equal(moved.lane, stayed.lane);
      assert.ok(moved.order < stayed.order);
    },
  );
});

test("several cards are dragged together", async () => {
  await centred();
  const file = await exported(here, map);
  const ids = [worded(file, "Search result").id, worded(file, "Blog article").id];
  await click(await at(ids[0]));
  await window.hold(Key.Shift);
  await click(await at(ids[1]));
  await window.release(Key.Shift);
  const target = titled(file.steps, "First renewal");
  const lane = titled(file.lanes, "Touchpoints");
  const spot = await cell(lane.id, target.id);
  await act(
    async () => {
      await drag(await at(ids[0]), spot, async () => {
        await window.find('[data-testid="drop-slot"]', 5);
        await shot(window, "canvas-drag-two");
      });
    },
    (now) => {
      for (const id of ids) assert.equal(now.cards.find((card) => card.id === id).step, target.id);
    },
  );
});

test("stages, steps and lanes are dragged to another place", async () => {
  await centred();
  const file = await exported(here, map);
  const stages = inOrder(file.stages);
  const last = await window.box(node(stages.at(-1).id));
  await act(
    async () => {
      await drag(await label(stages[0].id), { x: last.x + last.width - 6, y: last.y + last.height / 2 }, async () => {
        await window.find('[data-testid="insertion-line"]', 5);
        await shot(window, "canvas-drag-stage");
      });
    },
    (now) => assert.equal(inOrder(now.stages).at(-1).id, stages[0].id),
  );

  const step = titled(file.steps, "Reads the flood blog");
  const goal = titled(file.steps, "Joins the webinar");
  const goalBox = await window.box(node(goal.id));
  await act(
    async () => {
      await drag(await label(step.id), { x: goalBox.x + goalBox.width - 8, y: goalBox.y + goalBox.height / 2 }, async () => {
        await window.find('[data-testid="insertion-line"]', 5);
        await shot(window, "canvas-drag-step");
      });
    },
    (now) => {
      assert.equal(titled(now.steps, step.title).stage, goal.stage);
      const mates = inOrder(now.steps.filter((other) => other.stage === goal.stage));
      assert.equal(mates.at(-1).id, step.id);
    },
  );

  const lanes = inOrder(file.lanes);
  const third = await window.box(node(lanes[2].id));
  await act(
    async () => {
      await drag(await label(lanes[0].id), { x: third.x + 30, y: third.y + third.height + 12 }, async () => {
        await window.find('[data-testid="insertion-line"]', 5);
        await shot(window, "canvas-drag-lane");
      });
    },
    (now) => assert.deepEqual(inOrder(now.lanes).slice(0, 3).map((lane) => lane.id), [lanes[1].id, lanes[2].id, lanes[0].id]),
  );
});

test("Escape during a drag leaves everything as it was", async () => {
  await centred();
  const file = await exported(here, map);
  const card = worded(file, "Local TV news").id;
  await escaped(await at(card), await at(worded(file, "Comparison site").id), '[data-testid="drop-slot"]');
  const stages = inOrder(file.stages);
  await escaped(await label(stages[0].id), await at(stages[2].id), '[data-testid="insertion-line"]');
  const steps = inOrder(file.steps.filter((step) => step.stage === stages[0].id));
  await escaped(await label(steps[1].id), await at(inOrder(file.steps.filter((step) => step.stage === stages[2].id))[1].id), '[data-testid="insertion-line"]');
  const lanes = inOrder(file.lanes);
  const down = await window.box(node(lanes[2].id));
  await escaped(await label(lanes[0].id), { x: down.x + 30, y: down.y + down.height + 12 }, '[data-testid="insertion-line"]');
  await window.keys(Key.Escape);
  const end = await stepEdge(steps[0].id, steps[1].id);
  await escaped(end, { x: end.x + 60, y: end.y }, '[data-testid="size"]');
  const score = file.scores[0].id;
  const face = await at(score);
  await escaped(face, { x: face.x, y: face.y - 40 }, ".bubble.plain");
});

test("a step is made wider and a lane higher at their edges; a double click resets them", async () => {
  await centred();
  const file = await exported(here, map);
  const [step, next] = ["Storm in the news", "Reads the flood blog"].map((title) => titled(file.steps, title));
  const edge = await stepEdge(step.id, next.id);
  const far = (await window.box(node(next.id))).x;
  await drag(edge, { x: edge.x + 60, y: edge.y }, async () => {
    await window.find('[data-testid="size"]', 5);
    await window.until(async () => (await window.box(node(next.id))).x > far + 50, "the next steps to move along", 5);
    await shot(window, "canvas-step-width");
  });
  await window.until(async () => titled((await exported(here, map)).steps, step.title).width > 200, "the new width");
  await double(await stepEdge(step.id, next.id));
  await window.until(async () => (titled((await exported(here, map)).steps, step.title).width ?? null) === null, "the width to be automatic");

  const lane = titled(file.lanes, "Actions");
  const below = await window.box(node(titled(file.lanes, "Touchpoints").id));
  const bottom = () => edgeFrom({ x: below.x + 40, y: below.y + below.height - 8 }, { x: 0, y: -2 });
  const low = await bottom();
  await drag(low, { x: low.x, y: low.y + 50 }, async () => {
    await window.find('[data-testid="size"]', 5);
    await shot(window, "canvas-lane-height");
  });
  await window.until(async () => titled((await exported(here, map)).lanes, lane.title).height > 100, "the new height");
  const moved = await window.box(node(titled(file.lanes, "Touchpoints").id));
  await double(await edgeFrom({ x: moved.x + 40, y: moved.y + moved.height - 8 }, { x: 0, y: -2 }));
  await window.until(async () => (titled((await exported(here, map)).lanes, lane.title).height ?? null) === null, "the height to be automatic");
});

test("a card is pulled over the next step", async () => {
  await centred();
  const file = await exported(here, map);
  const id = worded(file, "Sees a neighbour").id;
  await click(await at(id));
  await selected(window, id);
  // A grip of its own has a card that is high enough on the screen.
  await window.keys([Key.Control, "1"]);
  await window.find('[data-testid="grip"]', 5);
  const box = await window.box(node(id));
  const grip = await window.box('[data-testid="grip"]');
  await act(
    () => drag(middle(grip), { x: box.x + box.width * 1.8, y: grip.y + grip.height / 2 }, () => shot(window, "canvas-span")),
    (now) => assert.equal(now.cards.find((card) => card.id === id).span, 2),
  );
});

test("the curve follows an emotion point while it is dragged", async () => {
  await centred();
  const file = await exported(here, map);
  const score = file.scores.find((other) => other.word === "Understood");
  const curve = () =>
    window.run(`return [...document.querySelectorAll('.layer [data-role="emotionCurve"] path')].map((path) => path.getAttribute("d")).join() || null;`);
  const was = await curve();
  assert.ok(was, "there is a curve");
  const from = await at(score.id);
  await act(
    async () => {
      await drag(from, { x: from.x, y: from.y + 60 }, async () => {
        await window.until(async () => (await curve()) !== was, "the curve to follow", 5);
        await shot(window, "canvas-emotion");
      });
    },
    (now) => assert.ok(now.scores.find((other) => other.id === score.id).tenths < score.tenths - 5),
  );
});

test("the word of an emotion point is written over its face, where it stands", async () => {
  await centred();
  const was = await exported(here, map);
  const score = was.scores.find((one) => one.word === "Relieved");
  const word = await window.box(node(`${score.id}/word`));
  await double({ x: middle(word).x, y: word.y + Math.min(7, word.height / 2) });
  await window.find('[data-testid="text-editor"]', 5);
  const field = await window.box('[data-testid="text-editor"]');
  const [text, side] = await window.run(
    `const field = document.querySelector('[data-testid="text-editor"]');
     return [field.value, getComputedStyle(field).textAlign];`,
  );
  assert.deepEqual([text, side], ["Relieved", "center"]);
  assert.ok(Math.abs(middle(field).x - middle(word).x) < 1, `${middle(word).x} → ${middle(field).x}`);
  await shot(window, "canvas-word");
  await restored(was);
});

test("cards are added by double click, by “+” and by typing; Enter goes on below", async () => {
  await centred();
  const file = await exported(here, map);
  const lane = titled(file.lanes, "Pain points").id;
  const step = titled(file.steps, "Storm in the news").id;
  const spot = await cell(lane, step);
  const added = (now) => now.cards.filter((card) => card.lane === lane && card.step === step);

  await double(spot);
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys("Sirens at night 🌊");
  await shot(window, "canvas-typing");
  await window.keys(Key.Enter);
  await window.until(async () => added(await exported(here, map)).some((card) => card.text === "Sirens at night 🌊"), "the card with its emoji");

  // Enter after Enter: the next card below.
  await window.keys(Key.Enter);
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys("Second", Key.Enter, Key.Enter);
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys("Third", Key.Escape);
  await window.until(
    async () => {
      const texts = inOrder(added(await exported(here, map))).map((card) => card.text);
      assert.deepEqual(texts, ["Sirens at night 🌊", "Second", "Third"]);
      return true;
    },
    "three cards, one below the other",
  );
  await shot(window, "canvas-chain");

  // “+” on an empty cell.
  await window.keys(Key.Escape, Key.Escape);
  const other = titled(file.steps, "Joins the webinar").id;
  const empty = await cell(lane, other);
  await window.pointer([["move", empty.x, empty.y]]);
  await window.click('[data-testid="add-card"]');
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys("By the plus", Key.Enter);
  await window.until(async () => (await exported(here, map)).cards.some((card) => card.text === "By the plus" && card.step === other), "the card");

  // A letter on an empty cell that the keyboard is on.
  await window.keys(Key.Right, Key.Right);
  await window.until(async () => (await rings(window)).length === 0, "the keyboard on an empty cell", 5);
  await window.keys("Typed");
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys(Key.Enter);
  await window.until(async () => (await exported(here, map)).cards.some((card) => card.text === "Typed"), "the card that was begun by its first letter");
  await restored(file);
});

test("a stage, a step and a lane are added where the pointer is", async () => {
  await centred();
  const file = await exported(here, map);
  for (const [kind, over] of [["stage", inOrder(file.stages)[0].id], ["step", titled(file.steps, "Storm in the news").id], ["lane", titled(file.lanes, "Touchpoints").id]]) {
    const many = `${kind}s`;
    const was = (await exported(here, map))[many].length;
    const spot = await at(over);
    await window.pointer([["move", spot.x, spot.y]]);
    const button = `[data-testid^="add-${kind}-"]:not([data-testid$="-end"])`;
    await window.find(button, 5);
    await shot(window, `canvas-add-${kind}`);
    await window.click(button);
    if (kind === "lane") {
      await window.find("dialog[open]", 5);
      await shot(window, "canvas-lane-chooser");
      await window.keys(Key.Enter);
    } else {
      await window.find('[data-testid="text-editor"]', 5);
      await window.keys("New here", Key.Enter);
    }
    await window.until(async () => (await exported(here, map))[many].length === was + 1, `one ${kind} more`);
    if (kind !== "lane") await window.until(async () => titled((await exported(here, map))[many], "New here"), "its title");
    await window.keys(Key.Escape, Key.Escape);
  }
  await restored(file);
});

test("a link is pulled from a card's dot, and made by keys", async () => {
  await centred();
  const file = await exported(here, map);
  const [from, to] = [worded(file, "Follow-up email").id, worded(file, "Payments, policy issue").id];
  const joins = (now) => now.links.find((link) => link.from.card === from && link.to.card === to);
  await click(await at(from));
  await selected(window, from);
  const dot = middle(await window.box('[data-testid="link-dot"]'));
  await act(
    async () => drag(dot, await at(to), async () => {
      await window.find('[data-testid="link-line"]', 5);
      await shot(window, "canvas-link");
    }),
    (now) => assert.ok(joins(now)),
  );
  await click(await at(from));
  await selected(window, from);
  const was = file.links.length;
  await act(
    async () => {
      await window.keys("l", Key.Right);
      await window.find('[data-testid="link-target"]', 5);
      await shot(window, "canvas-link-keys");
      await window.keys(Key.Enter);
    },
    (now) => assert.equal(now.links.length, was + 1),
  );
});

test("a note is added and dragged where it is wanted", async () => {
  await centred();
  const file = await exported(here, map);
  await window.keys("/");
  // The palette comes back for it.
  await focused(window, '[data-testid="palette-search"]');
  await window.keys("note", Key.Enter);
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys("Ask the renewals desk", Key.Escape);
  const note = await window.until(async () => (await exported(here, map)).notes?.find((other) => other.text === "Ask the renewals desk"), "the note");
  await window.keys(Key.Escape, [Key.Control, "["]);
  await centred();
  const spot = await at(note.id);
  await drag(spot, { x: spot.x + 80, y: spot.y - 50 }, () => shot(window, "canvas-note"));
  await window.until(async () => {
    const moved = (await exported(here, map)).notes.find((other) => other.id === note.id);
    return moved.x > note.x + 60 && moved.y < note.y - 30;
  }, "the note in its new place");
  await restored(file);
});

test("everything is arranged by keys alone", async () => {
  await centred();
  const file = await exported(here, map);
  const key = (...chord) => window.keys(chord);
  // What was taken back still glides to its place.
  const home = async () => {
    const { id } = worded(file, "Sees a neighbour");
    await still(window);
    await click(await at(id));
    await selected(window, id);
  };
  // From nothing: the arrows begin at the first cell.
  await window.keys(Key.Down);
  const [first] = await window.until(async () => {
    const found = await rings(window);
    return found.length === 1 && found;
  }, "a first selection", 5);
  const card = file.cards.find((other) => other.id === first);
  const steps = inOrder(file.stages).flatMap((stage) => inOrder(file.steps.filter((step) => step.stage === stage.id)));
  const column = steps.findIndex((step) => step.id === card.step);
  await act(
    () => key(Key.Alt, Key.Right),
    (now) => assert.equal(now.cards.find((other) => other.id === first).step, steps[column + 1].id),
  );

  // Up to the step's heading, and to its stage.
  await centred();
  await home();
  await window.keys(Key.Up);
  const step = steps[0];
  await selected(window, step.id);
  await act(
    () => key(Key.Alt, Key.Shift, Key.Right),
    (now) => assert.ok(titled(now.steps, step.title).width > 0),
  );
  await selected(window, step.id);
  await window.keys(Key.Up);
  const stages = inOrder(file.stages);
  await selected(window, stages[0].id);
  await act(
    () => key(Key.Alt, Key.Right),
    (now) => assert.equal(inOrder(now.stages)[1].id, stages[0].id),
  );

  await home();
  await window.keys(Key.Left);
  const lanes = inOrder(file.lanes);
  await selected(window, lanes[0].id);
  await act(
    () => key(Key.Alt, Key.Down),
    (now) => assert.equal(inOrder(now.lanes)[1].id, lanes[0].id),
  );

  await home();
  await key(Key.Control, Key.Enter);
  await window.find('[data-testid="text-editor"]', 5);
  await window.keys("By keys alone", Key.Escape);
  await window.until(async () => worded(await exported(here, map), "By keys alone")?.step === steps[0].id, "a card below");
  await restored(file);
});

test("headings stay at the edges over their columns and rows, and can be clicked there", async () => {
  await centred();
  const file = await exported(here, map);
  await window.keys([Key.Control, "1"]);
  await window.until(async () => (await percent()) === 100, "100 %");
  await window.wheel(700, 500, 260, 620);
  await window.until(async () => (await window.all('[data-testid="sticky-top"]:not([hidden])')).length === 1, "the stage band at the top edge");
  await window.until(async () => (await window.all('[data-testid="sticky-left"]:not([hidden])')).length === 1, "the lane labels at the left edge");
  await shot(window, "canvas-sticky");
  const aligned = async () => {
    const canvas = await window.box(CANVAS);
    for (const step of file.steps) {
      const there = await window.run("return document.querySelector(arguments[0]) !== null;", node(step.id));
      if (!there) continue;
      const [own, copy] = [await window.box(node(step.id)), await window.box(`[data-copy="${step.id}"]`)];
      assert.ok(Math.abs(own.x - copy.x) < 1.5, `${step.title}: ${copy.x} over a column at ${own.x}`);
      assert.ok(copy.y >= canvas.y && copy.y < canvas.y + 160, `${step.title} lies at ${copy.y}`);
    }
    for (const lane of file.lanes) {
      const there = await window.run("return document.querySelector(arguments[0]) !== null && document.querySelector(arguments[1]) !== null;", node(lane.id), `[data-copy="${lane.id}"]`);
      if (!there) continue;
      const [own, copy] = [await window.box(node(lane.id)), await window.box(`[data-copy="${lane.id}"]`)];
      assert.ok(Math.abs(own.y - copy.y) < 1.5, `${lane.title}: ${copy.y} beside a row at ${own.y}`);
      assert.ok(copy.x >= canvas.x - 1 && copy.x < canvas.x + 60, `${lane.title} lies at ${copy.x}`);
    }
  };
  await aligned();

  // While a zoom runs the strips are scaled, and drawn anew when it rests: both stand where the columns are.
  const origin = await pageOrigin(window);
  await run("xdotool", ["mousemove", String(origin.x + 900), String(origin.y + 600), "keydown", "ctrl", "click", "4", "keyup", "ctrl"]);
  await window.until(async () => (await percent()) > 100, "the zoom", 5);
  await window.until(async () => {
    await aligned();
    return true;
  }, "headings over their columns after a zoom", 3);

  const shown = await window.run(`const canvas = document.querySelector('${CANVAS}').getBoundingClientRect();
    return [...document.querySelectorAll('[data-testid="sticky-top"] [data-copy^="step_"]')].filter((copy) => !copy.dataset.copy.includes("/")).map((copy) => [copy.dataset.copy, copy.getBoundingClientRect().x]).filter(([, x]) => x > canvas.x + 400 && x < canvas.x + 1200)[0][0];`);
  const box = await window.box(`[data-copy="${shown}"]`);
  await click({ x: box.x + 20, y: box.y + box.height / 2 });
  await selected(window, shown);
  await shot(window, "canvas-sticky-selected");
});
