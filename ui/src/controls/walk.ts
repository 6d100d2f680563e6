/** Moves the focus through a menu: up and down round its ends, Home and End. Tells whether the key was one of these. */
export function walk(event: KeyboardEvent, choices: readonly HTMLElement[]): boolean {
  const at = choices.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return false;
  event.preventDefault();
  choices.at(to % choices.length)?.focus();
  return true;
}
