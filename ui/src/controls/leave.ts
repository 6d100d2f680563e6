import { getContext, setContext } from 'svelte';

const KEY = Symbol('leave');

/** Tells the fields within a panel where the keyboard goes when they are left by Escape or Mod+Enter. */
export function setLeave(leave: () => void): void {
  setContext(KEY, leave);
}

/** Null where fields are left by Tab only, as in dialogs. */
export function leaving(): (() => void) | null {
  return getContext<(() => void) | undefined>(KEY) ?? null;
}
