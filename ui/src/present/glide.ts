import type { Size, Viewport } from '../canvas/viewport';
import type { Rect } from '../host';

/** What moves from stop to stop: the camera, what is in the light, and how far the curve is drawn (px of the sheet). */
export type Pose = { view: Viewport; light: Rect; reached: number };

/** ms from one stop to the next. */
const DURATION = 520;

const mix = (a: number, b: number, part: number) => a + (b - a) * part;
/** Slow at both ends. */
const eased = (part: number) => (part < 0.5 ? 4 * part ** 3 : 1 - (-2 * part + 2) ** 3 / 2);

/**
 * A pose on the way from one to another, `part` from 0 to 1. The scale grows by equal ratios, which the eye
 * takes for even, and what is in the middle of the window moves straight on the sheet.
 */
export function between(from: Pose, to: Pose, part: number, window: Size): Pose {
  const scale = from.view.scale * (to.view.scale / from.view.scale) ** part;
  const middle = (view: Viewport) => ({
    x: (window.width / 2 - view.x) / view.scale,
    y: (window.height / 2 - view.y) / view.scale,
  });
  const [a, b] = [middle(from.view), middle(to.view)];
  return {
    view: {
      scale,
      x: window.width / 2 - mix(a.x, b.x, part) * scale,
      y: window.height / 2 - mix(a.y, b.y, part) * scale,
    },
    light: {
      x: mix(from.light.x, to.light.x, part),
      y: mix(from.light.y, to.light.y, part),
      width: mix(from.light.width, to.light.width, part),
      height: mix(from.light.height, to.light.height, part),
    },
    reached: mix(from.reached, to.reached, part),
  };
}

/** Moves from one pose to another, frame by frame; returns a function that stops where it is. */
export function glide(from: Pose, to: Pose, window: Size, still: boolean, put: (pose: Pose) => void): () => void {
  if (still) {
    put(to);
    return () => undefined;
  }
  let frame = 0;
  const start = performance.now();
  const step = (now: number) => {
    const part = Math.min(1, Math.max(0, (now - start) / DURATION));
    put(part === 1 ? to : between(from, to, eased(part), window));
    if (part < 1) frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}
