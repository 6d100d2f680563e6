// The X screen as a person sees it, pixel by pixel.

import { run } from "./app.mjs";

/** The X screen now: four bytes a pixel, blue first. */
export async function screen() {
  const { stdout } = await run("xwd", ["-root", "-silent"], { encoding: "buffer", maxBuffer: 64 << 20 });
  // The header's own length, and after it a table of colours (X11/XWDFile.h).
  const start = stdout.readUInt32BE(0) + stdout.readUInt32BE(76) * 12;
  return { width: stdout.readUInt32BE(16), height: stdout.readUInt32BE(20), row: stdout.readUInt32BE(48), pixels: stdout.subarray(start) };
}

/** Where the window stands on the screen, px; null while it does not. */
export async function frame() {
  const { stdout } = await run("xdotool", ["search", "--onlyvisible", "--name", "^Waymark$"]).catch(() => ({ stdout: "" }));
  const id = stdout.trim().split("\n")[0];
  if (!id) return null;
  const text = (await run("xwininfo", ["-id", id])).stdout;
  const number = (name) => Number(new RegExp(`${name}: +(-?\\d+)`).exec(text)[1]);
  return { x: number("Absolute upper-left X"), y: number("Absolute upper-left Y"), width: number("Width"), height: number("Height") };
}
