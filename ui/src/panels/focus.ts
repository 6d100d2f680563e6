/** Elements that can have the keyboard. */
const FOCUSABLE =
  'button:not([disabled]), input:not([disabled]), textarea, select, [role=grid][tabindex="0"], [tabindex="0"]';

/** Gives the keyboard to the map. */
export function focusCanvas(): void {
  document.querySelector<HTMLElement>('[data-testid=canvas] [role=grid]')?.focus({ preventScroll: true });
}

/** Gives the keyboard to the next of the parts of the window, which are marked with `data-panel`. */
export function focusNextPanel(by: 1 | -1): void {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]')];
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  for (let step = 1; step <= panels.length; step++) {
    const panel = panels[(at + by * step + panels.length * 2) % panels.length];
    const target = panel?.querySelector<HTMLElement>(FOCUSABLE);
    if (!target) continue;
    target.focus();
    return;
  }
}
