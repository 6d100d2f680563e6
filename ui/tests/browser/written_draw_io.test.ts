// The draw.io files that maps are written as, in mxGraph: draw.io's own model, codec and painter.
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from './chromium';
import { fixture, reference, written } from './written';

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A cell of mxGraph's model. */
interface Cell {
  id: string;
  parent: Cell | null;
  source: Cell | null;
  target: Cell | null;
  vertex: boolean | number;
  edge: boolean | number;
  geometry: (Area & { points: { x: number; y: number }[] | null }) | null;
}

/** Where a cell was drawn. */
type State = Area & { shape: { node: SVGElement } };

interface Graph {
  model: { cells: Record<string, Cell>; getChildCount: (cell: Cell) => number };
  view: { getState: (cell: Cell) => State | undefined };
  htmlLabels: boolean;
  convertValueToString: (cell: Cell & { value: unknown }) => string;
  getLabel: (cell: Cell) => string;
  getStylesheet: () => { putCellStyle: (name: string, style: object) => void };
}

interface Library {
  mxGraph: new (place: HTMLElement) => Graph;
  mxCodec: new (document: Document) => { decode: (node: Element, into: object) => void };
  mxPerimeter: { EllipsePerimeter: unknown };
}

/** A cell as the file tells it and as mxGraph keeps it. */
interface Told {
  id: string;
  parent: string | null;
  ends: (string | null)[];
  sort: string;
  area: Area | null;
  bends: { x: number; y: number }[];
  label: string;
}

interface Read {
  told: Told[];
  kept: Told[];
  /** Where vertices were drawn, by id. */
  drawn: Record<string, Area>;
  /** The text of labels as people read it, by id. */
  words: Record<string, string>;
  /** Of each curve how far it passes from the middles of its dots, from its first to its last. */
  misses: number[][];
  /** Points along each link, by id. */
  links: Record<string, { x: number; y: number }[]>;
}

/** Reads the file's elements, and lets mxGraph decode and draw them. */
function read(file: string): Read {
  const { mxGraph, mxCodec, mxPerimeter } = globalThis as unknown as Library;
  const xml = new DOMParser().parseFromString(file, 'text/xml');
  const model = xml.querySelector('mxfile > diagram > mxGraphModel') as Element;
  const number = (element: Element, name: string) => Number(element.getAttribute(name) ?? 0);
  const told = Array.from((model.firstElementChild as Element).children, (element): Told => {
    const cell = element.localName === 'mxCell' ? element : (element.querySelector('mxCell') as Element);
    const geometry = cell.querySelector('mxGeometry');
    return {
      id: element.id,
      parent: cell.getAttribute('parent'),
      ends: ['source', 'target'].map((end) => cell.getAttribute(end)),
      sort: ['vertex', 'edge'].filter((sort) => cell.getAttribute(sort) === '1').join(),
      area: geometry && {
        x: number(geometry, 'x'),
        y: number(geometry, 'y'),
        width: number(geometry, 'width'),
        height: number(geometry, 'height'),
      },
      bends: Array.from(cell.querySelectorAll('mxPoint'), (point) => ({
        x: number(point, 'x'),
        y: number(point, 'y'),
      })),
      label: element.getAttribute('label') ?? element.getAttribute('value') ?? '',
    };
  });

  const place = document.getElementById('drawn') as HTMLElement;
  place.replaceChildren();
  const graph = new mxGraph(place);
  graph.htmlLabels = true;
  // Styles that draw.io knows by name, and its way to labels.
  graph.getStylesheet().putCellStyle('ellipse', { shape: 'ellipse', perimeter: mxPerimeter.EllipsePerimeter });
  graph.getStylesheet().putCellStyle('swimlane', { shape: 'swimlane' });
  graph.convertValueToString = ({ value }) =>
    value instanceof Element ? (value.getAttribute('label') ?? '') : String(value ?? '');
  new mxCodec(xml).decode(model, graph.model);

  const cells = Object.values(graph.model.cells);
  const kept = cells.map((cell): Told => {
    const { geometry } = cell;
    return {
      id: cell.id,
      parent: cell.parent?.id ?? null,
      ends: [cell.source?.id ?? null, cell.target?.id ?? null],
      sort: [...(cell.vertex ? ['vertex'] : []), ...(cell.edge ? ['edge'] : [])].join(),
      area: geometry && { x: geometry.x, y: geometry.y, width: geometry.width, height: geometry.height },
      bends: (geometry?.points ?? []).map(({ x, y }) => ({ x, y })),
      label: graph.getLabel(cell),
    };
  });
  const drawn: Record<string, Area> = {};
  const words: Record<string, string> = {};
  for (const cell of cells) {
    words[cell.id] = new DOMParser().parseFromString(graph.getLabel(cell), 'text/html').body.textContent ?? '';
    const state = graph.view.getState(cell);
    if (cell.vertex && state) drawn[cell.id] = { x: state.x, y: state.y, width: state.width, height: state.height };
  }

  const along = (edge: Cell) => {
    const line = graph.view.getState(edge)?.shape.node.querySelector('path:last-of-type') as SVGPathElement;
    const length = Math.ceil(line.getTotalLength()) + 1;
    return Array.from({ length }, (_, at) => line.getPointAtLength(at)).map(({ x, y }) => ({ x, y }));
  };
  const edges = cells.filter((cell) => cell.edge);
  const links = edges.filter(({ id }) => !id.includes('-curve-')).map((link) => [link.id, along(link)]);

  const dots = cells.filter((cell) => cell.vertex && cell.geometry?.width === 14);
  const misses = edges
    .filter(({ id }) => id.includes('-curve-'))
    .map((curve) => {
      const points = along(curve);
      const ids = dots.map(({ id }) => id);
      const own = dots.slice(ids.indexOf(curve.source?.id ?? ''), ids.indexOf(curve.target?.id ?? '') + 1);
      return own.map((dot) => {
        const { x, y } = drawn[dot.id] as Area;
        return Math.min(...points.map((point) => Math.hypot(point.x - x - 7, point.y - y - 7)));
      });
    });
  return { told, kept, drawn, words, misses, links: Object.fromEntries(links) };
}

