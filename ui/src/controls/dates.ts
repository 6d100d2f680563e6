import { LANGUAGES, language } from '../i18n';

/** A day as files have it, `YYYY-MM-DD`, of this computer's calendar. */
export function isoDay(day: Date): string {
  const part = (number: number) => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${part(day.getMonth() + 1)}-${part(day.getDate())}`;
}

const { locale } = LANGUAGES[language];
const long = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
const MONTHS = Array.from({ length: 12 }, (_, at) => month.format(Date.UTC(2000, at)).toLowerCase());

/** `2026-03-12` as people read it: “12 March 2026”. What is no day stays as it is. */
export function dayText(iso: string): string {
  const day = parsed(iso);
  return day === null ? iso : long.format(Date.parse(`${day}T00:00:00Z`));
}

/**
 * Reads a day however people write it: `2026-03-12`, `12.3.2026`, `12/3/2026`, `12 March 2026`,
 * `Mar 12, 2026`, `today`. Null where it is none.
 */
export function readDay(text: string, today: string): string | null {
  const words = text.trim().toLowerCase();
  if (words === 'today') return today;
  const iso = parsed(words);
  if (iso !== null) return iso;
  const numbers = words.match(/^(\d{1,2})[./\s-]+(\d{1,2})[./\s-]+(\d{4})$/);
  if (numbers) return dayOf(Number(numbers[3]), Number(numbers[2]), Number(numbers[1]));
  const named = words.match(/^(\d{1,2})\.?\s+(\p{L}{3,})\.?,?\s+(\d{4})$/u);
  if (named) return dayOf(Number(named[3]), monthOf(named[2]), Number(named[1]));
  const american = words.match(/^(\p{L}{3,})\.?\s+(\d{1,2}),?\s+(\d{4})$/u);
  if (american) return dayOf(Number(american[3]), monthOf(american[1]), Number(american[2]));
  return null;
}

function parsed(text: string): string | null {
  const parts = text.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
  return parts && dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

function monthOf(name = ''): number {
  return MONTHS.findIndex((other) => other.startsWith(name)) + 1;
}

function dayOf(year: number, ofYear: number, ofMonth: number): string | null {
  const day = new Date(Date.UTC(year, ofYear - 1, ofMonth));
  day.setUTCFullYear(year);
  if (year < 1 || day.getUTCMonth() !== ofYear - 1 || day.getUTCDate() !== ofMonth) return null;
  return day.toISOString().slice(0, 10);
}

/** The same day of a later month, or the last day of that month where it is shorter. */
export function monthsLater(iso: string, months: number): string {
  const [year = 1, ofYear = 1, ofMonth = 1] = iso.split('-').map(Number);
  const last = new Date(Date.UTC(year, ofYear + months, 0));
  const day = Math.min(ofMonth, last.getUTCDate());
  return `${last.toISOString().slice(0, 8)}${String(day).padStart(2, '0')}`;
}
