import type { Column, Long, Mapping, Matrix, TableView } from '../host';

/** The two ways in which a table can be laid out. */
export type Form = 'long' | 'matrix';

/** What a person told about a table so far; both forms, since they may go back and forth. */
export type Explained = { form: Form; matrix: Matrix; long: Long };

/** Columns as people look for them; what cards are told apart by comes first. */
export const COLUMN_GROUPS: Record<'place' | 'card' | 'touchpoint' | 'metric' | 'score', readonly Column[]> = {
  place: ['stage', 'step', 'lane', 'laneKind', 'persona', 'stageNumber', 'stepNumber', 'laneNumber'],
  card: [
    'text',
    'severity',
    'evidence',
    'source',
    'owner',
    'tags',
    'address',
    'momentOfTruth',
    'colour',
    'symbol',
    'span',
    'id',
  ],
  touchpoint: ['channel', 'category', 'presence', 'control', 'action', 'result', 'alternative'],
  metric: ['value', 'unit', 'target', 'measuredOn'],
  score: ['score', 'feeling', 'note'],
};

/** A column's letters, as spreadsheets name it; counted from 0. */
export function columnName(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}

/** What to begin with: what the table tells, else a list. */
export function begun(table: TableView): Explained {
  const { matrix, long, mapping } = table;
  return { form: mapping && 'matrix' in mapping && mapping.matrix ? 'matrix' : 'long', matrix, long };
}

export function mappingOf({ form, matrix, long }: Explained): Mapping {
  return form === 'matrix' ? { matrix } : { long };
}

/** The same column twice would be read once: the one that had it before holds nothing now. */
export function holding(long: Long, at: number, column: Column | null): Long {
  const columns = long.columns.map((other) => (other === column ? null : other));
  columns[at] = column;
  return { ...long, columns };
}

/** One row is not both, and lanes begin below the headings. */
export function withRow(matrix: Matrix, which: 'stages' | 'steps', row: number | null): Matrix {
  const other = which === 'stages' ? 'steps' : 'stages';
  const changed = { ...matrix, [which]: row };
  if (row !== null && changed[other] === row) changed[other] = null;
  const last = Math.max(changed.stages ?? -1, changed.steps ?? -1);
  return { ...changed, body: last >= 0 ? last + 1 : changed.body };
}

/** Rows for columns. */
export function turned(rows: readonly (readonly string[])[]): string[][] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? ''));
}