describe('the draw.io files that maps are written as, in mxGraph', () => {
  let browser: Browser;
  let page: Page;
  const said: string[] = [];

  beforeAll(async () => {
    browser = await launch();
    page = await browser.newPage();
    page.on('pageerror', (error) => said.push(String(error)));
    await page.setContent('<!doctype html><meta charset="utf-8"><div id="drawn"></div>');
    // It would look for its texts and styles beside the page.
    await page.evaluate(() => Object.assign(globalThis, { mxLoadResources: false, mxLoadStylesheets: false }));
    await page.addScriptTag({
      path: createRequire(import.meta.url).resolve('mxgraph/javascript/mxClient.min.js'),
    });
  });
  afterAll(() => browser?.close());

  const names = written('drawio');
  test('are those of every map', () => {
    expect(names).toEqual(['edges', 'flood-insurance', 'punctuation']);
  });

  for (const name of names) {
    test(`${name} keeps every cell, its parent, its ends and its place`, async () => {
      const { told, kept, drawn } = await page.evaluate(read, reference(`${name}.drawio`));
      const ids = told.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const byId = new Map(told.map((cell) => [cell.id, cell]));
      expect(kept.map(({ id }) => id).sort()).toEqual([...ids].sort());
      for (const cell of kept) {
        // What every model has, its root and its layer, has no place.
        const { area, ...rest } = byId.get(cell.id) as Told;
        expect({ ...cell, area: area && cell.area }).toEqual({ ...rest, area });
        if (cell.sort === 'edge') expect(cell.ends.every((end) => byId.get(end ?? '')?.sort === 'vertex')).toBe(true);
        if (cell.sort !== 'vertex') continue;
        // Drawn where its parents put it.
        const at = { ...(area as Area) };
        for (let up = byId.get(cell.parent ?? ''); up?.area; up = byId.get(up.parent ?? '')) {
          at.x += up.area.x;
          at.y += up.area.y;
        }
        expect(drawn[cell.id]).toEqual(at);
      }
      expect(said).toEqual([]);
    });

    test(`${name} has curves that meet their dots`, async () => {
      const { misses } = await page.evaluate(read, reference(`${name}.drawio`));
      expect(misses.length).toBeGreaterThan(0);
      for (const [first, ...others] of misses) {
        const last = others.pop();
        // Lines end at the rim of their dots.
        for (const miss of [first, last]) expect(Math.abs((miss ?? 0) - 7)).toBeLessThan(1.5);
        expect(Math.max(0, ...others)).toBeLessThan(1.5);
      }
    });
  }

  for (const name of names) {
    test(`${name} has links of steps that pass below the steps`, async () => {
      const { told, drawn, links } = await page.evaluate(read, reference(`${name}.drawio`));
      const isStep = (id: string | null) => id?.startsWith('waymark-step_') ?? false;
      const between = told.filter(({ sort, ends }) => sort === 'edge' && ends.every(isStep));
      expect(between.length).toBeGreaterThan(0);
      const steps = Object.entries(drawn).filter(([id]) => isStep(id));
      for (const { id } of between) {
        // An arrow's head stands at its step.
        const crossed = steps.filter(([, { x, y, width, height }]) =>
          links[id]?.some((at) => at.x > x + 1 && at.x < x + width - 1 && at.y > y + 1 && at.y < y + height - 1),
        );
        expect(crossed.map(([step]) => `${id} crosses ${step}`)).toEqual([]);
        expect(links[id]?.length).toBeGreaterThan(20);
      }
    });
  }

  test('have the words of the map, whatever signs they hold', async () => {
    const { words } = await page.evaluate(read, reference('punctuation.drawio'));
    const { map, stages, steps, cards } = fixture('punctuation');
    const expected: [string, string][] = [['map title', map.title]];
    for (const { id, title } of [...stages, ...steps]) expected.push([id, title]);
    for (const { id, text } of cards) expected.push([id, text.replaceAll('**', '').replaceAll('_', '')]);
    for (const [id, text] of expected) expect(words[`waymark-${id}`]).toBe(text);
  });
});
