// What runs inside the page: gestures paced by animation frames, and clocks. Each function is sent to
// the window as its source, so it may use nothing from outside of itself.

/**
 * Turns the wheel over the canvas once a frame and returns the intervals between the frames, ms.
 * `ctrlKey` zooms. Events are made in the page: the driver's own come in no step with the frames, and
 * what is measured is what the canvas does with one.
 */
export async function wheel({ steps, turnAt, deltaX, deltaY, ctrlKey }) {
  const canvas = document.querySelector('[data-testid="canvas"]');
  const box = canvas.getBoundingClientRect();
  const frame = () => new Promise(requestAnimationFrame);
  const intervals = [];
  await frame();
  let last = await frame();
  for (let step = 0; step < steps; step++) {
    const way = step % (2 * turnAt) < turnAt ? 1 : -1;
    canvas.dispatchEvent(
      new WheelEvent("wheel", {
        deltaX: deltaX * way,
        deltaY: deltaY * way,
        ctrlKey,
        clientX: box.x + box.width / 2,
        clientY: box.y + box.height / 2,
        bubbles: true,
        cancelable: true,
      }),
    );
    const now = await frame();
    intervals.push(now - last);
    last = now;
  }
  return intervals;
}

/** Starts to note the frames between the first and the last pointer event; `drained` ends it. */
export function recordFrames() {
  const frames = [];
  const record = { first: 0, last: 0, running: true };
  const moved = () => {
    record.last = performance.now();
    record.first ||= record.last;
  };
  addEventListener("pointermove", moved, true);
  const tick = (now) => {
    frames.push(now);
    if (record.running) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  window.drainFrames = () => {
    record.running = false;
    removeEventListener("pointermove", moved, true);
    const within = frames.filter((at) => at >= record.first && at <= record.last);
    return within.slice(1).map((at, index) => at - within[index]);
  };
}

/** Intervals of the frames since `recordFrames`, ms. */
export function drained() {
  return window.drainFrames();
}

/** From a click on a map of the library to its first cards on the screen, ms. */
export async function openMap(map) {
  const card = document.querySelector(`[data-testid="map-card"][data-map="${map}"]`);
  const start = performance.now();
  card.click();
  for (;;) {
    // A frame that begins with cards in the document paints them, and the next one begins after that.
    const now = await new Promise(requestAnimationFrame);
    if (document.querySelector('[data-testid="canvas"] [data-role="card"]')) {
      const painted = await new Promise(requestAnimationFrame);
      return Math.max(painted, now) - start;
    }
    if (now - start > 30_000) return null;
  }
}

/**
 * Presses keys on the canvas, each of which changes the map, and returns for each the time until the
 * sheet has changed, and until that is painted, ms.
 */
export async function editByKeys(keys) {
  const canvas = document.querySelector('[data-testid="canvas"]');
  const sheet = canvas.querySelector(".sheet");
  const grid = canvas.querySelector('[role="grid"]');
  const times = [];
  for (const [key, altKey] of keys) {
    let patched = 0;
    const changed = new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        patched = performance.now();
        resolve();
      });
      watch.observe(sheet, { subtree: true, childList: true, attributes: true, attributeFilter: ["style"] });
      setTimeout(resolve, 5_000);
    });
    const start = performance.now();
    grid.dispatchEvent(new KeyboardEvent("keydown", { key, altKey, bubbles: true, cancelable: true }));
    await changed;
    await new Promise(requestAnimationFrame);
    const painted = await new Promise(requestAnimationFrame);
    times.push(patched ? [patched - start, painted - start] : null);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return times;
}

/** The middle of a card that lies well inside of the canvas, px of the window. */
export function cardInView() {
  const canvas = document.querySelector('[data-testid="canvas"]').getBoundingClientRect();
  const middle = { x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2 };
  let best = null;
  for (const card of document.querySelectorAll('[data-testid="canvas"] [data-role="card"]')) {
    const box = card.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const away = Math.hypot(x - middle.x, y - middle.y);
    if (away < (best?.away ?? canvas.height / 3)) best = { x, y, away };
  }
  return best;
}
