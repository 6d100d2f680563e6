import { type Host, HostError } from '../host';
import type {
  DropSlot,
  Edit,
  EditReply,
  ExportRequest,
  FileDrag,
  Imported,
  MapEntry,
  OpenedMap,
  Preferences,
  SaveReport,
  SaveState,
  TemplateEntry,
} from '../types';
import { clippingOf, detailsOf } from './details';
import { applied } from './edits';
import { pictureOf, previewOf } from './exports';
import { between } from './patch';
import { type FakeMap, floodMap, largeMap } from './records';
import { sheetOf } from './sheet';

// The host in memory, for tests and for looking at the screens in a plain browser. It takes its orders
// from the address: ?maps=N (entries in the library), ?large (a large map), ?scene=URL (a scene of the
// real layout, shown as it is), ?slow=MS (time that every call takes), ?tagged (maps wear tags),
// ?text=PERCENT (size of the app's text), ?appearance=dark, ?night (the map is dark in a dark app),
// ?export=MS (time that a quarter of an export takes).

type Open = { map: FakeMap; revision: number; past: [FakeMap, string][]; future: [FakeMap, string][] };
type Call = { name: string; args: unknown[] };

const orders = new URLSearchParams(globalThis.location?.search ?? '');
const DAY = 86_400_000;

const TITLES = [
  'Buying flood insurance in Louisiana',
  'First ride with a ride-hailing app',
  'Free to premium of a music streamer',
  'Lead to loyalty in retail',
  'Onboarding a B2B team',
  'Service blueprint of a walk-in clinic',
];

const TEMPLATES: TemplateEntry[] = [
  { id: 'blank', title: 'Blank', category: 'Start simple', description: 'One stage, a few rows, nothing else.' },
  {
    id: 'four-row',
    title: 'Four-row starter',
    category: 'Start simple',
    description: 'Motivation, action, place and target action over three stages.',
  },
  {
    id: 'classic',
    title: 'Classic five stages',
    category: 'Journeys',
    description: 'From awareness to advocacy, with touchpoints and emotions.',
  },
  {
    id: 'retention',
    title: 'Retention journey',
    category: 'Journeys',
    description: 'What keeps customers after the first purchase.',
  },
  {
    id: 'blueprint',
    title: 'Service blueprint',
    category: 'Services',
    description: 'Frontstage, backstage and the three lines between them.',
  },
  {
    id: 'saas',
    title: 'B2B SaaS onboarding',
    category: 'Services',
    description: 'From sign-up to the first value of a whole team.',
  },
  {
    id: 'flood-insurance',
    title: 'Flood insurance in Louisiana',
    category: 'Worked samples',
    description: 'From the first blog article to the policy.',
  },
  {
    id: 'first-ride',
    title: 'A first ride',
    category: 'Worked samples',
    description: 'The first trip with a ride-hailing app, minute by minute.',
  },
];

