// What the core writes, as its own tests keep it (tests/ref), so that no Rust runs here.
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const REFERENCES = new URL('../../../tests/ref/', import.meta.url);
const FIXTURES = new URL('../../../tests/fixtures/', import.meta.url);

/** The names of the maps that there is a reference of with that ending. */
export function written(ending: string): string[] {
  const first = `.${ending}.1.gz`;
  const files = readdirSync(REFERENCES).filter((file) => file.endsWith(first));
  return files.map((file) => file.slice(0, -first.length)).sort();
}

/** A reference, put together from its parts. */
export function reference(name: string): string {
  const number = (file: string) =>
    file.startsWith(`${name}.`) ? Number(/^(\d+)\.gz$/.exec(file.slice(name.length + 1))?.[1] ?? 0) : 0;
  const parts = readdirSync(REFERENCES).filter(number);
  parts.sort((a, b) => number(a) - number(b));
  return parts.map((part) => gunzipSync(readFileSync(new URL(part, REFERENCES))).toString()).join('');
}

type Ordered = { id: string; order: string };

/** The part of a map file that the tests look at. */
export interface MapFile {
  map: { title: string; objective: { purpose: string } };
  personas: (Ordered & { name: string; primary?: boolean })[];
  stages: (Ordered & { title: string })[];
  steps: (Ordered & { stage: string; title: string })[];
  cards: { id: string; text: string }[];
  scores: { id: string; step: string; persona: string; tenths: number }[];
}

/** The map that the references of that name were written from. */
export function fixture(name: string): MapFile {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8'));
}

/** Siblings from first to last. */
export function inOrder<T extends Ordered>(siblings: T[]): T[] {
  return [...siblings].sort((a, b) => (a.order < b.order ? -1 : 1));
}
