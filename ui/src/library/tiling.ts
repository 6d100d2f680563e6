/** How the tiles of the library stand: all of one size, in rows. Lengths in px. */
export type Tiling = {
  columns: number;
  /** Of a tile. */
  width: number;
  /** Of a tile's picture. */
  picture: number;
  /** From the top of one row to the top of the next. */
  pitch: number;
  /** Between two columns. */
  gap: number;
};

export type Rows = { first: number; last: number };

/** Width over height of a picture, as the host paints thumbnails. */
const SHAPE = 3 / 2;
/** Rows that are kept ready above and below the window. */
const SPARE = 1;

/** The captions of larger text get wider tiles, up to this many times. */
const MOST_WIDENING = 1.3;

/**
 * As many columns as fit; a wide window gets larger tiles rather than ever more of them. `text` is the
 * size of the text, 1 for 100 %.
 */
export function tiling(width: number, caption: number, gap: { column: number; row: number }, text = 1): Tiling {
  const least = Math.min(340, Math.max(256, width / 5)) * Math.min(MOST_WIDENING, Math.max(1, text));
  const columns = Math.max(1, Math.floor((width + gap.column) / (least + gap.column)));
  const tile = Math.max(0, (width - gap.column * (columns - 1)) / columns);
  const picture = Math.round(tile / SHAPE);
  return { columns, width: tile, picture, pitch: picture + caption + gap.row, gap: gap.column };
}

/** The rows to keep in the document where `top` to `bottom` of the grid can be seen; `last` is included. */
export function rowsIn({ columns, pitch }: Tiling, count: number, top: number, bottom: number): Rows {
  const end = Math.max(0, Math.ceil(count / columns) - 1);
  const within = (row: number) => Math.min(end, Math.max(0, row));
  return { first: within(Math.floor(top / pitch) - SPARE), last: within(Math.floor(bottom / pitch) + SPARE) };
}

/** The tile that a key goes to from tile `at`; null where the key does not move. `page` counts rows. */
export function nextTile(key: string, at: number, count: number, columns: number, page: number): number | null {
  const last = count - 1;
  const down = (rows: number) => {
    const to = at + rows * columns;
    if (to <= last) return to;
    // Under a short last row there is no tile: the last one is the nearest.
    return Math.floor(at / columns) < Math.floor(last / columns) ? last : at;
  };
  const up = (rows: number) => (at - rows * columns >= 0 ? at - rows * columns : at % columns);
  switch (key) {
    case 'ArrowRight':
      return Math.min(at + 1, last);
    case 'ArrowLeft':
      return Math.max(at - 1, 0);
    case 'ArrowDown':
      return down(1);
    case 'ArrowUp':
      return at >= columns ? up(1) : at;
    case 'PageDown':
      return down(page);
    case 'PageUp':
      return up(page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
