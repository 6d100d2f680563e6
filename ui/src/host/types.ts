import type {
  Archive,
  CardSummary,
  CellDelimiter,
  Colours,
  Column,
  Evidence,
  Format,
  LaneKind,
  Legend,
  Level,
  LinkEnd,
  LinkKind,
  Long,
  MapFields,
  Mapping,
  Matrix,
  Measurement,
  NewlyImported,
  Orientation,
  Origin,
  Part,
  Place,
  PosterSize,
  Rating,
  RatingSummary,
  Remark,
  Report,
  Review,
  Severity,
  SvgText,
  TableShape,
  TableView,
  TestRound,
  Touchpoint,
  WalkStop,
} from './bindings';

// What crosses the boundary to the Rust shell. Field names and shapes are the shell's; coordinates are
// px of the sheet unless a comment says otherwise.

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

/** Nodes from `first` to `last` in paint order that stand elsewhere, and how many they are. */
export type WireShift = {
  first: string;
  last: string;
  count: number;
  dx: number;
  dy: number;
  /** How many rows and columns further on their cells are. */
  rows: number;
  columns: number;
};

export type WirePatch = {
  removed: string[];
  updated: WireNode[];
  /** Nodes that follow each other in the new paint order and only stand elsewhere. */
  shifts: WireShift[];
  placed: { node: WireNode; after: string | null }[];
  sheet: { width: number; height: number; grid: Rect; paper: string } | null;
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
  /** Lanes that are in the map and not drawn, in order. */
  hidden: { id: string; kind: string; title: string }[];
  personas: { id: string; name: string; primary: boolean }[];
};

export type EditReply = Update & { outline: Outline; saved: SaveReport };

export type SaveState = { kind: 'saved' } | { kind: 'saving' } | { kind: 'notSaved'; code: ErrorCode; message: string };

/** A save state; of two reports the one with the higher number is the newer, however they came. */
export type SaveReport = { number: number; state: SaveState };

export type OpenedMap = {
  map: string;
  revision: number;
  scene: WireScene;
  history: History;
  saved: SaveReport;
  outline: Outline;
};

/** The rectangle of the place where a dropped card would go. */
export type DropSlot = Rect & { lane: string; step: string; after: string | null };

/** What a person does to a map; the serde form of journey_model::Edit. */
export type { Edit } from './bindings';

export type Preview = { base: number; patch: WirePatch };

/** Names of papers; a request may also say a size such as `300x200mm`. */
export type PaperName = 'fit' | 'a5' | 'a4' | 'a3' | 'a2' | 'a1' | 'a0' | 'letter' | 'legal' | 'tabloid' | '16:9';

/** A map over many sheets; `overlap` in mm. */
export type PosterChoice = {
  size: { kind: 'scale'; value: number } | Exclude<PosterSize, { kind: 'scale' }>;
  overlap: number;
  cropMarks: boolean;
  labels: boolean;
  assembly: boolean;
};

export type PaperChoice = {
  /** A {@link PaperName} or a size in mm. */
  size: string;
  orientation: Orientation;
  /** mm; null for the printer's usual. */
  margin: number | null;
  /** Null on one page. */
  poster: PosterChoice | null;
  archive: Archive;
};

/** Pixels per px of the sheet, dots an inch of it, or pixels along a side. */
export type PictureSize = { kind: 'scale' | 'dpi' | 'width' | 'height'; value: number };

/** What stands on the sheet besides the map. */
export type SheetOptions = {
  titleBlock: boolean;
  legend: Legend;
  logo: boolean;
  /** The shell sets the date, where a request is `dated`. */
  footer: { review: boolean; date: string | null; version: string; text: string; page: boolean };
  notes: boolean;
  colours: Colours;
};

