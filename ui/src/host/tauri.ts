import { Channel, convertFileSrc } from '@tauri-apps/api/core';
import { commands, events } from './bindings';
import { type Host, HostError } from './host';
import type { ErrorCode, ExportEvent, FileDrag, OpenedMap } from './types';

const scheme = convertFileSrc('', 'waymark');

/**
 * Waits for a command. Names and arguments are checked against the generated bindings; the reply takes
 * the narrower type of the host, since the generator gives every float as `number | null`.
 */
async function reply<T>(asked: Promise<unknown>): Promise<T> {
  try {
    return (await asked) as T;
  } catch (error) {
    throw hostError(error);
  }
}

function hostError(error: unknown): HostError {
  if (typeof error === 'object' && error !== null && 'code' in error && 'message' in error) {
    return new HostError(error.code as ErrorCode, String(error.message));
  }
  return new HostError('internal', String(error));
}

function channelTo(onEvent: (event: ExportEvent) => void): Parameters<typeof commands.exportMap>[2] {
  const channel = new Channel<ExportEvent>();
  channel.onmessage = onEvent;
  return channel as Parameters<typeof commands.exportMap>[2];
}

const beginning = new Set<Promise<unknown>>();

/** Ends a subscription that may not have begun yet. */
function ending(begun: Promise<() => void>): () => void {
  beginning.add(begun);
  const began = () => beginning.delete(begun);
  begun.then(began, began);
  return () => void begun.then((end) => end());
}

/** The host inside the app's window. */
export const host: Host = {
  assetUrl: (path) => scheme + path,

  listMaps: (trash) => reply(commands.listMaps(trash)),
  listTemplates: () => reply(commands.listTemplates()),
  createMap: (map) => reply(commands.createMap(map)),
  importMap: () => reply(commands.importMap()),
  importFiles: (paths) => reply(commands.importFiles(paths)),
  importPasted: (text, html) => reply(commands.importPasted(text, html)),
  lookAtTable: (table, sheet) => reply(commands.lookAtTable(table, sheet)),
  importTable: (table, sheet, mapping) => reply(commands.importTable(table, sheet, mapping)),
  renameMap: (map, title) => reply(commands.renameMap(map, title)),
  tagMap: (map, tags) => reply(commands.tagMap(map, tags)),
  duplicateMap: (map) => reply(commands.duplicateMap(map)),
  trashMap: (map) => reply(commands.trashMap(map)),
  restoreMap: (map) => reply(commands.restoreMap(map)),
  deleteMap: (map) => reply(commands.deleteMap(map)),
  searchMaps: (query) => reply(commands.searchMaps(query)),
  recentMaps: () => reply(commands.recentMaps()),

  // A whole scene travels as raw bytes: Tauri's JSON path costs five times as much at this size.
  openMap: async (map) => {
    const bytes = await reply<ArrayBuffer>(commands.openMap(map));
    return JSON.parse(new TextDecoder().decode(bytes)) as OpenedMap;
  },
  applyEdit: (map, edit, selection) => reply(commands.applyEdit(map, edit, selection)),
  previewEdit: (map, edit) => reply(commands.previewEdit(map, edit)),
  undo: (map) => reply(commands.undo(map)),
  redo: (map) => reply(commands.redo(map)),
  slotAt: (map, x, y, dragging) => reply(commands.slotAt(map, x, y, dragging)),
  records: (map, ids) => reply(commands.records(map, ids)),
  copyRecords: (map, ids) => reply(commands.copyRecords(map, ids)),
  clipOfText: (text) => reply(commands.clipOfText(text)),
  choosePicture: (map, record) => reply(commands.choosePicture(map, record)),
  setPicture: (map, record, path) => reply(commands.setPicture(map, record, path)),
  fieldText: (map, record, field) => reply(commands.fieldText(map, record, field)),
  walk: (map) => reply(commands.walk(map)),
  closeMap: (map) => reply(commands.closeMap(map)),

  exportChoice: (map) => reply(commands.exportChoice(map)),
  previewExport: (map, request) => reply(commands.previewExport(map, request)),
  cancelExport: (map) => reply(commands.cancelExport(map)),
  exportMap: (map, request, onEvent) => reply(commands.exportMap(map, request, channelTo(onEvent))),
  exportMaps: (maps, request, onEvent) => reply(commands.exportMaps(maps, request, channelTo(onEvent))),
  exportPresets: () => reply(commands.exportPresets()),
  keepExportPreset: (name, request) => reply(commands.keepExportPreset(name, request)),
  copyPicture: (map, part) => reply(commands.copyPicture(map, part)),
  showInFolder: (path) => reply(commands.showInFolder(path)),
  // The host sends what it kept for the page at once: nothing of it is heard before the subscriptions stand.
  windowReady: async () => {
    await Promise.allSettled(beginning);
    return reply(commands.windowReady());
  },
  firstFrame: () => reply(commands.firstFrame()),

  preferences: () => reply(commands.preferences()),
  setPreferences: (preferences) => reply(commands.setPreferences(preferences)),
  about: () => reply(commands.about()),
  setMenu: (parts) => reply(commands.setMenu(parts)),
  changeMenu: (changes) => reply(commands.changeMenu(changes)),
  setFullScreen: (on) => reply(commands.setFullScreen(on)),
  closeWindow: (force = false) => reply(commands.closeWindow(force)),

  onMenu: (listener) => ending(events.menuEvent.listen(({ payload }) => listener(payload.action))),
  onFileDrag: (listener) => ending(events.fileDragEvent.listen(({ payload }) => listener(payload.drag as FileDrag))),
  onCloseRequest: (listener) => ending(events.closeRequestEvent.listen(() => listener())),
  onSaveState: (listener) => ending(events.saveStateEvent.listen(({ payload }) => listener(payload.report))),
  onOpenRequest: (listener) => ending(events.openRequestEvent.listen(({ payload }) => listener(payload))),
};
