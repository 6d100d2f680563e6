// Reads PNG files: as much of the format as screenshots and our exports use.

import { inflateSync } from "node:zlib";

const CHANNELS = { 0: 1, 2: 3, 3: 1, 6: 4 };

/** The pixels of a PNG of 8 bits a channel or less, without interlacing: three bytes a pixel. Transparency is dropped. */
export function decode(file) {
  let header;
  let palette;
  const parts = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const kind = file.toString("latin1", at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") header = { width: body.readUInt32BE(0), height: body.readUInt32BE(4), depth: body[8], colour: body[9], interlaced: body[12] };
    else if (kind === "PLTE") palette = body;
    else if (kind === "IDAT") parts.push(body);
    at += length + 12;
  }
  const { width, height, depth, colour, interlaced } = header;
  const channels = CHANNELS[colour];
  if (!channels || depth > 8 || interlaced) throw new Error("this kind of PNG is not read here");
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), Math.ceil((width * channels * depth) / 8), height, Math.max(1, (channels * depth) >> 3));
  const row = bytes.length / height;
  const rgb = Buffer.alloc(width * height * 3);
  const most = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 3;
      if (channels >= 3) bytes.copy(rgb, to, y * row + x * channels, y * row + x * channels + 3);
      else {
        const bit = x * depth;
        const value = (bytes[y * row + (bit >> 3)] >> (8 - depth - (bit & 7))) & most;
        if (palette) palette.copy(rgb, to, value * 3, value * 3 + 3);
        else rgb.fill(Math.round((value * 255) / most), to, to + 3);
      }
    }
  }
  return { width, height, rgb };
}

/** Takes back the filter of each row. */
function unfilter(packed, row, height, step) {
  const bytes = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const at = y * row + x;
      const left = x >= step ? bytes[at - step] : 0;
      const up = y > 0 ? bytes[at - row] : 0;
      const corner = x >= step && y > 0 ? bytes[at - row - step] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      bytes[at] = packed[y * (row + 1) + 1 + x] + guess;
    }
  }
  return bytes;
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
