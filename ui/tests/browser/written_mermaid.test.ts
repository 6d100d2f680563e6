// The journeys that maps are written as, read and drawn by Mermaid itself.
import { createRequire } from 'node:module';
import type { Mermaid } from 'mermaid';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from './chromium';
import { fixture, inOrder, reference, written } from './written';

/** A section: its title and its tasks, each with a score and actors. */
type Section = [title: string, tasks: [name: string, score: number, people: string[]][]];
interface Journey {
  title: string;
  purpose: string;
  sections: Section[];
}

const MARIE = ['Marie Broussard'];
const BARE = 'No more than a name';
const FULL = 'Persona with every field and a name that is long enough to wrap';
const WRAPS = 'A step title that is far too long for one line and has to wrap over three';

/** In the map of signs the chief persona has a score at every step, which is the step's. */
function signs(): Journey {
  const { map, personas, stages, steps, scores } = fixture('punctuation');
  const chief = personas.find((persona) => persona.primary)?.id;
  return {
    title: map.title,
    purpose: map.objective.purpose.replace(/\s+/g, ' '),
    sections: inOrder(stages).map((stage) => [
      stage.title,
      inOrder(steps.filter((step) => step.stage === stage.id)).map((step) => {
        const here = scores.filter((score) => score.step === step.id);
        const own = here.find((score) => score.persona === chief);
        const people = inOrder(personas.filter(({ id }) => here.some((score) => score.persona === id)));
        return [step.title, 3 + (own?.tenths ?? Number.NaN) / 10, people.map(({ name }) => name)];
      }),
    ]),
  };
}

const JOURNEYS: Record<string, Journey> = {
  edges: {
    title: 'Edges',
    purpose: '',
    sections: [
      ['One step only', [['Step 1', 1, [BARE, FULL]]]],
      [
        'Stage 2',
        [
          ['Title', 3, [BARE]],
          ['Step 3', 3, [FULL]],
          [WRAPS, 4, [BARE, FULL]],
        ],
      ],
      ['A stage title that is far too long for the one narrow step under it', [['Wide', 2, [BARE, FULL]]]],
      [
        'Last',
        [
          ['F', 2, [FULL, 'Third']],
          ['G', 3, [BARE]],
        ],
      ],
    ],
  },
  'flood-insurance': {
    title: 'Buying flood insurance in Louisiana',
    purpose: 'Find where quotes are lost between blog and checkout',
    sections: [
      [
        'Awareness',
        [
          ['Storm in the news', 2, MARIE],
          ['Reads the flood blog', 4, MARIE],
        ],
      ],
      [
        'Consideration',
        [
          ['Compares cover', 2, MARIE],
          ['Joins the webinar', 4, MARIE],
        ],
      ],
      [
        'Decision',
        [
          ['Asks for a quote', 1, MARIE],
          ['Buys online', 5, MARIE],
        ],
      ],
      ['Loyalty', [['First renewal', 3, MARIE]]],
    ],
  },
  punctuation: signs(),
};

/** What Mermaid keeps of a journey. */
interface Kept {
  getDiagramTitle(): string;
  getAccDescription(): string;
  getSections(): string[];
  getTasks(): { section: string; task: string; score: number; people: string[] }[];
  getActors(): string[];
}

describe('the journeys that maps are written as, in Mermaid', () => {
  let browser: Browser;
  let page: Page;
  const said: string[] = [];

  beforeAll(async () => {
    browser = await launch();
    page = await browser.newPage();
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.setContent('<!doctype html><meta charset="utf-8"><div id="drawn"></div>');
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js') });
    await page.evaluate(() =>
      (globalThis as unknown as { mermaid: Mermaid }).mermaid.initialize({ startOnLoad: false }),
    );
  });
  afterAll(() => browser?.close());

  test('are all looked at', () => {
    expect(Object.keys(JOURNEYS)).toEqual(written('mmd'));
  });

  for (const [name, { title, purpose, sections }] of Object.entries(JOURNEYS)) {
    const tasks = sections.flatMap(([section, inside]) =>
      inside.map(([task, score, people]) => ({ section, task, score, people })),
    );
    const actors = [...new Set(tasks.flatMap(({ people }) => people))].sort();
    const text = reference(`${name}.mmd`);

    test(`${name} has its sections, tasks, scores and actors`, async () => {
      const kept = await page.evaluate(async (journey) => {
        const { mermaid } = globalThis as unknown as { mermaid: Mermaid };
        const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(journey);
        const kept = db as unknown as Kept;
        // Codes of letters are kept under cover until they are drawn.
        const plain = (held: string) =>
          held.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)));
        return {
          type,
          title: plain(kept.getDiagramTitle()),
          purpose: plain(kept.getAccDescription()),
          sections: kept.getSections().map(plain),
          tasks: kept.getTasks().map(({ section, task, score, people }) => ({
            section: plain(section),
            task: plain(task),
            score,
            people: people.map(plain),
          })),
          actors: kept.getActors().map(plain).sort(),
        };
      }, text);
      expect(kept).toEqual({
        type: 'journey',
        title,
        purpose,
        sections: sections.map(([section]) => section),
        tasks,
        actors,
      });
    });

    test(`${name} is drawn with the words of the map`, async () => {
      const drawn = await page.evaluate(async (journey) => {
        const { mermaid } = globalThis as unknown as { mermaid: Mermaid };
        const place = document.getElementById('drawn') as HTMLElement;
        place.innerHTML = (await mermaid.render('journey', journey)).svg;
        const words = (selector: string) =>
          Array.from(place.querySelectorAll(selector), (element) => element.textContent);
        return {
          title: words('svg > text:last-of-type'),
          purpose: words('desc'),
          sections: words('text.journey-section'),
          tasks: words('text.task'),
          // Long names go over several lines, which are texts of their own.
          actors: words('text.legend').join('').replace(/\s/g, '').length,
          faces: place.querySelectorAll('circle.face').length,
        };
      }, text);
      expect(drawn).toEqual({
        title: [title],
        purpose: purpose === '' ? [] : [purpose],
        sections: sections.map(([section]) => section),
        tasks: tasks.map(({ task }) => task),
        actors: actors.join('').replace(/\s/g, '').length,
        faces: tasks.length,
      });
      expect(said).toEqual([]);
    });
  }
});
