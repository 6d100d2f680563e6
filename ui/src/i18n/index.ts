import { type Catalogue, en } from './en';

/**
 * The languages of the app: the words, and the locale that numbers, sizes and dates are written in. A
 * new language is a catalogue of the same keys and a line here.
 */
export const LANGUAGES = {
  en: { words: en, locale: 'en-GB' },
} satisfies Record<string, { words: Catalogue; locale: string }>;

export type Language = keyof typeof LANGUAGES;

/** The first of the wished languages (`de-AT`, `pt-BR`) that the app speaks, else English. */
export function languageOf(wished: readonly string[]): Language {
  const spoken = wished.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return spoken.find((language): language is Language => Object.hasOwn(LANGUAGES, language)) ?? 'en';
}

/** The language of the app, as the system asks for it. */
export const language = languageOf(globalThis.navigator?.languages ?? []);

const { words, locale } = LANGUAGES[language];

/** The words in the language of the app. */
export const t: Catalogue = words;

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const plain = new Intl.NumberFormat(locale);
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
];
const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** “just now”, “5 minutes ago”, “yesterday”; a plain date after a week. Both in ms since 1970. */
export function when(at: number, now: number): string {
  const age = now - at;
  if (age < 60_000) return t.common.justNow;
  if (age > 7 * 86_400_000) return day.format(at);
  const [unit, length] = UNITS.findLast(([, ms]) => age >= ms) ?? ['minute', 60_000];
  const text = relative.format(-Math.floor(age / length), unit);
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** A number as people write it: “2,960”, “0.5”. */
export function number(value: number): string {
  return plain.format(value);
}

/** A part of a whole, 0 to 1: “66 %”. */
export function percent(part: number): string {
  return `${whole.format(part * 100)} %`;
}

/** The size of a file: “214 kB”, “1.2 MB”. A kB is 1,000 bytes, as file managers count. */
export function fileSize(bytes: number): string {
  const at = Math.min(SIZES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** at;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: SIZES[at],
    // Short, it would be “507 byte”.
    unitDisplay: at === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && at > 1 ? 1 : 0,
  }).format(value);
}
