import type { Headings } from '../canvas/sticky';
import type { Size, Viewport } from '../canvas/viewport';
import type { Outline, PathView, Rect, WireNode } from '../host';
import type { SceneMirror } from '../mirror/scene';

/** What the camera goes along: stage by stage, step by step, or the views that the map keeps. */
export type Course = 'stages' | 'steps' | 'path';
export const COURSES: readonly Course[] = ['stages', 'steps', 'path'];

/** From one height of the sheet to another, px. */
export type Span = { from: number; to: number };

/** One place that the camera stops at, in px of the sheet. */
export type Stop = {
  title: string;
  /** What stands round it: the stage of a step; empty where there is nothing to say. */
  under: string;
  /** What is looked at, without headings. */
  area: Rect;
  /** The lanes in it from top to bottom, which can be shown one after the other; none for a view of the path. */
  lanes: readonly Span[];
  /** Place among the stops that one stage, step or view had to be cut into, from 1. */
  part: { at: number; of: number };
  /** Whether the headings of steps and lanes belong to what is seen. */
  headed: boolean;
  /** The stage, step, or first record of a view. */
  record: string;
};

/** Font size of a card's text at 100 %, px. */
const CARD_TEXT = 12.5;
/**
 * The least font size as a part of the window's height. Seen from four heights away it stands under 17
 * minutes of arc; ISO 9241-303 asks for at least 16.
 */
const LEGIBLE = 1 / 50;
/** Desk kept round what is shown, CSS px. */
const MARGIN = 28;
/** What the bar of the presentation takes at the bottom, CSS px. */
const FLOOR = 64;
/** Paper beside the headings, px of the sheet. */
const EDGE = 8;
/** Never come closer than this. */
const CLOSEST = 3;

/** The scale from which a card's text is legible from the back of a room. */
export function legibleScale(window: Size): number {
  return (window.height * LEGIBLE) / CARD_TEXT;
}

/** Font size of a card's text at a scale, in CSS px. */
export function textSize(scale: number): number {
  return Math.round(CARD_TEXT * scale);
}

/** All stops of a course. What would be too small to read is cut into several stops. */
export function stopsOf(
  course: Course,
  mirror: SceneMirror,
  outline: Outline,
  headings: Headings,
  path: readonly PathView[],
  window: Size,
): Stop[] {
  if (course === 'path') return path.flatMap((view) => viewStop(view, mirror));
  const groups =
    course === 'steps'
      ? outline.steps.map((step) => ({
          record: step.id,
          title: step.title,
          under: stageTitle(outline, step.stage),
          steps: [step],
        }))
      : outline.stages.map((stage) => ({
          record: stage.id,
          title: stage.title,
          under: '',
          steps: outline.steps.filter((step) => step.stage === stage.id),
        }));
  return groups.flatMap(({ steps, record, title, under }) => {
    if (steps.length === 0) return [];
    const [width, height] = room(headings, window);
    const columns = cut(
      steps.map((step) => ({ from: step.x, to: step.x + step.width })),
      width,
    );
    const rows = cut(
      outline.lanes.map((lane) => ({ from: lane.y, to: lane.y + lane.height })),
      height,
    );
    const parts = columns.flatMap((column) => rows.map((lanes) => ({ column, lanes })));
    return parts.map(({ column, lanes }, at) => ({
      title: title || under,
      under: title ? under : '',
      area: areaOf(column, lanes),
      lanes,
      part: { at: at + 1, of: parts.length },
      headed: true,
      record,
    }));
  });
}

/** Width and height of the sheet, beside the headings, that can be seen at the least scale. */
function room(headings: Headings, window: Size): [number, number] {
  const scale = legibleScale(window);
  const { label, head } = bands(headings);
  return [(window.width - 2 * MARGIN) / scale - label, (window.height - MARGIN - FLOOR) / scale - head];
}

/** Extent of the lane labels and of the stage band, px of the sheet. */
function bands({ left, top, grid }: Headings): { label: number; head: number } {
  return { label: grid.x - left + EDGE, head: grid.y - top + EDGE };
}

/** Neighbours that fit in `most` px together; what is larger by itself stands alone. */
function cut(spans: readonly Span[], most: number): Span[][] {
  const groups: Span[][] = [];
  for (const span of spans) {
    const group = groups.at(-1);
    if (group && span.to - (group[0] as Span).from <= most) group.push(span);
    else groups.push([span]);
  }
  return groups;
}

function areaOf(columns: readonly Span[], lanes: readonly Span[]): Rect {
  const [x, y] = [columns[0]?.from ?? 0, lanes[0]?.from ?? 0];
  return { x, y, width: (columns.at(-1)?.to ?? x) - x, height: (lanes.at(-1)?.to ?? y) - y };
}

function stageTitle(outline: Outline, id: string): string {
  return outline.stages.find((stage) => stage.id === id)?.title ?? '';
}

function viewStop(view: PathView, mirror: SceneMirror): Stop[] {
  const nodes = view.records.map((id) => mirror.get(id)).filter((node): node is WireNode => node !== undefined);
  const [first] = nodes;
  if (!first) return [];
  const x = Math.min(...nodes.map((node) => node.x));
  const y = Math.min(...nodes.map((node) => node.y));
  const right = Math.max(...nodes.map((node) => node.x + node.width));
  const bottom = Math.max(...nodes.map((node) => node.y + node.height));
  const area = { x: x - EDGE, y: y - EDGE, width: right - x + 2 * EDGE, height: bottom - y + 2 * EDGE };
  return [
    {
      title: view.title || first.label,
      under: '',
      area,
      lanes: [],
      part: { at: 1, of: 1 },
      headed: false,
      record: first.id,
    },
  ];
}

/** Where the camera stands for a stop: as close as all of it fits, headings included. */
export function framed(stop: Stop, headings: Headings, window: Size): Viewport {
  const { label, head } = stop.headed ? bands(headings) : { label: 0, head: 0 };
  const { area } = stop;
  const wide = window.width - 2 * MARGIN;
  const high = window.height - MARGIN - FLOOR;
  const scale = Math.min(wide / (label + area.width), high / (head + area.height), CLOSEST);
  const spare = { x: wide - (label + area.width) * scale, y: high - (head + area.height) * scale };
  return {
    scale,
    x: MARGIN + spare.x / 2 + (label - area.x) * scale,
    y: MARGIN + spare.y / 2 + (head - area.y) * scale,
  };
}

/** Ids of the notes that lie over a stop, for the one who presents. */
export function notesAt(stop: Stop, mirror: SceneMirror): string[] {
  const { x, width } = stop.area;
  return mirror
    .nodes()
    .filter((node) => node.role === 'note' && node.x + node.width / 2 >= x && node.x + node.width / 2 < x + width)
    .map((node) => node.id);
}
