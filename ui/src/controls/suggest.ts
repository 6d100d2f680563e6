/** Something that a field offers: `value` is what it becomes, `label` what people read. */
export type Suggestion = { value: string; label: string; symbol?: string };

/** What is offered for what is typed: what begins with it first, then what holds it. At most 50. */
export function matching(suggestions: readonly Suggestion[], typed: string): Suggestion[] {
  const words = typed.trim().toLocaleLowerCase();
  if (words === '') return suggestions.slice(0, 50);
  const starts: Suggestion[] = [];
  const holds: Suggestion[] = [];
  for (const suggestion of suggestions) {
    const label = suggestion.label.toLocaleLowerCase();
    if (label.startsWith(words)) starts.push(suggestion);
    else if (label.includes(words)) holds.push(suggestion);
  }
  return [...starts, ...holds].slice(0, 50);
}

/** Puts a popover under its anchor, or above where there is no room; as wide as the anchor at least. */
export function placeUnder(popover: HTMLElement, anchor: HTMLElement, gap = 4): void {
  const box = anchor.getBoundingClientRect();
  popover.style.minWidth = `${box.width}px`;
  const { offsetWidth, offsetHeight } = popover;
  const left = Math.max(8, Math.min(box.left, innerWidth - offsetWidth - 8));
  const below = box.bottom + gap + offsetHeight < innerHeight || box.top < offsetHeight;
  popover.style.left = `${left}px`;
  popover.style.top = `${below ? box.bottom + gap : box.top - offsetHeight - gap}px`;
}