/** How to export; what a format has no use for is ignored. */
export type ExportRequest = {
  format: Format;
  /** Null for the map's own. */
  theme: string | null;
  part: Part;
  sheet: SheetOptions;
  /** The footer names the day of the export. */
  dated: boolean;
  /** Stages and lanes alone, to be filled in by hand. */
  blank: boolean;
  transparent: boolean;
  /** PDF and PowerPoint: the sheets in the file. */
  pages: { cover: boolean; map: boolean; stages: boolean };
  paper: PaperChoice;
  /** `dpi` is what the file notes, null for 96 times the scale; `quality` of a JPEG, 1 to 100. */
  picture: { size: PictureSize; dpi: number | null; quality: number };
  svgText: SvgText;
  table: { shape: TableShape; delimiter: CellDelimiter; byteOrderMark: boolean; guardFormulas: boolean };
  /** Whether the whole map travels in the file; null where that follows from what is shown. */
  carriesMap: boolean | null;
};

export type ExportPreset = { name: string; request: ExportRequest };

/** What is to be known about a written file; `node` is the one on the map that it is about. */
export type ExportNote = { level: Level; text: string; node: string | null };

export type Exported = { path: string; notes: ExportNote[] };

/** What came of an export of several maps into the folder `path`. */
export type ExportedAll = { path: string; files: number; problems: { code: ErrorCode; message: string }[] };

export type ExportEvent = { kind: 'progress'; done: number };

/**
 * Another start of the app, or the desktop, asks for a file: its map, where it is one of ours; a file of another
 * program, which is to be brought in; or why it cannot be had.
 */
export type OpenRequest =
  | { kind: 'map'; map: string }
  | { kind: 'foreign'; path: string }
  | { kind: 'problem'; problem: { code: ErrorCode; message: string } };

/** What the export dialog shows of a request: made by the very painter that will write the file. */
export type ExportPreview = {
  /** Names the preview in addresses: `export/<id>/<page>.png?width=…`, pages counted from 0. */
  id: string;
  /** Of every page (a picture has one), in the unit of the format: pt in a PDF, pixels in pictures, px else. */
  pages: { width: number; height: number }[];
  /** Size of the file. */
  bytes: number;
  notes: ExportNote[];
  /** How formats that are read as text begin; of a spreadsheet, its first sheet as CSV. */
  text: string | null;
};

export type Appearance = 'system' | 'light' | 'dark';
export type LibrarySort = 'modified' | 'created' | 'title';

/** What a person chose for the app as a whole; kept in the library. */
export type Preferences = {
  appearance: Appearance;
  /** Size of the app's own text in percent: 90 to 150. The sheet is not touched. */
  textSize: number;
  /** Show the sheet dark too while working; exports never are. */
  darkCanvas: boolean;
  reducedMotion: boolean;
  palette: boolean;
  inspector: boolean;
  librarySort: LibrarySort;
};

/** What the map is asked before it is made; printed in its header. Empty answers are left out. */
export type NewMap = {
  template: string;
  title: string;
  purpose: string;
  successMeasure: string;
  /** Name of the persona that the journey is about. */
  customer: string;
  endGoal: string;
};

/** The fields of records as the file format has them; absent fields are left out. */
export type MapRecord =
  | { kind: 'map'; body: { id: string; title: string } & Partial<MapBody> }
  | { kind: 'persona'; body: { id: string; name: string } & Partial<PersonaBody> }
  | { kind: 'stage'; body: { id: string; title: string; goal?: string; colour?: string } }
  | { kind: 'step'; body: { id: string; stage: string; title?: string; width?: number } }
  | { kind: 'lane'; body: { id: string; kind: LaneKind; title: string } & Partial<LaneBody> }
  | { kind: 'card'; body: { id: string; lane: string; step: string } & Partial<CardBody> }
  | { kind: 'score'; body: { id: string; lane: string; step: string; tenths: number } & Partial<ScoreBody> }
  | { kind: 'link'; body: { id: string; from: LinkEnd; to: LinkEnd; kind: LinkKind; label?: string } }
  | { kind: 'note'; body: { id: string; x: number; y: number; width: number; text?: string; colour?: string } }
  | { kind: 'asset'; body: { id: string; name?: string } };

