import { Channel, convertFileSrc } from '@tauri-apps/api/core';
import { commands, events } from './bindings';
import { type Host, HostError } from './host';
import type { ErrorCode, ExportEvent, OpenedMap } from './types';

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

/** Ends a subscription that may not have begun yet. */
function ending(begun: Promise<() => void>): () => void {
  return () => void begun.then((end) => end());
}

/** The host inside the app's window. */
export const host: Host = {
  assetUrl: (path) => scheme + path,

  listMaps: (trash) => reply(commands.listMaps(trash)),
  listTemplates: () => reply(commands.listTemplates()),
  createMap: (template) => reply(commands.createMap(template)),
  importMap: () => reply(commands.importMap()),
  renameMap: (map, title) => reply(commands.renameMap(map, title)),
  duplicateMap: (map) => reply(commands.duplicateMap(map)),
  trashMap: (map) => reply(commands.trashMap(map)),
  restoreMap: (map) => reply(commands.restoreMap(map)),
  deleteMap: (map) => reply(commands.deleteMap(map)),
  searchMaps: (query) => reply(commands.searchMaps(query)),

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
  fieldText: (map, record, field) => reply(commands.fieldText(map, record, field)),
  closeMap: (map) => reply(commands.closeMap(map)),

  exportMap: (map, request, onEvent) => {
    const channel = new Channel<ExportEvent>();
    channel.onmessage = onEvent;
    return reply(commands.exportMap(map, request, channel as Parameters<typeof commands.exportMap>[2]));
  },
  showInFolder: (path) => reply(commands.showInFolder(path)),
  windowReady: () => reply(commands.windowReady()),
  firstFrame: () => reply(commands.firstFrame()),

  onSaveState: (listener) => ending(events.saveStateEvent.listen(({ payload }) => listener(payload.state))),
  onOpenRequest: (listener) => ending(events.openRequestEvent.listen(({ payload }) => listener(payload))),
};
