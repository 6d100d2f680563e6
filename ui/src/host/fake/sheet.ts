import type { Outline, Rect, WireNode, WireScene } from '../types';
import type { FakeCard, FakeLane, FakeMap } from './records';

// A plain stand-in for journey-layout, only as good as the tests of the window need.

const MARGIN = 40;
const LABELS = 152;
const STEP = 184;
const INSET = 8;
const GAP = 8;
const LINE = 17;
const BAND_TOP = 136;
const CURVE = 170;

const TINTS = [
  ['#DDF0EE', '#0F5E59'],
  ['#E3EAFB', '#2B4A9B'],
  ['#EEE6FA', '#5B3A9E'],
  ['#FCEBDD', '#8A4A14'],
] as const;

const KINDS: Record<string, readonly [ground: string, border: string, text: string]> = {
  actions: ['#FFFFFF', '#D9D7D0', '#1F2430'],
  touchpoints: ['#EEF3FE', '#C9D7F8', '#233B7A'],
  thoughts: ['#FFF9E8', '#F0E2B6', '#5C4A12'],
  painPoints: ['#FDEEEE', '#F3CBCB', '#8B1E1E'],
  solutions: ['#EAF6EE', '#BFE3CB', '#155A33'],
  backstage: ['#F3F2EF', '#DBD8D0', '#3C4048'],
};

let ruler: CanvasRenderingContext2D | null = null;

function widthOf(text: string, size: number): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * size * 0.55;
  ruler.font = `${size}px Inter`;
  return ruler.measureText(text).width;
}

function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line ? `${line} ${word}` : word;
      if (line && widthOf(longer, size) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    lines.push(line);
  }
  return lines;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

type Type = { size: number; weight: number; colour: string; italic?: boolean };

function words(text: string, x: number, y: number, { size, weight, colour, italic }: Type): string {
  return `<text x="${x}" y="${y}" font-family="Inter" font-size="${size}" font-weight="${weight}"${
    italic ? ' font-style="italic"' : ''
  } fill="${colour}">${escaped(text)}</text>`;
}

function edit(field: string, box: Rect, type: Type, lineHeight: number): WireNode['edit'] {
  return { field, ...box, family: 'Inter', ...type, italic: type.italic ?? false, lineHeight };
}

/** Left edges of the columns, from the grid's; the last entry is where the grid ends. */
function edgesOf(map: FakeMap): number[] {
  const edges = [0];
  for (const step of map.steps) edges.push((edges.at(-1) ?? 0) + (step.width ?? STEP));
  return edges;
}

function cardWidth(map: FakeMap, card: FakeCard): number {
  const edges = edgesOf(map);
  const column = map.steps.findIndex((step) => step.id === card.step);
  const end = Math.min(column + (card.span ?? 1), map.steps.length);
  return (edges[end] ?? 0) - (edges[column] ?? 0) - 2 * INSET;
}

function cardHeight(map: FakeMap, card: FakeCard): number {
  return wrap(card.text, cardWidth(map, card) - 24, 12.5).length * LINE + 16;
}