const state = {
  now: Date.now(),
  maps: [] as MapEntry[],
  open: new Map<string, Open>(),
  calls: [] as Call[],
  failing: new Map<string, HostError>(),
  serial: 0,
  recent: [] as string[],
  choices: new Map<string, ExportRequest>(),
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

function listening<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function importFiles(paths: string[]): Imported {
  const maps: string[] = [];
  const problems: Imported['problems'] = [];
  for (const path of paths) {
    const name = path.split('/').at(-1) ?? path;
    if (/\.(json|png|svg)$/.test(name)) {
      const id = `map_in${++state.serial}`;
      state.maps.unshift(entry(id, name.replace(/\..*$/, ''), 0));
      maps.push(id);
    } else
      problems.push({
        code: 'invalidFile',
        message: `${name}: no map is in this file. Choose a JSON, PNG or SVG that Waymark wrote.`,
      });
  }
  return { maps, problems };
}

function entry(id: string, title: string, age: number): MapEntry {
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

async function answer<T>(name: string, args: unknown[], work: () => T): Promise<T> {
  state.calls.push({ name, args });
  await new Promise((done) => setTimeout(done, Number(orders.get('slow') ?? 1)));
  const failure = state.failing.get(name);
  if (failure) throw failure;
  return work();
}

function known(id: string): MapEntry {
  const found = state.maps.find((map) => map.id === id);
  if (!found) throw new HostError('missing', 'This map is no longer in the library.');
  return found;
}

/** Stands in for the painter's picture of a map. */
const PICTURE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"><rect width="400" height="100" fill="#e3eafb"/></svg>')}`;

function change(id: string, fields: Partial<MapEntry>): void {
  Object.assign(known(id), fields);
}

function opened(id: string): Open {
  let open = state.open.get(id);
  if (!open) {
    const map = orders.has('large') ? largeMap(30, 5) : floodMap();
    if (!orders.has('large')) map.title = known(id).title;
    open = { map, revision: 1, past: [], future: [] };
    state.open.set(id, open);
  }
  return open;
}

function history(open: Open) {
  return { undo: open.past.at(-1)?.[1] ?? null, redo: open.future.at(-1)?.[1] ?? null };
}

function reply(id: string, open: Open, next: FakeMap, selection: string[], added: string[]): EditReply {
  const before = sheetOf(open.map);
  const after = sheetOf(next);
  open.map = next;
  open.revision++;
  const { revision } = open;
  const entry = known(id);
  entry.title = next.title;
  entry.revision = revision;
  entry.modifiedAt = Date.now();
  report({ kind: 'saving' });
  setTimeout(() => report({ kind: 'saved' }), 30);
  return {
    revision,
    patch: between(before.scene, after.scene),
    history: history(open),
    selection,
    added,
    title: next.title,
    notices: [],
    saved: state.saved,
    outline: after.outline,
  };
}

function report(saved: SaveState): void {
  state.saved = { number: state.saved.number + 1, state: saved };
  for (const listener of state.saveListeners) listener(state.saved);
}

function newId(): string {
  return `card_new${++state.serial}`;
}

function slotAt(open: Open, x: number, y: number, dragging: string[]): DropSlot | null {
  const without = { ...open.map, cards: open.map.cards.filter((card) => !dragging.includes(card.id)) };
  const { scene, outline } = sheetOf(without);
  const row = outline.lanes.findIndex((lane) => y >= lane.y && y < lane.y + lane.height);
  const column = outline.steps.findIndex((step) => x >= step.x && x < step.x + step.width);
  const lane = outline.lanes[row];
  const step = outline.steps[column];
  if (!lane || !step || lane.family === 'curve' || lane.family === 'separator') return null;
  const stack = scene.nodes.filter(
    (node) => node.role === 'card' && node.cell?.row === row && node.cell.column === column,
  );
  const above = stack.filter((node) => node.y + node.height / 2 < y);
  const last = above.at(-1);
  return {
    lane: lane.id,
    step: step.id,
    after: last?.id ?? null,
    x: step.x + 8,
    y: last ? last.y + last.height + 8 : lane.y + 12,
    width: step.width - 16,
    height: 48,
  };
}

async function realScene(url: string, id: string): Promise<OpenedMap> {
  const response = await fetch(url);
  const opened = (await response.json()) as OpenedMap;
  return {
    ...opened,
    map: id,
    outline: { ...opened.outline, hidden: opened.outline.hidden ?? [], personas: opened.outline.personas ?? [] },
  };
}

export const host: Host = {
  assetUrl: (path) => {
    if (path.startsWith('export/')) return pictureOf(path.slice('export/'.length));
    return path.startsWith('picture/') || path.startsWith('asset/') ? PICTURE : `/${path}`;
  },
  listMaps: (trash) =>
    answer('listMaps', [trash], () =>
      state.maps
        .filter((map) => (map.trashedAt !== null) === trash)
        .map((map) => ({ ...map }))
        .sort((a, b) => b.modifiedAt - a.modifiedAt),
    ),
  listTemplates: () => answer('listTemplates', [], () => TEMPLATES),
  createMap: (map) =>
    answer('createMap', [map], () => {
      const id = `map_new${++state.serial}`;
      state.maps.unshift(entry(id, map.title || 'Untitled journey', 0));
      return id;
    }),
  importMap: () => answer('importMap', [], () => null),
  importFiles: (paths) => answer('importFiles', [paths], () => importFiles(paths)),
  renameMap: (map, title) => answer('renameMap', [map, title], () => change(map, { title })),
  tagMap: (map, tags) => answer('tagMap', [map, tags], () => change(map, { tags })),
  duplicateMap: (map) =>
    answer('duplicateMap', [map], () => {
      const id = `map_copy${++state.serial}`;
      state.maps.unshift(entry(id, `${known(map).title} (copy)`, 0));
      return id;
    }),
  trashMap: (map) => answer('trashMap', [map], () => change(map, { trashedAt: Date.now() })),
  restoreMap: (map) => answer('restoreMap', [map], () => change(map, { trashedAt: null })),
  deleteMap: (map) =>
    answer('deleteMap', [map], () => {
      state.maps = state.maps.filter((other) => other.id !== known(map).id);
    }),
  searchMaps: (query) =>
    answer('searchMaps', [query], () => {
      const word = query.toLowerCase();
      return state.maps
        .filter((map) => map.trashedAt === null)
        .flatMap((map) =>
          floodMap()
            .cards.filter((card) => card.text.toLowerCase().includes(word))
            .slice(0, 2)
            .map((card) => {
              const at = card.text.toLowerCase().indexOf(word);
              return {
                map: map.id,
                title: map.title,
                record: card.id,
                kind: 'card',
                parts: [
                  { text: card.text.slice(0, at), matched: false },
                  { text: card.text.slice(at, at + word.length), matched: true },
                  { text: card.text.slice(at + word.length), matched: false },
                ].filter((part) => part.text !== ''),
              };
            }),
        );
    }),
  recentMaps: () => answer('recentMaps', [], () => state.recent.map((id) => ({ ...known(id) }))),

  openMap: async (map) => {
    state.recent = [map, ...state.recent.filter((id) => id !== map)].slice(0, 10);
    const url = orders.get('scene');
    if (url) return realScene(url, map);
    return answer('openMap', [map], () => {
      const open = opened(map);
      const { scene, outline } = sheetOf(open.map);
      return {
        map,
        revision: open.revision,
        scene,
        outline,
        history: history(open),
        saved: state.saved,
      };
    });
  },
  applyEdit: (map, edit, selection) =>
    answer('applyEdit', [map, edit, selection], () => {
      const open = opened(map);
      const result = applied(open.map, edit, newId);
      open.past.push([open.map, result.label]);
      open.future = [];
      return reply(map, open, result.map, selection, result.added);
    }),
  previewEdit: (map, edit: Edit) =>
    answer('previewEdit', [map, edit], () => {
      const open = opened(map);
      let made = 0;
      const next = applied(open.map, edit, () => `card_preview${++made}`).map;
      return { base: open.revision, patch: between(sheetOf(open.map).scene, sheetOf(next).scene) };
    }),
  undo: (map) =>
    answer('undo', [map], () => {
      const open = opened(map);
      const step = open.past.pop();
      if (!step) return null;
      open.future.push([open.map, step[1]]);
      return reply(map, open, step[0], [], []);
    }),
  redo: (map) =>
    answer('redo', [map], () => {
      const open = opened(map);
      const step = open.future.pop();
      if (!step) return null;
      open.past.push([open.map, step[1]]);
      return reply(map, open, step[0], [], []);
    }),
  slotAt: (map, x, y, dragging) => answer('slotAt', [map, x, y, dragging], () => slotAt(opened(map), x, y, dragging)),
  records: (map, ids) => answer('records', [map, ids], () => detailsOf(map, opened(map).map, ids)),
  clipOfText: (text) =>
    answer('clipOfText', [text], () => (text.trim() ? JSON.stringify({ kind: 'cards', text }) : null)),
  copyRecords: (map, ids) => answer('copyRecords', [map, ids], () => clippingOf(opened(map).map, ids)),
  choosePicture: (map, record) =>
    answer('choosePicture', [map, record], () => {
      const open = opened(map);
      const image = `asset_${++state.serial}`;
      open.past.push([open.map, 'Set card picture']);
      const cards = open.map.cards.map((card) => (card.id === record ? { ...card, image } : card));
      const personas = open.map.personas.map((one) => (one.id === record ? { ...one, picture: image } : one));
      const assets = [...open.map.assets, { id: image, name: 'storm.png' }];
      return reply(map, open, { ...open.map, cards, personas, assets }, [record], []);
    }),
  setPicture: (map, record, path) =>
    answer('setPicture', [map, record, path], () => reply(map, opened(map), opened(map).map, [record], [])),
  fieldText: (map, record, field) =>
    answer('fieldText', [map, record, field], () => {
      const { map: content } = opened(map);
      const all: Record<string, unknown>[] = [
        ...content.cards,
        ...content.scores,
        ...content.stages,
        ...content.steps,
        ...content.lanes,
        ...content.personas,
        ...content.notes,
        ...content.links,
        { ...content, id: 'map' },
      ];
      return String(all.find((other) => other.id === record)?.[field] ?? '');
    }),
  closeMap: (map) => answer('closeMap', [map], () => undefined),

  exportChoice: (map) => answer('exportChoice', [map], () => state.choices.get(map) ?? null),
  previewExport: (map, request) =>
    answer('previewExport', [map, request], () =>
      previewOf(sheetOf(opened(map).map).scene, request, `preview_${++state.serial}`),
    ),
  cancelExport: (map) =>
    answer('cancelExport', [map], () => {
      state.cancelled.add(map);
    }),
  exportMap: async (map, request, onEvent) => {
    state.cancelled.delete(map);
    state.choices.set(map, request);
    for (let done = 0; done <= 1; done += 0.25) {
      onEvent({ kind: 'progress', done });
      await new Promise((resolve) => setTimeout(resolve, Number(orders.get('export') ?? 30)));
      if (state.cancelled.has(map)) throw new HostError('cancelled', 'The export was cancelled.');
    }
    return answer('exportMap', [map, request], () => ({
      path: `/home/marie/Documents/${known(map).title}.${request.format}`,
    }));
  },
  showInFolder: (path) => answer('showInFolder', [path], () => undefined),
  windowReady: () => answer('windowReady', [], () => undefined),
  firstFrame: () => answer('firstFrame', [], () => undefined),

  preferences: () => answer('preferences', [], () => ({ ...state.preferences })),
  setPreferences: (preferences) =>
    answer('setPreferences', [preferences], () => {
      state.preferences = { ...preferences };
    }),
  about: () =>
    answer('about', [], () => ({ version: '0.1.0', library: '/home/marie/.local/share/waymark/library.db' })),
  setMenu: (parts) => answer('setMenu', [parts], () => undefined),
  changeMenu: (changes) => answer('changeMenu', [changes], () => undefined),
  setFullScreen: (on) => answer('setFullScreen', [on], () => undefined),
  closeWindow: (force) => answer('closeWindow', force ? [force] : [], () => undefined),

  onSaveState: (listener) => listening(state.saveListeners, listener),
  onMenu: (listener) => listening(state.menuListeners, listener),
  onFileDrag: (listener) => listening(state.dragListeners, listener),
  onCloseRequest: (listener) => listening(state.closeListeners, listener),
  onOpenRequest: () => () => undefined,
};

/** For tests: what was asked of the host, and a way to make a call fail. */
Object.assign(globalThis, {
  fakeHost: {
    calls: (name: string) => state.calls.filter((call) => call.name === name).map((call) => call.args),
    order: () => state.calls.map((call) => call.name),
    forget: () => {
      state.calls.length = 0;
    },
    fail: (name: string, message: string | null) => {
      if (message === null) state.failing.delete(name);
      else state.failing.set(name, new HostError('io', message));
    },
    menu: (action: string) => {
      for (const listener of state.menuListeners) listener(action);
    },
    drag: (drag: FileDrag) => {
      for (const listener of state.dragListeners) listener(drag);
    },
    requestClose: () => {
      for (const listener of state.closeListeners) listener();
    },
    save: report,
  },
});
