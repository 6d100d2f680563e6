import type {
  About,
  Clipping,
  Details,
  DropSlot,
  Edit,
  EditReply,
  ErrorCode,
  ExportEvent,
  Exported,
  ExportedAll,
  ExportPreset,
  ExportPreview,
  ExportRequest,
  FileDrag,
  Imported,
  MapEntry,
  Mapping,
  MenuChange,
  MenuPart,
  NewMap,
  OpenedMap,
  OpenRequest,
  Origin,
  Part,
  Preferences,
  Preview,
  SaveReport,
  SearchHit,
  TableView,
  TemplateEntry,
  Walk,
} from './types';

/** A failure that the host reports: the UI branches on `code` and shows `message`. */
export class HostError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'HostError';
    this.code = code;
  }
}

/**
 * What the UI asks of the app around it. The window implements it over Tauri, tests over memory.
 * Every promise rejects with a {@link HostError}.
 */
export interface Host {
  /** Address of something the app serves: `font/…`, `thumbnail/…`, `template/…`, `picture/…`. */
  assetUrl(path: string): string;

  listMaps(trash: boolean): Promise<MapEntry[]>;
  listTemplates(): Promise<TemplateEntry[]>;
  /** Makes a map; resolves to the new map's id. */
  createMap(map: NewMap): Promise<string>;
  /** Asks for a file and brings it in; nothing came of it when the person changed their mind. */
  importMap(): Promise<Imported>;
  /** Brings files in, each whole or not at all. */
  importFiles(paths: string[]): Promise<Imported>;
  /** Makes a map of what another program put on the clipboard. */
  importPasted(text: string, html: string | null): Promise<Imported>;
  /** Shows a table whose meaning a person is to tell; `sheet` is one of a workbook. */
  lookAtTable(table: Origin, sheet: string | null): Promise<TableView>;
  /** Makes a map of a table as a person told. */
  importTable(table: Origin, sheet: string | null, mapping: Mapping): Promise<Imported>;
  renameMap(map: string, title: string): Promise<void>;
  tagMap(map: string, tags: string[]): Promise<void>;
  duplicateMap(map: string): Promise<string>;
  trashMap(map: string): Promise<void>;
  restoreMap(map: string): Promise<void>;
  /** For good; only from the trash. */
  deleteMap(map: string): Promise<void>;
  searchMaps(query: string): Promise<SearchHit[]>;
  /** The maps that were opened last, the latest first; at most ten, none from the trash. */
  recentMaps(): Promise<MapEntry[]>;

  openMap(map: string): Promise<OpenedMap>;
  applyEdit(map: string, edit: Edit, selection: string[]): Promise<EditReply>;
  /** What the sheet would become; stores nothing. */
  previewEdit(map: string, edit: Edit): Promise<Preview>;
  undo(map: string): Promise<EditReply | null>;
  redo(map: string): Promise<EditReply | null>;
  /** Where a card dropped at that point of the sheet would go, were the dragged cards not there. */
  slotAt(map: string, x: number, y: number, dragging: string[]): Promise<DropSlot | null>;
  records(map: string, ids: string[]): Promise<Details>;
  /** Cards, or lanes, steps or stages with what they hold; null where nothing of it can be copied. */
  copyRecords(map: string, ids: string[]): Promise<Clipping | null>;
  /**
   * What text of another program becomes when it is pasted, such as the cells of a spreadsheet: a clip for
   * Edit `paste`; null where nothing is written in it.
   */
  clipOfText(text: string): Promise<string | null>;
  /** Asks for a picture file and gives it to the card or persona; null when the person changed their mind. */
  choosePicture(map: string, record: string): Promise<EditReply | null>;
  /** Gives a picture file that was dropped to a card or persona. */
  setPicture(map: string, record: string, path: string): Promise<EditReply>;
  /** Source text of a field, as it is edited. */
  fieldText(map: string, record: string, field: string): Promise<string>;
  /** The walk through an open map, as it is now. */
  walk(map: string): Promise<Walk>;
  /** Waits for the last commit. */
  closeMap(map: string): Promise<void>;

  /** The choice of this map's last export, or null. */
  exportChoice(map: string): Promise<ExportRequest | null>;
  /** Paints what an export would write. A newer call for the map ends an older one (`cancelled`). */
  previewExport(map: string, request: ExportRequest): Promise<ExportPreview>;
  /** Ends the export that is running; it rejects with `cancelled` and leaves no file. */
  cancelExport(map: string): Promise<void>;
  /** Asks where to, then writes; null when the person changed their mind. */
  exportMap(map: string, request: ExportRequest, onEvent: (event: ExportEvent) => void): Promise<Exported | null>;
  /**
   * Asks for a folder and writes maps of the library into it, as they are kept; null when the person changed
   * their mind. `cancelExport('library')` ends it; the files written by then stay.
   */
  exportMaps(
    maps: string[],
    request: ExportRequest,
    onEvent: (event: ExportEvent) => void,
  ): Promise<ExportedAll | null>;
  /** By name. */
  exportPresets(): Promise<ExportPreset[]>;
  /** Keeps a preset in the place of one of that name; without a request it is forgotten. Resolves to all. */
  keepExportPreset(name: string, request: ExportRequest | null): Promise<ExportPreset[]>;
  /** Puts a part of an open map on the clipboard as a picture. */
  copyPicture(map: string, part: Part): Promise<void>;
  showInFolder(path: string): Promise<void>;
  /** To be called once the page stands: shows the window. */
  windowReady(): Promise<void>;
  /** Call once when the first frame is on the screen. */
  firstFrame(): Promise<void>;

  preferences(): Promise<Preferences>;
  setPreferences(preferences: Preferences): Promise<void>;
  about(): Promise<About>;
  /** Puts up the menu bar, where the platform has one. */
  setMenu(parts: MenuPart[]): Promise<void>;
  changeMenu(changes: MenuChange[]): Promise<void>;
  setFullScreen(on: boolean): Promise<void>;
  /**
   * Closes the window after the last commit; the answer to {@link onCloseRequest}. Rejects where that
   * commit fails; `force` closes all the same, and loses what is unsaved.
   */
  closeWindow(force?: boolean): Promise<void>;

  /** These return a function that ends the subscription. */
  onMenu(listener: (action: string) => void): () => void;
  onFileDrag(listener: (drag: FileDrag) => void): () => void;
  /** The person wants to close the window: send what is unsent, then `closeWindow`. */
  onCloseRequest(listener: () => void): () => void;
  onSaveState(listener: (report: SaveReport) => void): () => void;
  onOpenRequest(listener: (request: OpenRequest) => void): () => void;
}
