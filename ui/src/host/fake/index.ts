import { type Host, HostError } from '../host';
import type { Edit, ExportEvent, FileDrag } from '../types';
import { clippingOf, detailsOf } from './details';
import { applied } from './edits';
import { endingOf, exportedAll, notesOf, pictureOf, previewOf } from './exports';
import { fromClipboard, fromFiles, fromTable, ledger } from './imports';
import { history, opened, realScene, reply, slotAt } from './opened';
import { between } from './patch';
import { floodMap } from './records';
import { sheetOf } from './sheet';
import { answer, change, entry, known, listening, orders, report, state } from './state';
import { TEMPLATES } from './templates';
import { walkOf } from './walk';

// The host in memory, for tests and for looking at the screens in a plain browser. It takes its orders
// from the address: ?maps=N (entries in the library), ?large (a large map), ?scene=URL (a scene of the
// real layout, shown as it is), ?slow=MS (time that every call takes), ?tagged (maps wear tags),
// ?text=PERCENT (size of the app's text), ?appearance=dark, ?night (the map is dark in a dark app),
// ?export=MS (time that a quarter of an export takes), ?import=PATH (the file that is chosen to be imported).

/** Stands in for the painter's picture of a map. */
const PICTURE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"><rect width="400" height="100" fill="#e3eafb"/></svg>')}`;

function newId(): string {
  return `card_new${++state.serial}`;
}

/** An export on its way, until it is called off. */
async function running(name: string, onEvent: (event: ExportEvent) => void): Promise<void> {
  state.cancelled.delete(name);
  for (let done = 0; done <= 1; done += 0.25) {
    onEvent({ kind: 'progress', done });
    await new Promise((resolve) => setTimeout(resolve, Number(orders.get('export') ?? 30)));
    if (state.cancelled.has(name)) throw new HostError('cancelled', 'The export was cancelled.');
  }
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
  importMap: () => answer('importMap', [], () => fromFiles(orders.getAll('import'))),
  importFiles: (paths) => answer('importFiles', [paths], () => fromFiles(paths)),
  importPasted: (text, html) => answer('importPasted', [text, html], () => fromClipboard(text, html)),
  lookAtTable: (table, sheet) => answer('lookAtTable', [table, sheet], () => ledger(table, sheet)),
  importTable: (table, sheet, mapping) => answer('importTable', [table, sheet, mapping], () => fromTable(table)),
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
      const logo = record === map ? { logo: image } : {};
      return reply(map, open, { ...open.map, ...logo, cards, personas, assets }, record === map ? [] : [record], []);
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
  walk: (map) => answer('walk', [map], () => structuredClone(walkOf(opened(map).map))),
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
    state.choices.set(map, structuredClone(request));
    await running(map, onEvent);
    return answer('exportMap', [map, request], () => ({
      path: `/home/marie/Documents/${known(map).title}.${endingOf(request.format)}`,
      notes: notesOf(request),
    }));
  },
  exportMaps: async (maps, request, onEvent) => {
    await running('library', onEvent);
    return answer('exportMaps', [maps, request], () => exportedAll(maps.map(known), request));
  },
  exportPresets: () => answer('exportPresets', [], () => structuredClone(state.presets)),
  keepExportPreset: (name, request) =>
    answer('keepExportPreset', [name, request], () => {
      const others = state.presets.filter((preset) => preset.name !== name);
      state.presets = [...others, ...(request ? [{ name, request: structuredClone(request) }] : [])];
      return structuredClone(state.presets);
    }),
  copyPicture: (map, part) => answer('copyPicture', [map, part], () => undefined),
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
    /** Gives a card of the open map a picture. */
    picture: (card: string) => {
      for (const { map } of state.open.values()) {
        for (const one of map.cards) if (one.id === card) one.image = 'asset_picture';
      }
    },
    /** Takes all cards from the first map. */
    empty: () => {
      for (const { map } of state.open.values()) map.cards = [];
    },
  },
});