type MapBody = Required<Pick<MapFields, 'subtitle' | 'language' | 'objective' | 'state' | 'tags' | 'theme'>> & {
  review: Review;
  createdOn: string;
  logo: string;
  ratingsShown: boolean;
  path: PathView[];
};
/** A view of a presentation: the records that are looked at together. */
export type PathView = { title?: string; records: string[] };
type PersonaBody = {
  role: string;
  quote: string;
  demographics: string;
  psychographics: string;
  goals: string[];
  motivations: string[];
  frustrations: string[];
  behaviours: string[];
  preferredChannels: string[];
  sources: string[];
  lastValidated: string;
  colour: string;
  picture: string;
  primary: boolean;
};
type LaneBody = { caption: string; height: number; collapsed: boolean; hidden: boolean; colour: string };
type CardBody = {
  span: number;
  text: string;
  colour: string;
  icon: string;
  image: string;
  evidence: Evidence;
  source: string;
  momentOfTruth: boolean;
  severity: Severity;
  owner: string;
  tags: string[];
  address: string;
  touchpoint: Partial<Touchpoint>;
  measurement: Partial<Measurement>;
};
type ScoreBody = { persona: string; word: string; note: string; momentOfTruth: boolean };

/** Records with what stands round them: what the inspector shows. */
export type Details = {
  /** In the order asked for; ids that the map lacks are left out. */
  records: MapRecord[];
  /** Links that are among the records, or begin or end at one of them. */
  links: LinkView[];
  /** Owners and tags in use on the whole map, sorted, to be offered again. */
  owners: string[];
  tags: string[];
};

export type LinkView = { id: string; kind: LinkKind; label: string; from: LinkEndView; to: LinkEndView };
export type LinkEndView = { id: string; sort: 'card' | 'step'; title: string; laneKind: LaneKind | null };

/** Copied records as the clipboard carries them. */
export type Clipping = {
  /** JSON of a journey_model::Clip, for Edit `paste`. */
  clip: string;
  /** For other programs: lines of text, and a table. */
  text: string;
  html: string;
};

/** A menu bar, as the UI describes it to the platform. `id` is an action's. */
export type MenuPart =
  | {
      kind: 'item';
      id: string;
      label: string;
      /** As actions write keys, `Mod+Shift+Z`; null without. */
      keys: string | null;
      enabled: boolean;
      checked: boolean | null;
    }
  | { kind: 'separator' }
  | { kind: 'menu'; label: string; parts: MenuPart[] };

/** A change of one item of the menu. */
export type MenuChange = { id: string; label: string | null; enabled: boolean; checked: boolean | null };

/** Files that are dragged over the window and dropped on it; x and y in CSS px of the page. */
export type FileDrag =
  | { kind: 'over'; x: number; y: number; files: number }
  | { kind: 'left' }
  | { kind: 'dropped'; x: number; y: number; paths: string[] };

/** What came of files that were brought in, one of the three a file. */
export type Imported = {
  maps: NewlyImported[];
  /** Tables that do not tell what their columns mean: a person is asked. */
  tables: Origin[];
  problems: { code: ErrorCode; message: string }[];
};

export type About = { version: string; library: string };

/** The stops of a map's walk, and what has been found on earlier ones. */
export type Walk = {
  /** In the order in which the customer meets them. */
  stops: WalkStop[];
  /** The latest first. */
  rounds: TestRound[];
  ratings: Rating[];
  /** Of every card that somebody gave points. */
  summaries: CardSummary[];
};

export type {
  Archive,
  CardSummary,
  CellDelimiter,
  Colours,
  Column,
  Evidence,
  Format,
  LaneKind,
  Legend,
  Level,
  LinkEnd,
  LinkKind,
  Long,
  Mapping,
  Matrix,
  Measurement,
  NewlyImported,
  Orientation,
  Origin,
  Part,
  Place,
  Rating,
  RatingSummary,
  Remark,
  Report,
  Review,
  Severity,
  SvgText,
  TableShape,
  TableView,
  TestRound,
  Touchpoint,
  WalkStop,
};
