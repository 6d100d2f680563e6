export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '');

type Press = Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** A key event in the way that actions write keys. */
export function keyOf(event: Press): string {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [event.altKey && 'Alt', event.shiftKey && 'Shift', mod && 'Mod', key].filter(Boolean).join('+');
}

const CAPS: Record<string, string> = {
  Mod: isMac ? '⌘' : 'Ctrl',
  Alt: isMac ? '⌥' : 'Alt',
  Shift: isMac ? '⇧' : 'Shift',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: isMac ? '↩' : 'Enter',
  Escape: 'Esc',
  Delete: isMac ? '⌦' : 'Del',
  Backspace: isMac ? '⌫' : 'Backspace',
};
const ORDER = ['Mod', 'Alt', 'Shift'];

/** The keycaps of a key, as the platform writes them: `Ctrl`, `Shift`, `Z`. */
export function capsOf(keys: string): string[] {
  // A plus sign may itself be the key.
  const parts = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys === '+' ? ['+'] : keys.split('+');
  const held = ORDER.filter((key) => parts.slice(0, -1).includes(key));
  return [...held, parts.at(-1) ?? ''].map((key) => CAPS[key] ?? key);
}

/** A key in one line, for tips and menus: `Ctrl+Shift+Z`, `⌘⇧Z`. */
export function keysText(keys: string): string {
  return capsOf(keys).join(isMac ? '' : '+');
}
