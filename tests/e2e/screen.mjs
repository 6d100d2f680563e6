// The X screen as a person sees it, pixel by pixel.

import { run } from "./app.mjs";

/**
 * The X screen now: `step` bytes a pixel, blue first, `row` bytes a line. With windows of several visuals on
 * it xwd packs its pixels closer, and says so.
 */
export async function screen() {
  const { stdout } = await run("xwd", ["-root", "-silent"], { encoding: "buffer", maxBuffer: 64 << 20 });
  // Big-endian numbers at the start, the pixels at the end (X11/XWDFile.h).
  const [width, height, bits, row] = [16, 20, 44, 48].map((at) => stdout.readUInt32BE(at));
  return { width, height, row, step: bits / 8, pixels: stdout.subarray(stdout.length - row * height) };
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
