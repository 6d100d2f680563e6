import type { ExportPreview, ExportRequest, Rect, WireScene } from '../types';

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

/** Keeps the preview under a new id. */
export function previewOf(scene: WireScene, request: ExportRequest, id: string): ExportPreview {
  const whole = { x: 0, y: 0, width: scene.width, height: scene.height };
  const paper = request.transparent ? null : scene.paper;
  const parts = request.format === 'json' ? [] : partsOf(whole, request);
  shown.set(id, { scene, paper, parts });
  const pages = parts.map(({ page: { width, height } }) => ({ width, height }));
  const pixels = pages.reduce((sum, page) => sum + page.width * page.height, 0);
  return {
    id,
    pages,
    bytes: Math.round(9_000 + scene.nodes.length * 400 + (request.format === 'png' ? pixels / 8 : 0)),
  };
}

function partsOf(whole: Rect, request: ExportRequest): Shown['parts'] {
  const scaled = (scale: number) => ({
    x: 0,
    y: 0,
    width: Math.round(whole.width * scale),
    height: Math.round(whole.height * scale),
  });
  if (request.format === 'png') return [{ page: scaled(request.scale ?? 1), part: whole }];
  if (request.format === 'svg') return [{ page: whole, part: whole }];
  const size = PAPERS[request.paper ?? 'fit'];
  if (!size) return [{ page: scaled(1 / PX_PER_PT), part: whole }];
  const [width, height] = request.orientation === 'portrait' ? [size[1], size[0]] : size;
  const page = { x: 0, y: 0, width, height };
  if (!request.tile) return [{ page, part: fitted(whole, width / height) }];
  const [across, down] = [width * PX_PER_PT, height * PX_PER_PT];
  const parts: Shown['parts'] = [];
  for (let y = 0; y < whole.height; y += down)
    for (let x = 0; x < whole.width; x += across) parts.push({ page, part: { x, y, width: across, height: down } });
  return parts;
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
