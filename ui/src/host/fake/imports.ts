import { HostError } from '../host';
import type { Imported, NewlyImported, Origin, Remark, TableView } from '../types';
import { entry, state } from './state';

const nothing = (): Imported => ({ maps: [], tables: [], problems: [] });

const REMARKS: Remark[] = [
  { level: 'understood', what: '3 stages', count: 3 },
  { level: 'understood', what: '7 steps', count: 7 },
  { level: 'understood', what: '38 cards', count: 38 },
  {
    level: 'guessed',
    what: 'lane “What they do” is read as actions',
    count: 1,
    place: { line: 4, cell: 'A in line 4' },
  },
  { level: 'guessed', what: 'column “Phase” is read as the stage', count: 1, place: { cell: 'Journey!B1' } },
  { level: 'guessed', what: 'the text is read as windows-1252', count: 1 },
  { level: 'leftOut', what: '2 sheets: “Budget”, “Contacts”', count: 2 },
];

function made(title: string, file: string | null, table: Origin | null): NewlyImported {
  const id = `map_in${++state.serial}`;
  state.maps.unshift(entry(id, title, 0));
  const own = file !== null && /\.(json|png|svg|pdf)$/.test(file);
  return { map: id, title, file, report: { items: own ? [] : structuredClone(REMARKS) }, table };
}

/** A ledger is a table that nobody understands; other endings say what a file is. */
export function fromFiles(paths: string[]): Imported {
  const imported = nothing();
  for (const path of paths) {
    const file = path.split('/').at(-1) ?? path;
    const title = file.replace(/\..*$/, '');
    const origin: Origin = { kind: 'file', path };
    if (/ledger\.(csv|xlsx)$/.test(file)) imported.tables.push(origin);
    else if (/\.(csv|xlsx)$/.test(file)) imported.maps.push(made(title, file, origin));
    else if (/\.(json|png|svg|pdf|md|mmd|canvas)$/.test(file)) imported.maps.push(made(title, file, null));
    else imported.problems.push({ code: 'invalidFile', message: `“${file}” was not imported. It holds no map.` });
  }
  return imported;
}

export function fromClipboard(text: string, html: string | null): Imported {
  const table: Origin = { kind: 'pasted', text, html };
  if (text.startsWith('Kilos')) return { ...nothing(), tables: [table] };
  if (text.includes('\t')) return { ...nothing(), maps: [made('Pasted map', null, table)] };
  throw new HostError('invalidFile', 'What is on the clipboard was not imported. Copy the cells of a spreadsheet.');
}

export function fromTable(table: Origin): Imported {
  const file = table.kind === 'file' ? (table.path.split('/').at(-1) ?? null) : null;
  return { ...nothing(), maps: [made(file?.replace(/\..*$/, '') ?? 'Pasted map', file, table)] };
}

const ROWS = [
  ['Kilos', 'Remark', 'Where', 'Who asked', 'When'],
  ['3', 'Waits in the queue while the counter is empty, and nobody says why', 'Buying', 'Marie', '2026-03-31'],
  ['4', 'Calls the hotline', 'Buying', 'Jo', '2026-04-02'],
  ['', 'Reads the policy twice', 'Comparing', 'Marie', '2026-04-02'],
  ['12', 'Gives up', 'Comparing', 'Jo', '2026-04-03'],
  ['7', 'Is told to come back with a form that the website does not offer', 'Claiming', 'Marie', '2026-05-01'],
];

/** The table that tells nothing; a workbook has a second sheet. */
export function ledger(table: Origin, sheet: string | null): TableView {
  const isBook = table.kind === 'file' && table.path.endsWith('.xlsx');
  const rows =
    sheet === 'Contacts'
      ? [
          ['Name', 'Phone'],
          ['Marie', '555'],
        ]
      : ROWS;
  return {
    delimiter: isBook ? null : ';',
    encoding: isBook ? null : 'windows-1252',
    sheets: isBook ? ['Interviews', 'Contacts'] : [],
    sheet: isBook ? (sheet ?? 'Interviews') : null,
    rows: structuredClone(rows),
    rowCount: rows === ROWS ? 1_204 : 2,
    columnCount: rows[0]?.length ?? 0,
    mapping: null,
    matrix: { turned: false, stages: 0, steps: null, body: 1, lanes: 0 },
    long: { heading: 0, columns: (rows[0] ?? []).map((_, at) => (at === 1 ? 'text' : null)) },
  };
}
