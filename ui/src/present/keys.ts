import type { Presenting } from './presenting.svelte';

/**
 * The keys of a presentation, those that clickers send among them (PageUp, PageDown, period, F5, Escape).
 * The sheet of keys shows them in this order.
 */
export const KEYS: readonly { keys: readonly string[]; act: KeyAct }[] = [
  { keys: ['ArrowRight', 'PageDown', ' ', 'Enter'], act: 'next' },
  { keys: ['ArrowLeft', 'PageUp', 'Backspace'], act: 'previous' },
  { keys: ['Home'], act: 'first' },
  { keys: ['End'], act: 'last' },
  { keys: ['1'], act: 'stages' },
  { keys: ['2'], act: 'steps' },
  { keys: ['3'], act: 'path' },
  { keys: ['r'], act: 'byLane' },
  { keys: ['o'], act: 'overview' },
  { keys: ['n'], act: 'notes' },
  { keys: ['l'], act: 'laser' },
  { keys: ['b', '.'], act: 'black' },
  { keys: ['w', ','], act: 'white' },
  { keys: ['a'], act: 'addCard' },
  { keys: ['?', 'F1'], act: 'help' },
  { keys: ['Escape', 'F5'], act: 'end' },
];

export type KeyAct =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'stages'
  | 'steps'
  | 'path'
  | 'byLane'
  | 'overview'
  | 'notes'
  | 'laser'
  | 'black'
  | 'white'
  | 'addCard'
  | 'help'
  | 'end';

/** What a key does; with a card selected, Enter, Escape and what writes are the card's own. */
export function actOf(event: KeyboardEvent, selecting: boolean): KeyAct | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (selecting && ['Enter', 'Escape', 'Backspace', 'F2'].includes(event.key)) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return KEYS.find(({ keys }) => keys.includes(key))?.act ?? null;
}

/** Does what a key or a button asks for; false where the presentation is over. */
export function perform(show: Presenting, act: KeyAct): boolean {
  switch (act) {
    case 'next':
      show.next();
      break;
    case 'previous':
      show.previous();
      break;
    case 'first':
      show.go(0);
      break;
    case 'last':
      show.go(show.stops.length - 1);
      break;
    case 'stages':
    case 'steps':
    case 'path':
      show.take(act);
      break;
    case 'byLane':
      show.showByLane(!show.byLane);
      break;
    case 'overview':
      show.overview = !show.overview;
      break;
    case 'notes':
      show.notes = !show.notes;
      break;
    case 'laser':
      show.laser = !show.laser;
      break;
    case 'black':
    case 'white':
      show.blank = show.blank === act ? null : act;
      break;
    case 'addCard':
      show.addCard();
      break;
    case 'help':
      show.help = !show.help;
      break;
    case 'end':
      return leaveOne(show);
  }
  return true;
}

/** Escape closes what is open first, and the presentation last. */
function leaveOne(show: Presenting): boolean {
  if (show.help) show.help = false;
  else if (show.blank) show.blank = null;
  else if (show.overview) show.overview = false;
  else if (show.laser) show.laser = false;
  else return false;
  return true;
}
