type Box = { left: number; top: number; width: number };

/** The tile that an arrow key goes to, by where the tiles stand; null where the key does not move. */
export function nextInGrid(boxes: readonly Box[], at: number, key: string): number | null {
  const here = boxes[at];
  if (!here) return null;
  const last = boxes.length - 1;
  if (key === 'ArrowRight') return Math.min(at + 1, last);
  if (key === 'ArrowLeft') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  const down = key === 'ArrowDown';
  const rows = boxes.map((box) => box.top).filter((top) => (down ? top > here.top + 1 : top < here.top - 1));
  if (rows.length === 0) return null;
  const row = down ? Math.min(...rows) : Math.max(...rows);
  let best: number | null = null;
  boxes.forEach((box, index) => {
    if (Math.abs(box.top - row) > 1) return;
    const far = Math.abs(box.left - here.left);
    if (best === null || far < Math.abs((boxes[best] as Box).left - here.left)) best = index;
  });
  return best;
}
