import { en } from './en';

/** The words in the language of the app. English is the only catalogue so far. */
export const t = en;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
];

/** “just now”, “5 minutes ago”, “yesterday”; a plain date after a week. Both in ms since 1970. */
export function when(at: number, now: number): string {
  const age = now - at;
  if (age < 60_000) return 'Just now';
  if (age > 7 * 86_400_000) return day.format(at);
  const [unit, length] = UNITS.findLast(([, ms]) => age >= ms) ?? ['minute', 60_000];
  const text = relative.format(-Math.floor(age / length), unit);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
