import { Channel, convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { type Host, HostError } from './host';
import type { ErrorCode, ExportEvent, OpenedMap, OpenRequest, SaveState } from './types';

const scheme = convertFileSrc('', 'waymark');

async function call<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (error) {
    throw hostError(error);
  }
}

function hostError(error: unknown): HostError {
  if (typeof error === 'object' && error !== null && 'code' in error && 'message' in error) {
    return new HostError(error.code as ErrorCode, String(error.message));
  }
  return new HostError('internal', typeof error === 'string' ? error : String(error));
}

function subscribe<T>(event: string, listener: (payload: T) => void): () => void {
  const ended = listen<T>(event, ({ payload }) => listener(payload));
  return () => void ended.then((end) => end());
}

/** The host inside the app's window. */
export const host: Host = {
  assetUrl: (path) => scheme + path,

  listMaps: (trash) => call('list_maps', { trash }),
  listTemplates: () => call('list_templates'),
  createMap: (template) => call('create_map', { template }),
  importMap: () => call('import_map'),
  renameMap: (map, title) => call('rename_map', { map, title }),
  duplicateMap: (map) => call('duplicate_map', { map }),
  trashMap: (map) => call('trash_map', { map }),
  restoreMap: (map) => call('restore_map', { map }),
  deleteMap: (map) => call('delete_map', { map }),
  searchMaps: (query) => call('search_maps', { query }),

  // A whole scene travels as raw bytes: Tauri's JSON path costs five times as much at this size.
  openMap: async (map) =>
    JSON.parse(new TextDecoder().decode(await call<ArrayBuffer>('open_map', { map }))) as OpenedMap,
  applyEdit: (map, edit, selection) => call('apply_edit', { map, edit, selection }),
  previewEdit: (map, edit) => call('preview_edit', { map, edit }),
  undo: (map) => call('undo', { map }),
  redo: (map) => call('redo', { map }),
  slotAt: (map, x, y, dragging) => call('slot_at', { map, x, y, dragging }),
  fieldText: (map, record, field) => call('field_text', { map, record, field }),
  closeMap: (map) => call('close_map', { map }),

  exportMap: (map, request, onEvent) => {
    const channel = new Channel<ExportEvent>();
    channel.onmessage = onEvent;
    return call('export_map', { map, request, onEvent: channel });
  },
  showInFolder: (path) => call('show_in_folder', { path }),
  windowReady: () => call('window_ready'),

  onSaveState: (listener) => subscribe<{ state: SaveState }>('save-state-event', ({ state }) => listener(state)),
  onOpenRequest: (listener) => subscribe<OpenRequest>('open-request-event', listener),
};
