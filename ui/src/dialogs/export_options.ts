import type { ExportRequest, Format, Orientation, PageSize } from '../host';

/** What the dialog lets people choose; kept between exports. */
export type ExportOptions = {
  format: Format;
  page: PageSize;
  orientation: Orientation;
  tile: boolean;
  scale: number;
  transparent: boolean;
  /** A theme's name; empty for the map's own. */
  theme: string;
};

export const FORMATS: readonly Format[] = ['pdf', 'png', 'svg', 'json'];
export const SCALES: readonly number[] = [0.5, 1, 2, 3, 4];
export const THEMES = ['', 'calm', 'high-contrast', 'black-and-white'] as const;
export const PAGES: readonly PageSize[] = ['fit', '16:9', 'a4', 'a3', 'a2', 'a1', 'a0', 'letter', 'tabloid'];
export const ORIENTATIONS: readonly Orientation[] = ['auto', 'landscape', 'portrait'];

export const DEFAULTS: ExportOptions = {
  format: 'pdf',
  page: 'fit',
  orientation: 'auto',
  tile: false,
  scale: 2,
  transparent: false,
  theme: '',
};

/** The request of these options: only what the format knows is filled in. */
export function requestOf(options: ExportOptions): ExportRequest {
  const { format } = options;
  const pdf = format === 'pdf';
  const sized = pdf && options.page !== 'fit';
  return {
    format,
    theme: format === 'json' || options.theme === '' ? null : options.theme,
    scale: format === 'png' ? options.scale : null,
    dpi: null,
    paper: pdf ? options.page : null,
    orientation: sized ? options.orientation : null,
    tile: sized && options.tile,
    transparent: (format === 'png' || format === 'svg') && options.transparent,
  };
}
