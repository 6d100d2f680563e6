// A small WebDriver client: just what these tests need, over the protocol as W3C defines it.
// (A library would bring a browser manager of its own; WebKitWebDriver with a desktop app wants neither.)

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The key under which WebDriver wraps element references. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Keys as WebDriver names them. */
export const Key = {
  Backspace: "\uE003", Tab: "\uE004", Enter: "\uE007", Shift: "\uE008", Control: "\uE009", Alt: "\uE00A", Escape: "\uE00C",
  PageUp: "\uE00E", PageDown: "\uE00F", End: "\uE010", Home: "\uE011", Left: "\uE012", Up: "\uE013", Right: "\uE014", Down: "\uE015",
  Delete: "\uE017", F2: "\uE032", F5: "\uE035", F6: "\uE036", F10: "\uE03A",
};

/** A TCP port that is free now. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** One WebKitWebDriver and the app window it drives. */
export class Window {
  #base;
  #driver;
  #session;
  #args = [];

  /** Starts the app with arguments and environment, and attaches to its window. */
  static async open(binary, args, env = {}) {
    const window = new Window();
    window.#args = args;
    const port = await freePort();
    window.#driver = spawn("WebKitWebDriver", [`--port=${port}`], {
      env: { ...process.env, TAURI_WEBVIEW_AUTOMATION: "true", NO_AT_BRIDGE: "1", ...env },
      stdio: ["ignore", "ignore", "inherit"],
    });
    window.#base = `http://127.0.0.1:${port}`;
    await window.#untilListening();
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args } } };
    const session = await window.#call("POST", "/session", { capabilities });
    window.#session = `/session/${session.sessionId}`;
    return window;
  }

  async #untilListening() {
    for (let attempt = 0; attempt < 100; attempt++) {
      try {
        await fetch(`${this.#base}/status`);
        return;
      } catch {
        await sleep(50);
      }
    }
    throw new Error("WebKitWebDriver did not start");
  }

  async #call(method, path, body) {
    const response = await fetch(this.#base + path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: method === "POST" ? JSON.stringify(body ?? {}) : undefined,
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  #in(method, path, body) {
    return this.#call(method, this.#session + path, body);
  }

  /** Ends the session (the app's window closes) and the driver. */
  async close() {
    try {
      await this.#in("DELETE", "");
    } finally {
      this.#driver.kill();
      await once(this.#driver, "exit");
    }
    // The app goes a little after its driver, and a start meanwhile would be handed to the one that goes.
    try {
      await this.until(() => this.#signal("pgrep"), "the app to end", 10);
    } catch {
      // Ending its session, the driver closes the page, and a window of a closed page stays where the
      // driver does not end the process, too. That windows close is proven where the desktop closes them.
      console.error("The app did not end with its driver; it is killed.");
      await this.#signal("pkill", "-KILL");
      await this.until(() => this.#signal("pgrep"), "the app to end");
    }
  }

  /** Runs pgrep or pkill on the app of this window; whether there is none. */
  async #signal(program, ...options) {
    const search = spawn(program, [...options, "-f", "--", this.#args.join(" ")], { stdio: "ignore" });
    const [code] = await once(search, "exit");
    return code === 1;
  }

  /** Ends the driver of an app that is gone. */
  async abandon() {
    this.#driver.kill();
    await once(this.#driver, "exit");
  }

  /** Runs a function body in the page; `arguments` are its arguments. */
  run(script, ...args) {
    return this.#in("POST", "/execute/sync", { script, args });
  }

  /** Like `run`; the last argument of the script is a callback for its result. */
  runAsync(script, ...args) {
    return this.#in("POST", "/execute/async", { script, args });
  }

  /** All elements of a CSS selector. */
  async all(selector) {
    const found = await this.#in("POST", "/elements", { using: "css selector", value: selector });
    return found.map((element) => element[ELEMENT]);
  }

  /** The first element of a selector, as soon as there is one. */
  async find(selector, seconds = 15) {
    return this.until(async () => (await this.all(selector))[0], `an element ${selector}`, seconds);
  }

  /** Polls until a check returns something true, and returns that. */
  async until(check, what, seconds = 15) {
    const end = Date.now() + seconds * 1000;
    let last;
    for (;;) {
      try {
        const value = await check();
        if (value) return value;
        last = undefined;
      } catch (problem) {
        last = problem;
      }
      if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`, { cause: last });
      await sleep(50);
    }
  }

  async click(selector) {
    const { x, y } = await this.centre(selector);
    await this.pointer([["move", x, y], ["down"], ["up"]]);
  }

  /** The centre of an element in the window, px. */
  async centre(selector) {
    await this.find(selector);
    await this.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'nearest', inline: 'nearest' });", selector);
    const box = await this.box(selector);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** The rectangle of the first element of a selector in the window, px. */
  box(selector) {
    return this.run(
      "const b = document.querySelector(arguments[0]).getBoundingClientRect(); return {x: b.x, y: b.y, width: b.width, height: b.height};",
      selector,
    );
  }

  text(selector) {
    return this.run("return document.querySelector(arguments[0])?.textContent ?? null;", selector);
  }

  attribute(selector, name) {
    return this.run("return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null;", selector, name);
  }

  /** Real pointer events: `["move", x, y, ms]`, `["down", button]`, `["up", button]`, `["pause", ms]`. */
  async pointer(steps) {
    const actions = steps.map(([kind, ...rest]) => {
      if (kind === "move") return { type: "pointerMove", x: Math.round(rest[0]), y: Math.round(rest[1]), duration: rest[2] ?? 20, origin: "viewport" };
      if (kind === "pause") return { type: "pause", duration: rest[0] };
      return { type: kind === "down" ? "pointerDown" : "pointerUp", button: rest[0] ?? 0 };
    });
    await this.#in("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
  }

  /** Presses a key and keeps it down, for what the pointer does meanwhile; `release` lets it go. */
  async hold(key) {
    await this.#in("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions: [{ type: "keyDown", value: key }] }] });
  }

  async release(key) {
    await this.#in("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions: [{ type: "keyUp", value: key }] }] });
  }

  /** Turns a real wheel over a point of the window, by so many px. */
  async wheel(x, y, deltaX, deltaY) {
    const scroll = { type: "scroll", x: Math.round(x), y: Math.round(y), deltaX, deltaY, duration: 0, origin: "viewport" };
    await this.#in("POST", "/actions", { actions: [{ type: "wheel", id: "wheel", actions: [scroll] }] });
  }

  /** Real key events: text is typed; arrays are chords, such as `[Key.Control, "z"]`. */
  async keys(...inputs) {
    const actions = [];
    for (const input of inputs) {
      const chord = Array.isArray(input) ? input : null;
      if (chord) {
        for (const key of chord) actions.push({ type: "keyDown", value: key });
        for (const key of chord.toReversed()) actions.push({ type: "keyUp", value: key });
      } else {
        for (const key of input) actions.push({ type: "keyDown", value: key }, { type: "keyUp", value: key });
      }
    }
    await this.#in("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }
}
