import type { ExportRequest, Format, Orientation, Outline, PaperName, Part, PosterChoice } from '../host';

// What the export dialog offers, and the requests that come of it. A request is whole: what its format has
// no use for is left as it is, so that it is there again when the format changes back.

/** The formats, as people look for them. */
export const FORMAT_GROUPS = [
  { name: 'print', formats: ['pdf', 'pptx'] },
  { name: 'pictures', formats: ['png', 'jpeg', 'webp', 'svg'] },
  { name: 'tables', formats: ['xlsx', 'csv'] },
  { name: 'texts', formats: ['html', 'markdown'] },
  { name: 'tools', formats: ['mermaid', 'jsonCanvas', 'drawIo'] },
  { name: 'waymark', formats: ['json'] },
] as const satisfies readonly { name: string; formats: readonly Format[] }[];

export const SCALES: readonly number[] = [0.5, 1, 2, 3, 4];
export const DPIS: readonly number[] = [72, 96, 150, 300, 600];
export const THEMES = ['', 'calm', 'high-contrast', 'black-and-white'] as const;
export const PAPER_NAMES: readonly PaperName[] = [
  'fit',
  '16:9',
  'a5',
  'a4',
  'a3',
  'a2',
  'a1',
  'a0',
  'letter',
  'legal',
  'tabloid',
];
export const ORIENTATIONS: readonly Orientation[] = ['auto', 'landscape', 'portrait'];

/** mm of a side of a paper of one's own; PDF knows no more. */
export const PAPER_RANGE = { least: 50, most: 5080 };
/** mm. */
export const MARGIN_RANGE = { least: 0, most: 200 };
/** The scale in percent of the real size; sheets along a side; mm that neighbours share. */
export const POSTER_RANGES = {
  scale: { least: 10, most: 1000 },
  sheets: { least: 1, most: 40 },
  overlap: { least: 0, most: 100 },
};
/** What may be asked of a picture; what is too much for this map and format the painter says. */
export const PICTURE_RANGES = {
  dpi: { least: 10, most: 2400 },
  width: { least: 16, most: 60_000 },
  height: { least: 16, most: 60_000 },
};

/** Portrait width and height in mm, to tell papers by. */
const PAPERS: Partial<Record<PaperName, readonly [number, number]>> = {
  a5: [148, 210],
  a4: [210, 297],
  a3: [297, 420],
  a2: [420, 594],
  a1: [594, 841],
  a0: [841, 1189],
  letter: [215.9, 279.4],
  legal: [215.9, 355.6],
  tabloid: [279.4, 431.8],
};
const MM_PER_PT = 25.4 / 72;

export const POSTER: PosterChoice = {
  size: { kind: 'scale', value: 1 },
  overlap: 10,
  cropMarks: true,
  labels: true,
  assembly: true,
};

/** The sheets that a document and a presentation begin with. */
export const FIRST_PAGES = {
  pdf: { cover: false, map: true, stages: false },
  pptx: { cover: true, map: true, stages: true },
};

/** A request of a format as the dialog begins it: the map as it is on screen, pictures at twice its size. */
export function requestOf(format: Format): ExportRequest {
  return {
    format,
    theme: null,
    part: { kind: 'whole' },
    sheet: {
      titleBlock: true,
      legend: 'marks',
      logo: true,
      footer: { review: true, date: null, version: '', text: '', page: true },
      notes: true,
      colours: 'full',
    },
    dated: false,
    blank: false,
    transparent: false,
    pages: { ...FIRST_PAGES[format === 'pptx' ? 'pptx' : 'pdf'] },
    paper: { size: 'fit', orientation: 'auto', margin: null, poster: null, archive: 'none' },
    picture: { size: { kind: 'scale', value: 2 }, dpi: null, quality: 90 },
    svgText: 'embed',
    table: { shape: 'matrix', delimiter: 'comma', byteOrderMark: true, guardFormulas: true },
    carriesMap: null,
  };
}

/** A format that is a picture of pixels. */
export const isRaster = (format: Format) => format === 'png' || format === 'jpeg' || format === 'webp';
/** A format that shows the sheet as it is drawn, with what stands round the map. */
export const isDrawn = (format: Format) =>
  isRaster(format) || format === 'pdf' || format === 'svg' || format === 'pptx' || format === 'html';
export const isTransparent = (request: ExportRequest) =>
  request.transparent && (request.format === 'png' || request.format === 'webp' || request.format === 'svg');