/** Lays a map out as the wire would carry it. */
export function sheetOf(map: FakeMap): { scene: WireScene; outline: Outline } {
  const nodes: WireNode[] = [];
  const left = MARGIN + LABELS;
  const edges = edgesOf(map);
  const edge = (column: number) => edges[column] ?? 0;
  const width = left + edge(map.steps.length) + MARGIN;
  const add = (node: Omit<WireNode, 'cell' | 'edit' | 'label'> & Partial<WireNode>) =>
    nodes.push({ cell: null, edit: null, label: '', ...node });

  const heading = (id: string, role: 'title' | 'subtitle', text: string, y: number, type: Type) => {
    const box = { x: 0, y: 0, width: width - 2 * MARGIN, height: type.size * 1.3 };
    add({
      id,
      role,
      ...box,
      x: MARGIN,
      y,
      label: text,
      edit: edit(role, box, type, type.size * 1.3),
      fragment: words(text, 0, type.size, type),
    });
  };
  heading('map/title', 'title', map.title, 40, { size: 30, weight: 700, colour: '#1F2430' });
  heading('map/subtitle', 'subtitle', map.subtitle, 82, { size: 14.5, weight: 400, colour: '#5B6472' });

  const outline: Outline = {
    stages: map.stages.map(({ id, title }) => ({ id, title })),
    steps: [],
    lanes: [],
    hidden: map.lanes.flatMap(({ id, kind, title, hidden }) => (hidden ? [{ id, kind, title }] : [])),
    personas: map.personas.map(({ id, name, primary = false }) => ({ id, name, primary })),
  };
  map.personas.forEach((persona, at) => {
    const type = { size: 13, weight: 600, colour: '#1F2430' };
    add({
      id: persona.id,
      role: 'persona',
      x: width - MARGIN - 250 * (map.personas.length - at),
      y: 32,
      width: 240,
      height: 56,
      label: `Persona: ${persona.name}`,
      fragment: `<rect width="240" height="56" rx="12" fill="#FAF9F5"/>${words(persona.name, 14, 24, type)}${words(persona.role ?? '', 14, 42, { ...type, size: 11, weight: 400 })}`,
    });
  });
  map.stages.forEach((stage, at) => {
    const columns = map.steps.flatMap((step, column) => (step.stage === stage.id ? [column] : []));
    const [ground, ink] = TINTS[at % TINTS.length] as (typeof TINTS)[0];
    const w = edge((columns.at(-1) ?? 0) + 1) - edge(columns[0] ?? 0) - 4;
    const type = { size: 15.5, weight: 700, colour: ink };
    add({
      id: stage.id,
      role: 'stage',
      x: left + edge(columns[0] ?? 0),
      cell: { row: 0, column: columns[0] ?? 0, columns: columns.length },
      y: BAND_TOP,
      width: w,
      height: 60,
      label: `Stage: ${stage.title}`,
      edit: edit('title', { x: 18, y: 10, width: w - 40, height: 20 }, type, 20),
      fragment: `<path d="M0 0H${w - 14}L${w} 30L${w - 14} 60H0${at > 0 ? 'L14 30' : ''}Z" fill="${ground}"/>${words(stage.title, 18, 26, type)}${words(stage.goal, 18, 46, { size: 12, weight: 400, colour: ink })}`,
    });
  });
  const stepTop = BAND_TOP + 72;
  map.steps.forEach((step, at) => {
    const type = { size: 13, weight: 600, colour: '#1F2430' };
    const columnWidth = edge(at + 1) - edge(at);
    outline.steps.push({ ...step, x: left + edge(at), width: columnWidth });
    add({
      id: step.id,
      role: 'step',
      x: left + edge(at),
      cell: { row: 0, column: at, columns: 1 },
      y: stepTop,
      width: columnWidth,
      height: 34,
      label: `Step: ${step.title}`,
      edit: edit('title', { x: 12, y: 8, width: columnWidth - 24, height: 18 }, type, 18),
      fragment: words(step.title, 12, 22, type),
    });
  });

  let y = stepTop + 34;
  const gridTop = y;
  const lanes = map.lanes.filter((lane) => !lane.hidden);
  lanes.forEach((lane, row) => {
    const cells = map.steps.map((step) => map.cards.filter((card) => card.lane === lane.id && card.step === step.id));
    const stack = (cards: FakeCard[]) => cards.reduce((sum, card) => sum + cardHeight(map, card) + GAP, 0);
    const height =
      lane.family === 'separator'
        ? 36
        : lane.family === 'curve'
          ? CURVE
          : Math.max(56, lane.height ?? 0, ...cells.map((cards) => stack(cards) + 16));
    outline.lanes.push({ ...lane, y, height, collapsed: lane.collapsed ?? false });
    const line = `<path d="M0 0H${width - 2 * MARGIN}" stroke="#E6E4DE" fill="none"/>`;
    add({
      id: `${lane.id}/line`,
      role: 'decoration',
      x: MARGIN,
      y,
      width: width - 2 * MARGIN,
      height: 1,
      fragment: line,
    });
    const type = { size: 13, weight: 600, colour: '#1F2430' };
    const dashes = `<path d="M${LABELS} 18H${width - 2 * MARGIN}" stroke="#5B6472" stroke-dasharray="6 4" fill="none"/>`;
    add({
      id: lane.id,
      role: lane.family === 'separator' ? 'separator' : 'lane',
      x: MARGIN,
      y,
      width: lane.family === 'separator' ? width - 2 * MARGIN : LABELS,
      height: lane.family === 'separator' ? 36 : height,
      label: lane.title,
      edit: edit('title', { x: 0, y: 9, width: LABELS - 12, height: 18 }, type, 18),
      fragment: words(lane.title, 0, 23, type) + (lane.family === 'separator' ? dashes : ''),
    });
    const [ground, border, ink] = KINDS[lane.kind] ?? (KINDS.actions as (typeof KINDS)[string]);
    cells.forEach((cards, column) => {
      let top = y + 12;
      for (const card of cards) {
        const w = cardWidth(map, card);
        const h = cardHeight(map, card);
        const cardType = { size: 12.5, weight: 400, colour: ink, italic: lane.kind === 'thoughts' };
        const lines = wrap(card.text, w - 24, 12.5);
        add({
          id: card.id,
          role: 'card',
          x: left + edge(column) + INSET,
          y: top,
          width: w,
          height: h,
          label: `${lane.title}: ${card.text || 'empty card'}, step ${map.steps[column]?.title}`,
          cell: { row, column, columns: Math.min(card.span ?? 1, map.steps.length - column) },
          edit: edit('text', { x: 12, y: 8, width: w - 24, height: h - 16 }, cardType, LINE),
          fragment: `<rect x="0.5" y="0.5" width="${w - 1}" height="${h - 1}" rx="8" fill="${ground}" stroke="${border}"/>${lines
            .map((text, at) => words(text, 12, 21 + at * LINE, cardType))
            .join('')}`,
        });
        top += h + GAP;
      }
    });
    if (lane.family === 'curve') drawCurve(map, lane, row, y, left, add);
    y += height;
  });
  for (const link of map.links) {
    const ends = [link.from, link.to].map((end) => nodes.find((node) => node.id === (end.card ?? end.step)));
    const [from, to] = ends;
    if (!from || !to) continue;
    const [x1, y1] = [from.x + from.width / 2, from.y + from.height / 2];
    const [x2, y2] = [to.x + to.width / 2, to.y + to.height / 2];
    const [x, top] = [Math.min(x1, x2), Math.min(y1, y2)];
    add({
      id: link.id,
      role: 'link',
      x,
      y: top,
      width: Math.abs(x2 - x1),
      height: Math.abs(y2 - y1),
      label: `Link: ${link.kind}`,
      fragment: `<path d="M${x1 - x} ${y1 - top}L${x2 - x} ${y2 - top}" stroke="#155A33" stroke-opacity="0.3" fill="none"/>`,
    });
  }
  for (const note of map.notes) {
    const type = { size: 12.5, weight: 400, colour: '#4A3F10' };
    const lines = wrap(note.text ?? '', note.width - 24, 12.5);
    const height = lines.length * LINE + 24;
    add({
      id: note.id,
      role: 'note',
      x: note.x,
      y: note.y,
      width: note.width,
      height,
      label: `Note: ${note.text ?? ''}`,
      edit: edit('text', { x: 12, y: 12, width: note.width - 24, height: height - 24 }, type, LINE),
      fragment: `<rect width="${note.width}" height="${height}" rx="4" fill="${note.colour ?? '#FFF4C2'}"/>${lines
        .map((text, at) => words(text, 12, 25 + at * LINE, type))
        .join('')}`,
    });
  }
  const grid = { x: left, y: gridTop, width: edge(map.steps.length), height: y - gridTop };
  const scene: WireScene = {
    width,
    height: y + MARGIN,
    paper: '#FFFFFF',
    grid,
    theme: map.theme ?? 'calm',
    language: map.language ?? 'en',
    title: map.title,
    nodes,
  };
  return { scene, outline };
}

