// Processes and their memory, from /proc.

import { readdirSync, readFileSync } from "node:fs";

const read = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/** A line such as `Pss:   1234 kB` in bytes; 0 where the process has gone. */
const bytes = (text, name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0) * 1024;

/** A process and all that it started, by number. */
export function tree(root) {
  const children = new Map();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    // The name in brackets may hold anything, spaces and brackets too.
    const parent = Number(read(`/proc/${entry}/stat`).split(") ").at(-1).split(" ")[1]);
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(Number(entry));
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** Memory of a process and all that it started, MB: shared pages counted once (pss), or in each (rss). */
export function memory(root) {
  const sum = { pss: 0, rss: 0 };
  for (const pid of tree(root)) {
    const text = read(`/proc/${pid}/smaps_rollup`);
    sum.pss += bytes(text, "Pss") / 1e6;
    sum.rss += bytes(text, "Rss") / 1e6;
  }
  return sum;
}

/** The process whose arguments include a text, or null. */
export function processWith(argument) {
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const [program, ...rest] = read(`/proc/${entry}/cmdline`).split("\0");
    if (program && !program.endsWith("WebKitWebDriver") && rest.includes(argument)) return Number(entry);
  }
  return null;
}
