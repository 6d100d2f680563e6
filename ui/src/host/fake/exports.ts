import type {
  ExportedAll,
  ExportNote,
  ExportPreview,
  ExportRequest,
  Format,
  MapEntry,
  Rect,
  WireScene,
} from '../types';

// What the fake host previews of an export: the sheet itself, on the pages that were asked for.

type Shown = { scene: WireScene; paper: string | null; parts: { page: Rect; part: Rect }[] };

const PX_PER_PT = 96 / 72;
/** Landscape, in pt. */
const PAPERS: Record<string, readonly [number, number]> = {
  a4: [842, 595],
  a3: [1191, 842],
  a2: [1684, 1191],
  a1: [2384, 1684],
  a0: [3370, 2384],
  letter: [792, 612],
  tabloid: [1224, 792],
  '16:9': [960, 540],
};

const shown = new Map<string, Shown>();

const ENDINGS: Partial<Record<Format, string>> = {
  jpeg: 'jpg',
  markdown: 'md',
  mermaid: 'mmd',
  jsonCanvas: 'canvas',
  drawIo: 'drawio',
};
const TEXTS: Partial<Record<Format, string>> = {
  csv: 'Lane,Compare,Decide\nActions,Looks for a policy,"Calls the agent, twice"\nPain points,,Waits on hold',
  xlsx: 'Lane,Compare,Decide\nActions,Looks for a policy,"Calls the agent, twice"\nPain points,,Waits on hold',
  markdown: '# Buying flood insurance\n\n## Compare\n\n- Looks for a policy\n',
  mermaid: 'journey\n  title Buying flood insurance\n  section Compare\n    Looks for a policy: 3: Marie\n',
  jsonCanvas: '{"nodes":[],"edges":[]}',
  drawIo: '<mxfile><diagram name="Map"/></mxfile>',
  json: '{\n  "format": "waymark",\n  "map": {}\n}',
};
/** Formats of pages that are as large as the sheet, or nothing to be seen. */
const PICTURES: readonly Format[] = ['png', 'jpeg', 'webp'];

/** The ending of a format's files. */
export function endingOf(format: Format): string {
  return ENDINGS[format] ?? format;
}

/** What the formats could not hold. */
export function notesOf({ format, paper }: ExportRequest): ExportNote[] {
  if (format === 'mermaid') {
    return [
      { level: 'understood', text: '8 steps with their feelings', node: null },
      { level: 'leftOut', text: '23 cards of lanes that Mermaid has no place for', node: null },
    ];
  }
  if (format !== 'pdf') return [];
  return paper.archive === 'none'
    ? [{ level: 'understood', text: 'PDF/UA-1', node: null }]
    : [{ level: 'leftOut', text: 'PDF/UA-1: “Storm” has a picture without words', node: 'card_1' }];
}

/** As the shell writes several maps: one file each, but where one is there already. */
export function exportedAll(maps: readonly MapEntry[], request: ExportRequest): ExportedAll {
  const [first, ...others] = maps;
  const there = first && others.length > 0;
  return {
    path: '/home/marie/Documents/Maps',
    files: maps.length - (there ? 1 : 0),
    problems: there
      ? [
          {
            code: 'refused',
            message: `${first.title}.${endingOf(request.format)}: there is such a file in the folder already; move it away`,
          },
        ]
      : [],
  };
}

/** Keeps the preview under a new id. */
export function previewOf(scene: WireScene, request: ExportRequest, id: string): ExportPreview {
  const whole = { x: 0, y: 0, width: scene.width, height: scene.height };
  const paper = request.transparent ? null : scene.paper;
  const text = TEXTS[request.format] ?? null;
  const parts = text === null ? partsOf(whole, request) : [];
  shown.set(id, { scene, paper, parts });
  const pages = parts.map(({ page: { width, height } }) => ({ width, height }));
  const pixels = pages.reduce((sum, page) => sum + page.width * page.height, 0);
  return {
    id,
    pages,
    bytes: Math.round(9_000 + scene.nodes.length * 400 + (PICTURES.includes(request.format) ? pixels / 8 : 0)),
    notes: notesOf(request),
    text,
  };
}

function partsOf(whole: Rect, request: ExportRequest): Shown['parts'] {
  const scaled = (scale: number) => ({
    x: 0,
    y: 0,
    width: Math.round(whole.width * scale),
    height: Math.round(whole.height * scale),
  });
  if (PICTURES.includes(request.format)) return [{ page: scaled(scaleOf(whole, request)), part: whole }];
  if (request.format !== 'pdf') {
    const { cover, map, stages } = request.pages;
    const sheets = request.format === 'pptx' ? Number(cover) + Number(map) + (stages ? 4 : 0) : 1;
    return Array.from({ length: sheets }, () => ({ page: whole, part: whole }));
  }
  const size = PAPERS[request.paper.size];
  if (!size) return [{ page: scaled(1 / PX_PER_PT), part: whole }];
  const [width, height] = request.paper.orientation === 'portrait' ? [size[1], size[0]] : size;
  const page = { x: 0, y: 0, width, height };
  if (!request.paper.poster) return [{ page, part: fitted(whole, width / height) }];
  const [across, down] = [width * PX_PER_PT, height * PX_PER_PT];
  const parts: Shown['parts'] = [];
  for (let y = 0; y < whole.height; y += down)
    for (let x = 0; x < whole.width; x += across) parts.push({ page, part: { x, y, width: across, height: down } });
  return parts;
}

function scaleOf(whole: Rect, { picture: { size } }: ExportRequest): number {
  if (size.kind === 'scale') return size.value;
  if (size.kind === 'dpi') return size.value / 96;
  return size.value / (size.kind === 'width' ? whole.width : whole.height);
}

/** The least rectangle of that shape with the whole in its middle. */
function fitted(whole: Rect, shape: number): Rect {
  const width = Math.max(whole.width, whole.height * shape) * 1.06;
  const height = width / shape;
  return { x: (whole.width - width) / 2, y: (whole.height - height) / 2, width, height };
}

/** The picture behind an address `<id>/<page>.png`; empty where there is none. */
export function pictureOf(address: string): string {
  const [id = '', page = ''] = address.split('?')[0]?.split('/') ?? [];
  const found = shown.get(decodeURIComponent(id));
  const part = found?.parts[Number.parseInt(page, 10)]?.part;
  if (!found || !part) return '';
  const { scene, paper } = found;
  const nodes = scene.nodes
    .map((node) => `<g transform="translate(${node.x} ${node.y})">${node.fragment}</g>`)
    .join('');
  const box = `${part.x} ${part.y} ${part.width} ${part.height}`;
  const ground = paper
    ? `<rect x="${part.x}" y="${part.y}" width="${part.width}" height="${part.height}" fill="${paper}"/>`
    : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${part.width}" height="${part.height}" font-family="sans-serif">${ground}${nodes}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
