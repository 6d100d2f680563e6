import type { CanvasSession } from '../canvas/canvas_session.svelte';

/** Where an action stands in the menu bar, the shortcut sheet and the “Add anything” list. */
export type Group = 'file' | 'edit' | 'insert' | 'arrange' | 'view' | 'go' | 'help';

/**
 * Where the keys of an action work: `canvas` while the canvas has the keyboard; `window` anywhere but in
 * a text field; `everywhere` there too; `platform` where the web view itself acts on them, such as copying.
 */
export type Reach = 'canvas' | 'window' | 'everywhere' | 'platform';

/**
 * Something that a key, a button, a menu or the palette can do, told once. Keys are written `Mod+Z`; Mod
 * is Command on a Mac and Control elsewhere. The first key is the one that is shown.
 */
export type Action = {
  /** Stable, in kebab case: tests and menus name actions by it. */
  id: string;
  group: Group;
  /** Null for what only keys do and nobody has to read, such as a second arrow key. */
  label: string | ((session: CanvasSession | null) => string) | null;
  keys: readonly string[];
  /** `window` where it is left out. */
  reach?: Reach;
  /** More words that a search in the palette finds it by. */
  words?: string;
  /** `session` is null on the library screen. */
  enabled(session: CanvasSession | null): boolean;
  checked?(session: CanvasSession | null): boolean;
  run(session: CanvasSession | null): void;
};

/** An action of the editor: on the library screen it is not enabled. */
type EditorAction = Omit<Action, 'enabled' | 'run' | 'checked' | 'label'> & {
  label: string | ((session: CanvasSession) => string) | null;
  enabled?(session: CanvasSession): boolean;
  checked?(session: CanvasSession): boolean;
  run(session: CanvasSession): void;
};

/** Makes an action of the editor: without a map it cannot be chosen. */
export function onMap(action: EditorAction): Action {
  const { label, enabled, checked, run, ...rest } = action;
  return {
    ...rest,
    label: typeof label === 'function' ? (session) => (session ? label(session) : '') : label,
    enabled: (session) => session !== null && (enabled?.(session) ?? true),
    ...(checked && { checked: (session: CanvasSession | null) => session !== null && checked(session) }),
    run: (session) => session && run(session),
  };
}

/** What an action is called just now. */
export function labelOf(action: Action, session: CanvasSession | null): string {
  return typeof action.label === 'function' ? action.label(session) : (action.label ?? '');
}
