import type { Edit } from '../host';

/** A field of several records: its value, and whether they differ in it. */
export type Shared<T> = { value: T; mixed: boolean };

/** What records have in a field; the first one's value where they differ. */
export function shared<R, T>(records: readonly R[], read: (record: R) => T): Shared<T> {
  const [first, ...rest] = records.map(read);
  const mixed = rest.some((value) => value !== first);
  return { value: first as T, mixed };
}

/** As shown in a text field: nothing where the records differ. */
export function sharedText<R>(records: readonly R[], read: (record: R) => string | undefined): Shared<string> {
  const found = shared(records, (record) => read(record) ?? '');
  return found.mixed ? { value: '', mixed: true } : found;
}

/** As shown in a choice: none where the records differ. */
export function sharedChoice<R, T>(records: readonly R[], read: (record: R) => T | null | undefined): Shared<T | null> {
  const found = shared(records, (record) => read(record) ?? null);
  return found.mixed ? { value: null, mixed: true } : found;
}

/** A value for a field that may be absent; null makes it so. */
export function setting<T>(value: T | null): 'clear' | { to: T } {
  return value === null ? 'clear' : { to: value };
}

/** One edit for each of the records, as one undo step. */
export function each<R>(label: string, records: readonly R[], compose: (record: R) => Edit | null): Edit | null {
  const edits = records.flatMap((record) => compose(record) ?? []);
  if (edits.length <= 1) return edits[0] ?? null;
  return { type: 'several', label, edits };
}

/** An object of texts and options without what says nothing; null where nothing is left. */
export function filled<T extends object>(value: T): T | null {
  const entries = Object.entries(value).filter(([, part]) => part !== '' && part !== null && part !== undefined);
  return entries.length === 0 ? null : (Object.fromEntries(entries) as T);
}

/** The lines of a text that say something. */
export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
