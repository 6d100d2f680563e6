// What crosses the boundary to the Rust shell. Field names and shapes are the shell's; coordinates are
// px of the sheet unless a comment says otherwise.

export type Format = 'pdf' | 'png' | 'svg' | 'json';

export type ErrorCode =
  | 'missing'
  | 'refused'
  | 'invalidFile'
  | 'newerFile'
  | 'io'
  | 'library'
  | 'readOnly'
  | 'diskFull'
  | 'cancelled'
  | 'internal';

export type MapEntry = {
  id: string;
  title: string;
  subtitle: string;
  state: string;
  tags: string[];
  /** ms since 1970. */
  createdAt: number;
  modifiedAt: number;
  revision: number;
  cards: number;
  trashedAt: number | null;
};

export type TemplateEntry = { id: string; title: string; category: string; description: string };

export type SearchHit = {
  map: string;
  title: string;
  record: string;
  kind: string;
  parts: { text: string; matched: boolean }[];
};

export type Role =
  | 'decoration'
  | 'title'
  | 'subtitle'
  | 'objective'
  | 'persona'
  | 'stage'
  | 'step'
  | 'lane'
  | 'separator'
  | 'card'
  | 'emotionCurve'
  | 'score'
  | 'link'
  | 'note'
  | 'legend'
  | 'footer';

export type Rect = { x: number; y: number; width: number; height: number };
export type Point = { x: number; y: number };

/** Rows count lanes, columns count steps, both from 0 in drawn order. */
export type WireCell = { row: number; column: number; columns: number };

/** Where a field of the node's record is edited in place; x and y in node coordinates. */
export type WireEditBox = Rect & {
  field: string;
  family: string;
  size: number;
  lineHeight: number;
  weight: number;
  italic: boolean;
  colour: string;
};

export type WireNode = Rect & {
  id: string;
  role: Role;
  label: string;
  cell: WireCell | null;
  edit: WireEditBox | null;
  /** SVG markup in node coordinates, painted by journey-svg. */
  fragment: string;
};

export type WireScene = {
  width: number;
  height: number;
  paper: string;
  grid: Rect;
  theme: string;
  language: string;
  title: string;
  /** In paint order. */
  nodes: WireNode[];
};

export type WirePatch = {
  removed: string[];
  updated: WireNode[];
  moved: { id: string; x: number; y: number; cell: WireCell | null }[];
  placed: { node: WireNode; after: string | null }[];
  sheet: { width: number; height: number; grid: Rect } | null;
};

/** Labels of what undo and redo would do, such as “Move card”. */
export type History = { undo: string | null; redo: string | null };

export type Update = {
  revision: number;
  patch: WirePatch;
  history: History;
  selection: string[];
  /** Ids of records that the edit made. */
  added: string[];
  title: string;
  /** Sentences for the person, about what the edit did besides. */
  notices: string[];
};

export type LaneFamily = 'cards' | 'curve' | 'images' | 'channels' | 'numbers' | 'separator';

/** The drawn lanes and steps in order, with their places on the sheet. */
export type Outline = {
  stages: { id: string; title: string }[];
  steps: { id: string; stage: string; title: string; x: number; width: number }[];
  lanes: {
    id: string;
    kind: string;
    family: LaneFamily;
    title: string;
    y: number;
    height: number;
    collapsed: boolean;
  }[];
};

export type EditReply = Update & { outline: Outline };

export type SaveState = { kind: 'saved' } | { kind: 'saving' } | { kind: 'notSaved'; code: ErrorCode; message: string };

export type OpenedMap = {
  map: string;
  revision: number;
  scene: WireScene;
  history: History;
  saved: SaveState;
  outline: Outline;
};

/** The rectangle of the place where a dropped card would go. */
export type DropSlot = Rect & { lane: string; step: string; after: string | null };

/** What a person does to a map; the serde form of journey_model::Edit, as far as this UI uses it. */
export type Edit =
  | { type: 'updateMap'; fields: { title?: string; subtitle?: string } }
  | { type: 'updatePersona'; persona: string; fields: Record<string, string> }
  | { type: 'updateStage'; stage: string; fields: { title?: string; goal?: string } }
  | { type: 'updateStep'; step: string; fields: { title?: string } }
  | { type: 'updateLane'; lane: string; fields: { title?: string; caption?: string } }
  | { type: 'updateNote'; note: string; fields: { text?: string; x?: number; y?: number } }
  | { type: 'addCard'; lane: string; step: string; after: string | null; fields: { text?: string } }
  | { type: 'setCardText'; card: string; text: string }
  | { type: 'moveCards'; cards: string[]; lane: string; step: string; after: string | null }
  | {
      type: 'setEmotion';
      lane: string;
      step: string;
      persona: string | null;
      fields: { tenths?: number; word?: string };
    }
  | { type: 'remove'; ids: string[] };

export type Preview = { base: number; patch: WirePatch };

export type PageSize = 'fit' | 'a4' | 'a3' | 'a2' | 'a1' | 'a0' | 'letter' | 'tabloid' | '16:9';
export type Orientation = 'auto' | 'portrait' | 'landscape';

export type ExportRequest = {
  format: Format;
  theme: string | null;
  scale: number | null;
  dpi: number | null;
  paper: PageSize | null;
  orientation: Orientation | null;
  tile: boolean;
  transparent: boolean;
};

export type ExportEvent = { kind: 'progress'; done: number };

/** Another start of the app, or the desktop, asks for a map; `problem` says why it cannot be had. */
export type OpenRequest = { map: string | null; problem: { code: ErrorCode; message: string } | null };
