import type { Point } from '../host';

/** The first path of a fragment, in node coordinates: of a link, its line. */
export function pathOf(fragment: string): string | null {
  return /<path d="([^"]+)"/.exec(fragment)?.[1] ?? null;
}

/** The corners of a path of our painter, which writes M, L, C and Z with absolute numbers; a curve is its end. */
export function cornersOf(path: string): Point[] {
  const corners: Point[] = [];
  for (const [, command = '', list = ''] of path.matchAll(/([MLCHV])([^A-Za-z]*)/g)) {
    const numbers = (list.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    const last = corners.at(-1) ?? { x: 0, y: 0 };
    if (command === 'H') for (const x of numbers) corners.push({ x, y: last.y });
    else if (command === 'V') for (const y of numbers) corners.push({ x: last.x, y });
    else {
      const size = command === 'C' ? 6 : 2;
      for (let at = size - 2; at + 1 < numbers.length; at += size)
        corners.push({ x: numbers[at] as number, y: numbers[at + 1] as number });
    }
  }
  return corners;
}

/** How far a point is from a line of corners. */
export function distanceTo(corners: readonly Point[], point: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 1; at < corners.length; at++) {
    const a = corners[at - 1] as Point;
    const b = corners[at] as Point;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length;
    const t = Math.max(0, Math.min(1, along));
    least = Math.min(least, Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy));
  }
  return least;
}
