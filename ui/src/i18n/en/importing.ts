import type { Column, Level } from '../../host';

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

export const importing = {
  /** What became of things on the way in: “3 things guessed, 2 left out”. */
  counts: ({ guessed, leftOut }: { guessed: number; leftOut: number }) => {
    const things = (count: number) => (count === 1 ? '1 thing' : `${count} things`);
    if (guessed === 0) return `${things(leftOut)} left out`;
    return leftOut === 0 ? `${things(guessed)} guessed` : `${things(guessed)} guessed, ${leftOut} left out`;
  },
  imported: (titles: string[], counts: string) => {
    const named = titles.slice(0, 4).map((title) => `“${title}”`);
    const rest = titles.length - named.length;
    const all = list.format(rest > 0 ? [...named, `${rest} more`] : named);
    return counts === '' ? `Imported ${all}` : `Imported ${all}: ${counts}`;
  },
  problems: (messages: string[]) => {
    const told = messages.slice(0, 5);
    const rest = messages.length - told.length;
    return [...told, ...(rest > 0 ? [`And ${rest} more files that hold no map.`] : [])].join('\n');
  },
  show: 'Show report',
  reportTitle: (from: string) => `What came of ${from}`,
  severalTitle: (count: number) => `What came of ${count} files`,
  clipboard: 'the clipboard',
  pastedTable: 'the pasted table',
  levels: { guessed: 'Please look over', leftOut: 'Left out', understood: 'Understood' } satisfies Record<
    Level,
    string
  >,
  levelHints: {
    guessed: 'These could also be meant otherwise.',
    leftOut: 'A map has no place for these. They are still in the file.',
    understood: '',
  } satisfies Record<Level, string>,
  whole: 'Everything came through as it was.',
  line: (line: number, column: number | null) => (column === null ? `line ${line}` : `line ${line}, column ${column}`),
  column: (column: number) => `column ${column}`,
  cell: (cell: string) => `cell ${cell}`,
  otherwise: 'Read the columns otherwise',
  tableTitle: (from: string) => `What do the columns of ${from} mean?`,
  tableText: 'The table does not tell by itself. Say how it is laid out; a new map is made of it.',
  sheet: 'Sheet',
  form: 'How the table is laid out',
  forms: { long: 'A card a row', matrix: 'Lanes by steps' },
  heading: 'Headings',
  headingAt: (row: number) => `Row ${row}`,
  noHeading: 'None',
  stages: 'Stages',
  steps: 'Steps',
  body: 'Lanes begin',
  lanes: 'Names of lanes',
  row: (row: number) => `Row ${row}`,
  columnAt: (name: string) => `Column ${name}`,
  none: 'None',
  turned: 'Lanes run down, steps run across',
  directions: { across: 'A lane a row', down: 'A lane a column' },
  direction: 'Direction',
  holds: (column: string) => `What column ${column} holds`,
  nothing: 'Not read',
  preview: 'First rows of the table',
  size: (rows: string, columns: string) => `${rows} rows, ${columns} columns`,
  delimiter: (sign: string) => `separated by ${sign}`,
  delimiters: { '\t': 'tabs', ';': 'semicolons', ',': 'commas', '|': 'bars' } as Record<string, string>,
  needsText: 'Choose the column that holds the text of the cards.',
  needsHeadings: 'Choose a row of stages or of steps.',
  run: 'Import',
  nothingPasted: 'The clipboard holds no table, outline or diagram',
  columnGroups: {
    place: 'Where the card stands',
    card: 'The card',
    touchpoint: 'Touchpoint',
    metric: 'Metric',
    score: 'Emotion',
  },
  columns: {
    stageNumber: 'Stage number',
    stage: 'Stage',
    stepNumber: 'Step number',
    step: 'Step',
    laneNumber: 'Lane number',
    lane: 'Lane',
    laneKind: 'Kind of lane',
    text: 'Text of the card',
    span: 'Steps covered',
    momentOfTruth: 'Moment of truth',
    severity: 'Severity',
    evidence: 'Evidence',
    source: 'Source',
    owner: 'Owner',
    tags: 'Tags',
    address: 'Link address',
    channel: 'Channel',
    category: 'Category',
    presence: 'Presence',
    control: 'Control',
    action: 'Customer action',
    result: 'Result',
    alternative: 'Alternative',
    value: 'Value',
    unit: 'Unit',
    target: 'Target',
    measuredOn: 'Measured on',
    colour: 'Colour',
    symbol: 'Symbol',
    persona: 'Persona',
    score: 'Score, −2 to 2',
    feeling: 'Feeling',
    note: 'Note on the feeling',
    id: 'Id',
  } satisfies Record<Column, string>,
};
