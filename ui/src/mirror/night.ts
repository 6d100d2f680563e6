import type { WireNode } from '../host';

// The sheet as it is shown in the dark while working: lightness turned over, hues kept. It is the same
// arithmetic as the CSS filter `invert(0.88) hue-rotate(180deg)`, by which the painter's picture of the
// whole sheet follows; but done on the colours themselves, once a node, it costs nothing per frame, and
// pictures on cards stay as they are.

/** Of 1: as CSS defines it. */
const INVERT = 0.88;
/** Rows for red, green and blue: hue-rotate(180deg). */
const TURN = [
  [-0.574, 1.43, 0.144],
  [0.426, 0.43, 0.144],
  [0.426, 1.43, -0.856],
] as const;

const COLOURS = /\b(fill|stroke|stop-color|flood-color)="(#[0-9a-f]{3}(?:[0-9a-f]{3})?)"/gi;
const known = new Map<string, string>();

/** The colour (`#rgb` or `#rrggbb`) that takes another's place in the dark. */
export function nightColour(colour: string): string {
  let found = known.get(colour);
  if (found === undefined) {
    found = turned(colour);
    known.set(colour, found);
  }
  return found;
}

function turned(colour: string): string {
  const digits = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
  const parts = [1, 3, 5].map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255);
  if (parts.some(Number.isNaN)) return colour;
  const inverse = parts.map((part) => part * (1 - INVERT) + (1 - part) * INVERT);
  const bytes = TURN.map((row) => {
    const part = row.reduce((sum, factor, at) => sum + factor * (inverse[at] as number), 0);
    return Math.round(Math.min(1, Math.max(0, part)) * 255);
  });
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** A node with its colours turned. */
export function nightNode(node: WireNode): WireNode {
  return {
    ...node,
    fragment: node.fragment.replace(COLOURS, (_, name: string, colour: string) => `${name}="${nightColour(colour)}"`),
    edit: node.edit && { ...node.edit, colour: nightColour(node.edit.colour) },
  };
}
