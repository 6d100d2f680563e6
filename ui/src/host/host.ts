import type {
  DropSlot,
  Edit,
  EditReply,
  ErrorCode,
  ExportEvent,
  ExportRequest,
  MapEntry,
  OpenedMap,
  OpenRequest,
  Preview,
  SaveState,
  SearchHit,
  TemplateEntry,
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
  /** Makes a map of a template; resolves to the new map's id. */
  createMap(template: string): Promise<string>;
  /** Asks for a file and brings it in; null when the person changed their mind. */
  importMap(): Promise<string | null>;
  renameMap(map: string, title: string): Promise<void>;
  duplicateMap(map: string): Promise<string>;
  trashMap(map: string): Promise<void>;
  restoreMap(map: string): Promise<void>;
  /** For good; only from the trash. */
  deleteMap(map: string): Promise<void>;
  searchMaps(query: string): Promise<SearchHit[]>;

  openMap(map: string): Promise<OpenedMap>;
  applyEdit(map: string, edit: Edit, selection: string[]): Promise<EditReply>;
  /** What the sheet would become; stores nothing. */
  previewEdit(map: string, edit: Edit): Promise<Preview>;
  undo(map: string): Promise<EditReply | null>;
  redo(map: string): Promise<EditReply | null>;
  /** Where a card dropped at that point of the sheet would go, were the dragged cards not there. */
  slotAt(map: string, x: number, y: number, dragging: string[]): Promise<DropSlot | null>;
  /** Source text of a field, as it is edited. */
  fieldText(map: string, record: string, field: string): Promise<string>;
  /** Waits for the last commit. */
  closeMap(map: string): Promise<void>;

  /** Asks where to, then writes; null when the person changed their mind. */
  exportMap(
    map: string,
    request: ExportRequest,
    onEvent: (event: ExportEvent) => void,
  ): Promise<{ path: string } | null>;
  showInFolder(path: string): Promise<void>;
  /** To be called once the page stands: shows the window. */
  windowReady(): Promise<void>;
  /** Call once when the first frame is on the screen. */
  firstFrame(): Promise<void>;

  /** Both return a function that ends the subscription. */
  onSaveState(listener: (state: SaveState) => void): () => void;
  onOpenRequest(listener: (request: OpenRequest) => void): () => void;
}