function drawCurve(
  map: FakeMap,
  lane: FakeLane,
  row: number,
  y: number,
  left: number,
  add: (node: Omit<WireNode, 'cell' | 'edit' | 'label'> & Partial<WireNode>) => void,
): void {
  const edges = edgesOf(map);
  const points = map.steps.flatMap((step, column) => {
    const score = map.scores.find((other) => other.lane === lane.id && other.step === step.id);
    return score
      ? [{ score, column, x: ((edges[column] ?? 0) + (edges[column + 1] ?? 0)) / 2, y: CURVE / 2 - score.tenths * 3.2 }]
      : [];
  });
  const path = points.map((point, at) => `${at === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('');
  add({
    id: `curve_${lane.id}`,
    role: 'emotionCurve',
    x: left,
    y,
    width: edges.at(-1) ?? 0,
    height: CURVE,
    label: 'Emotion curve',
    fragment: `<path d="${path}" fill="none" stroke="#A8356F" stroke-width="2.5"/>`,
  });
  for (const { score, column, x, y: py } of points) {
    const colour = score.tenths < 0 ? '#A32020' : '#1C7A43';
    add({
      id: score.id,
      role: 'score',
      x: left + x - 30,
      y: y + py - 13,
      width: 60,
      height: 26,
      label: `Emotion ${score.tenths / 10}: ${score.word}`,
      cell: { row, column, columns: 1 },
      fragment: `<circle cx="30" cy="13" r="11" fill="#fff" stroke="${colour}" stroke-width="2"/><text x="30" y="-6" text-anchor="middle" font-family="Inter" font-size="12" font-weight="600" fill="#1F2430">${escaped(score.word)}</text>`,
    });
  }
}