export const hasPages = (format: Format) => format === 'pdf' || format === 'pptx';
/** A format that the map can travel in, besides JSON, which is the map. */
export const canCarry = (format: Format) => isRaster(format) || format === 'pdf' || format === 'svg';

/** Whether the file carries the map where the request does not say: see `ExportRequest::carries` of the shell. */
export function carriesByItself({ part, sheet, blank }: ExportRequest): boolean {
  return part.kind === 'whole' && sheet.notes && !blank;
}

/** The request as it is sent: without choices that the dialog does not offer for this format. */
export function sentOf(request: ExportRequest): ExportRequest {
  const { paper } = request;
  return {
    ...request,
    transparent: isTransparent(request),
    paper: { ...paper, poster: paper.size === 'fit' ? null : paper.poster },
  };
}

/** A request that was kept, for a map of today: what of its part is gone, or was only selected, is left out. */
export function revived(kept: ExportRequest, outline: Pick<Outline, 'stages' | 'lanes'>): ExportRequest {
  return { ...kept, part: partOf(kept.part, outline) };
}

function partOf(part: Part, outline: Pick<Outline, 'stages' | 'lanes'>): Part {
  if (part.kind !== 'stages' && part.kind !== 'lanes') return { kind: 'whole' };
  const there = new Set(outline[part.kind].map(({ id }) => id));
  const ids = part.ids.filter((id) => there.has(id));
  return ids.length > 0 ? { kind: part.kind, ids } : { kind: 'whole' };
}

/** Why a request cannot be met, before it is sent. */
export type Fault = 'picture' | 'paper' | 'poster' | 'part' | 'sheets' | null;

/** The first fault of a request, among the choices that its format has. */
export function faultOf(request: ExportRequest): Fault {
  const { format, part, picture, paper, blank } = request;
  const within = (value: number, least: number, most: number) => value >= least && value <= most;
  if (isRaster(format)) {
    const { kind, value } = picture.size;
    const range = kind === 'scale' ? null : PICTURE_RANGES[kind];
    if (range && !within(value, range.least, range.most)) return 'picture';
    if (format === 'jpeg' && !within(picture.quality, 1, 100)) return 'picture';
  }
  if (format === 'pdf') {
    if (ownPaper(paper.size) === undefined) return 'paper';
    if (paper.margin !== null && !within(paper.margin, 0, MARGIN_RANGE.most)) return 'paper';
    if (paper.poster !== null && paper.size !== 'fit') {
      const { size, overlap } = paper.poster;
      const range = size.kind === 'scale' ? POSTER_RANGES.scale : POSTER_RANGES.sheets;
      const percent = size.kind === 'scale' ? size.value * 100 : size.value;
      if (!within(percent, range.least, range.most)) return 'poster';
      if (!within(overlap, POSTER_RANGES.overlap.least, POSTER_RANGES.overlap.most)) return 'poster';
    }
  }
  if (isDrawn(format) && (part.kind === 'stages' || part.kind === 'lanes') && part.ids.length === 0) return 'part';
  const { cover, map, stages } = request.pages;
  if (hasPages(format) && !blank && !cover && !map && !stages) return 'sheets';
  return null;
}

/** Width and height in mm of a paper of one's own; null where it is one with a name, undefined where it is none. */
export function ownPaper(size: string): { width: number; height: number } | null | undefined {
  if ((PAPER_NAMES as readonly string[]).includes(size)) return null;
  const [, across = '', down = ''] = /^([\d.]*)x([\d.]*)mm$/.exec(size) ?? [];
  const [width, height] = [Number(across), Number(down)];
  const sound = (side: number) => side >= PAPER_RANGE.least && side <= PAPER_RANGE.most;
  return sound(width) && sound(height) ? { width, height } : undefined;
}

/** A page of that many pt: its size in whole mm, and the paper that it is, if it is one. */
export function paperOf(page: { width: number; height: number }): {
  paper: PaperName | null;
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
    paper: (found?.[0] as PaperName | undefined) ?? null,
    landscape: width > height,
    width: Math.round(width),
    height: Math.round(height),
  };
}

/** Remembers what documents and presentations each hold, while the format goes back and forth. */
export class FormatMemory {
  readonly #pages = structuredClone(FIRST_PAGES);

  /** Gives the request another format. */
  turn(request: ExportRequest, format: Format): void {
    const before = request.format;
    if (before === 'pdf' || before === 'pptx') this.#pages[before] = { ...request.pages };
    if (format === 'pdf' || format === 'pptx') request.pages = { ...this.#pages[format] };
    request.format = format;
  }
}
