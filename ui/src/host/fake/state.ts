import { HostError } from '../host';
import type { ExportPreset, ExportRequest, FileDrag, MapEntry, Preferences, SaveReport, SaveState } from '../types';
import type { FakeMap } from './records';

/** A map that is open, with what undo and redo go back and forth to, and what each step is called. */
export type Open = { map: FakeMap; revision: number; past: [FakeMap, string][]; future: [FakeMap, string][] };
type Call = { name: string; args: unknown[] };

/** What the address asks for; see index.ts. */
export const orders = new URLSearchParams(globalThis.location?.search ?? '');
export const DAY = 86_400_000;

const TITLES = [
  'Buying flood insurance in Louisiana',
  'First ride with a ride-hailing app',
  'Free to premium of a music streamer',
  'Lead to loyalty in retail',
  'Onboarding a B2B team',
  'Service blueprint of a walk-in clinic',
];

export const state = {
  now: Date.now(),
  maps: [] as MapEntry[],
  open: new Map<string, Open>(),
  calls: [] as Call[],
  failing: new Map<string, HostError>(),
  serial: 0,
  recent: [] as string[],
  choices: new Map<string, ExportRequest>(),
  presets: [] as ExportPreset[],
  cancelled: new Set<string>(),
  preferences: {
    appearance: orders.get('appearance') ?? 'system',
    textSize: Number(orders.get('text') ?? 100),
    darkCanvas: orders.has('night'),
    reducedMotion: false,
    palette: orders.get('panels') !== '0',
    inspector: orders.get('panels') !== '0',
    librarySort: 'modified',
  } as Preferences,
  saved: { number: 0, state: { kind: 'saved' } } as SaveReport,
  saveListeners: new Set<(report: SaveReport) => void>(),
  menuListeners: new Set<(action: string) => void>(),
  dragListeners: new Set<(drag: FileDrag) => void>(),
  closeListeners: new Set<() => void>(),
};

export function listening<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function entry(id: string, title: string, age: number): MapEntry {
  const at = state.now - age;
  return {
    id,
    title,
    subtitle: '',
    state: 'current',
    tags: [],
    createdAt: at,
    modifiedAt: at,
    revision: 1,
    cards: 38,
    trashedAt: null,
  };
}

const TAGS = [['retail', 'quick win'], ['onboarding'], [], ['retail'], ['onboarding', 'B2B', 'research'], []];
const count = Number(orders.get('maps') ?? TITLES.length);
for (let at = 0; at < count; at++) {
  const title = TITLES[at % TITLES.length] as string;
  state.maps.push(
    entry(`map_${at + 1}`, at < TITLES.length ? title : `${title} ${at + 1}`, at * at * 0.4 * DAY + 40_000),
  );
  if (orders.has('tagged')) Object.assign(state.maps[at] ?? {}, { tags: TAGS[at % TAGS.length] });
}

/** Answers a call as the host would, after a while; fails where a test asked for it. */
export async function answer<T>(name: string, args: unknown[], work: () => T): Promise<T> {
  state.calls.push({ name, args });
  await new Promise((done) => setTimeout(done, Number(orders.get('slow') ?? 1)));
  const failure = state.failing.get(name);
  if (failure) throw failure;
  return work();
}

export function known(id: string): MapEntry {
  const found = state.maps.find((map) => map.id === id);
  if (!found) throw new HostError('missing', 'This map is no longer in the library.');
  return found;
}

export function change(id: string, fields: Partial<MapEntry>): void {
  Object.assign(known(id), fields);
}

export function report(saved: SaveState): void {
  state.saved = { number: state.saved.number + 1, state: saved };
  for (const listener of state.saveListeners) listener(state.saved);
}
