import type { ExportRequest, Format, Orientation, PageSize } from '../host';

/** What the dialog lets people choose. */
export type ExportOptions = {
  format: Format;
  page: PageSize;
  orientation: Orientation;
  tile: boolean;
  /** Pixels of the picture per px of the sheet, or null where `width` says how large it is. */
  scale: number | null;
  /** Width of the picture in pixels. */
  width: number;
  /** Dots per inch that the picture names; null for 96 a px of the sheet. */
  dpi: number | null;
  transparent: boolean;
  /** A theme's name; empty for the map's own. */
  theme: string;
};

export const FORMATS: readonly Format[] = ['pdf', 'png', 'svg', 'json'];
export const SCALES: readonly number[] = [0.5, 1, 2, 3, 4];
export const DPIS: readonly number[] = [72, 96, 150, 300, 600];
export const THEMES = ['', 'calm', 'high-contrast', 'black-and-white'] as const;
export const PAGES: readonly PageSize[] = ['fit', '16:9', 'a4', 'a3', 'a2', 'a1', 'a0', 'letter', 'tabloid'];
export const ORIENTATIONS: readonly Orientation[] = ['auto', 'landscape', 'portrait'];

/** What the painter takes, in pixels per px of the sheet. */
const LEAST_SCALE = 0.25;
const MOST_SCALE = 8;

/** Portrait width and height in mm, to tell papers by. */
const PAPERS: Partial<Record<PageSize, readonly [number, number]>> = {
  a4: [210, 297],
  a3: [297, 420],
  a2: [420, 594],
  a1: [594, 841],
  a0: [841, 1189],
  letter: [215.9, 279.4],
  tabloid: [279.4, 431.8],
};
const MM_PER_PT = 25.4 / 72;

export const DEFAULTS: ExportOptions = {
  format: 'pdf',
  page: 'fit',
  orientation: 'auto',
  tile: false,
  scale: 2,
  width: 1920,
  dpi: null,
  transparent: false,
  theme: '',
};

/** The least and the most pixels that a picture of a sheet (its width in px) can be wide. */
export function widthRange(sheet: number): { least: number; most: number } {
  return { least: Math.ceil(sheet * LEAST_SCALE), most: Math.floor(sheet * MOST_SCALE) };
}

/** The request of these options for a sheet of that width (px): only what the format knows is filled in. */
export function requestOf(options: ExportOptions, sheet: number): ExportRequest {
  const { format } = options;
  const pdf = format === 'pdf';
  const png = format === 'png';
  const sized = pdf && options.page !== 'fit';
  const scale = options.scale ?? Math.min(MOST_SCALE, Math.max(LEAST_SCALE, options.width / sheet));
  return {
    format,
    theme: format === 'json' || options.theme === '' ? null : options.theme,
    scale: png ? scale : null,
    dpi: png ? options.dpi : null,
    paper: pdf ? options.page : null,
    orientation: sized ? options.orientation : null,
    tile: sized && options.tile,
    transparent: (png || format === 'svg') && options.transparent,
  };
}

/** The options that a request came of; what it says nothing about is as by default. */
export function optionsOf(request: ExportRequest, sheet: number): ExportOptions {
  const { scale } = request;
  const offered = scale === null || SCALES.includes(scale);
  return {
    format: request.format,
    page: request.paper ?? DEFAULTS.page,
    orientation: request.orientation ?? DEFAULTS.orientation,
    tile: request.tile,
    scale: offered ? (scale ?? DEFAULTS.scale) : null,
    width: offered ? DEFAULTS.width : Math.round(scale * sheet),
    dpi: request.dpi,
    transparent: request.transparent,
    theme: request.theme ?? '',
  };
}

/** A page of that many pt: its size in whole mm, and the paper that it is, if it is one. */
export function paperOf(page: { width: number; height: number }): {
  paper: PageSize | null;
  landscape: boolean;
  width: number;
  height: number;
} {
  const width = page.width * MM_PER_PT;
  const height = page.height * MM_PER_PT;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const same = (a: number, b: number) => Math.abs(a - b) < 1;
  const found = Object.entries(PAPERS).find(([, [across, down]]) => same(across, short) && same(down, long));
  return {
    paper: (found?.[0] as PageSize | undefined) ?? null,
    landscape: width > height,
    width: Math.round(width),
    height: Math.round(height),
  };
}
