import type { CanvasSession } from '../canvas/canvas_session.svelte';
import type { MapEntry, MenuChange, MenuPart } from '../host';
import { t } from '../i18n';
import { labelOf } from './action';
import { actionOf } from './actions';

/** Begins the ids of the recent maps in the menu. */
const RECENT = 'open-recent:';

type Line = string | null | { menu: string; lines: readonly Line[] } | 'recent';

const MENUS: readonly (readonly [title: string, lines: readonly Line[]])[] = [
  [
    t.actions.groups.file,
    [
      'new-map',
      'recent',
      'import-map',
      'import-report',
      null,
      'export',
      'export-maps',
      'close-map',
      null,
      'preferences',
      null,
      'quit',
    ],
  ],
  [
    t.actions.groups.edit,
    [
      'undo',
      'redo',
      null,
      'cut',
      'copy',
      'copy-picture',
      'paste',
      'duplicate',
      'remove',
      null,
      'select-all',
      null,
      'find',
      'find-next',
      'find-previous',
    ],
  ],
  [
    t.actions.groups.insert,
    [
      'add-anything',
      null,
      'add-here',
      'add-below',
      'add-solution',
      null,
      'add-stage',
      'add-step',
      'add-lane',
      'add-note',
      'add-persona',
    ],
  ],
  [
    t.actions.groups.arrange,
    [
      'edit',
      'link',
      'star',
      { menu: t.actions.evidence, lines: ['evidence-observed', 'evidence-assumed', 'evidence-proposed'] },
      null,
      'move-left',
      'move-right',
      'move-up',
      'move-down',
      null,
      'wider',
      'narrower',
      'taller',
      'shorter',
      'reset-size',
      null,
      'split-stage',
      'collapse-lane',
      'hide-lane',
    ],
  ],
  [
    t.actions.groups.view,
    [
      'zoom-in',
      'zoom-out',
      'zoom-100',
      'fit',
      'zoom-selection',
      null,
      'palette',
      'inspector',
      'panels',
      null,
      'present',
      'add-view',
      'walk',
      'full-screen',
    ],
  ],
  [t.actions.groups.help, ['shortcuts', 'about']],
];

/** The menu bar as it should be now. */
export function menuBar(session: CanvasSession | null, recent: readonly MapEntry[]): MenuPart[] {
  const part = (line: Line): MenuPart[] => {
    if (line === null) return [{ kind: 'separator' }];
    if (typeof line === 'object') return [{ kind: 'menu', label: line.menu, parts: line.lines.flatMap(part) }];
    if (line !== 'recent') return [itemOf(line, session)];
    const parts = recent.map(
      (map): MenuPart => ({
        kind: 'item',
        id: RECENT + map.id,
        label: map.title || t.actions.untitledMap,
        keys: null,
        enabled: true,
        checked: null,
      }),
    );
    const none: MenuPart = {
      kind: 'item',
      id: RECENT,
      label: t.actions.noRecent,
      keys: null,
      enabled: false,
      checked: null,
    };
    // Always there: a bar that keeps its shape need not be put up anew.
    return [{ kind: 'menu', label: t.actions.openRecent, parts: parts.length > 0 ? parts : [none] }];
  };
  return MENUS.map(([label, lines]) => ({ kind: 'menu', label, parts: lines.flatMap(part) }));
}

function itemOf(id: string, session: CanvasSession | null): MenuPart {
  const action = actionOf(id);
  return {
    kind: 'item',
    id,
    label: labelOf(action, session) || (t.actions.plain[id] ?? ''),
    keys: action.keys[0] ?? null,
    enabled: action.enabled(session),
    checked: action.checked ? action.checked(session) : null,
  };
}

/** What became of the items from one menu bar to another; null where one has items that the other lacks. */
export function menuChanges(before: readonly MenuPart[], after: readonly MenuPart[]): MenuChange[] | null {
  const [old, next] = [flat(before), flat(after)];
  if (old.length !== next.length) return null;
  const changes: MenuChange[] = [];
  for (const [at, item] of next.entries()) {
    const was = old[at];
    if (was?.id !== item.id) return null;
    if (was.label === item.label && was.enabled === item.enabled && was.checked === item.checked) continue;
    changes.push({
      id: item.id,
      label: was.label === item.label ? null : item.label,
      enabled: item.enabled,
      checked: item.checked,
    });
  }
  return changes;
}

type Item = Extract<MenuPart, { kind: 'item' }>;

function flat(parts: readonly MenuPart[]): Item[] {
  return parts.flatMap((part) => (part.kind === 'item' ? [part] : part.kind === 'menu' ? flat(part.parts) : []));
}

/** The map that a choice of the menu opens; null where it is an action's. */
export function recentOf(id: string): string | null {
  return id.startsWith(RECENT) ? id.slice(RECENT.length) : null;
}

/** What a text field does itself when the menu is chosen while it has the keyboard. */
const FIELD_COMMANDS: Record<string, string> = {
  undo: 'undo',
  redo: 'redo',
  cut: 'cut',
  copy: 'copy',
  paste: 'paste',
  remove: 'delete',
  'select-all': 'selectAll',
};

/** Lets the text field that has the keyboard do what the menu was chosen for; tells whether it did. */
export function runInField(id: string): boolean {
  const command = FIELD_COMMANDS[id];
  if (command === undefined || !document.activeElement?.matches('input, textarea')) return false;
  document.execCommand(command);
  return true;
}
