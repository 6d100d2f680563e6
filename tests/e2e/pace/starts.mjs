// Starts, from the first moment of the process to the first frame: ours, and beside it a blank page in
// WebKit's own small browser, which is the floor that any window over this web view stands on.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { memory } from "./processes.mjs";

const PATIENCE = 30_000;

const clock = () => Number(process.hrtime.bigint()) / 1e6;

function launch(program, args) {
  // As the app does for itself where there is no render node.
  const bare = !existsSync("/dev/dri") || !readdirSync("/dev/dri").some((name) => name.startsWith("renderD"));
  const env = { ...process.env, NO_AT_BRIDGE: "1", ...(bare ? { WEBKIT_DISABLE_DMABUF_RENDERER: "1" } : {}) };
  delete env.TAURI_WEBVIEW_AUTOMATION;
  return spawn(program, args, { env, stdio: "ignore", detached: true });
}

async function end(child) {
  const gone = once(child, "exit");
  // The whole group: what the app started, too.
  process.kill(-child.pid, "SIGKILL");
  await gone;
}

/** One start of the app on a library: ms to its first frame, and the memory of all its processes then. */
export async function start(binary, library) {
  // The app keeps this file from its first moment until its page has painted.
  const marker = `${library}.starting`;
  rmSync(marker, { force: true });
  const begin = clock();
  const child = launch(binary, ["--library", library]);
  try {
    for (let seen = false; !seen || existsSync(marker); seen ||= existsSync(marker)) {
      if (child.exitCode !== null || clock() - begin > PATIENCE) throw new Error("the app showed no first frame");
      await sleep(1);
    }
    return { ms: clock() - begin, ...memory(child.pid) };
  } finally {
    await end(child);
  }
}

/** WebKit's own small browser, where it is installed. */
export function browser() {
  for (const folder of ["/usr/lib", "/usr/libexec", "/usr/lib64"].flatMap(withArchitectures)) {
    const path = `${folder}/webkit2gtk-4.1/MiniBrowser`;
    if (existsSync(path)) return path;
  }
  return null;
}

function withArchitectures(folder) {
  if (!existsSync(folder)) return [];
  return [folder, ...readdirSync(folder).filter((name) => name.endsWith("-linux-gnu")).map((name) => `${folder}/${name}`)];
}

const BLANK = `<!doctype html><meta charset="utf-8"><title>Blank</title><body><script>
requestAnimationFrame(() => requestAnimationFrame(() => fetch("/painted")));
</script>`;

/** One start of the small browser on a blank page: the same figures, by the same rule. */
export async function blankStart(program) {
  let painted;
  const told = new Promise((resolve) => (painted = resolve));
  const server = createServer((request, response) => {
    if (request.url === "/painted") painted(clock());
    response.setHeader("Content-Type", "text/html").end(BLANK);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const begin = clock();
  const child = launch(program, ["--geometry=1280x800", `http://127.0.0.1:${server.address().port}/`]);
  try {
    const late = sleep(PATIENCE, null, { ref: false });
    const at = await Promise.race([told, late]);
    if (at === null) throw new Error("the blank page was never painted");
    return { ms: at - begin, ...memory(child.pid) };
  } finally {
    await end(child);
    server.closeAllConnections();
    server.close();
  }
}
