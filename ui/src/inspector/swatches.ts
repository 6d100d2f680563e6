import { t } from '../i18n';

// The grounds that the calm theme gives its stages, and its note's: what people may choose from, so that
// own colours go with the others.
const names = t.inspector.colours;

/** Grounds for stages, lanes, cards and notes. */
export const GROUNDS = [
  { value: '#ddf0ee', label: names.teal },
  { value: '#e3eafb', label: names.blue },
  { value: '#eee6fa', label: names.violet },
  { value: '#fcebdd', label: names.apricot },
  { value: '#fbe4eb', label: names.rose },
  { value: '#e6f0da', label: names.moss },
  { value: '#e4e9ef', label: names.slate },
] as const;

/** Grounds for notes: the sticky's own yellow first. */
export const NOTE_GROUNDS = [{ value: '#fff4c2', label: names.yellow }, ...GROUNDS.slice(0, -1)];

/** Full colours, for what is drawn as a figure or a curve. */
export const FIGURES = [
  { value: '#1f7a6d', label: names.teal },
  { value: '#2b6cb0', label: names.blue },
  { value: '#5b3a9e', label: names.violet },
  { value: '#a85a12', label: names.apricot },
  { value: '#b03a7a', label: names.rose },
  { value: '#4f7a1c', label: names.moss },
  { value: '#4a5b70', label: names.slate },
] as const;
