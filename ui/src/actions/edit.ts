import type { CanvasSession } from '../canvas/canvas_session.svelte';
import { host, type Part } from '../host';
import { t } from '../i18n';
import { recordOf } from '../mirror/scene';
import { finding } from '../panels/finding.svelte';
import { notices } from '../panels/notices.svelte';
import { type Action, onMap } from './action';
import { subjectOf } from './subject';

const COPIED: readonly string[] = ['card', 'lane', 'separator', 'step', 'stage', 'note'];

/** What of the selection can be copied and made twice. */
function copyable(session: CanvasSession): string[] {
  return session.map.selection.filter((id) => COPIED.includes(session.map.mirror.get(id)?.role ?? ''));
}

function duplicate(session: CanvasSession): void {
  const ids = copyable(session);
  const { map } = session;
  map.edit({ type: 'duplicate', ids }).then(({ added }) => {
    const role = subjectOf(session)?.role;
    const copies = added.filter((id) => map.mirror.get(id)?.role === role);
    map.select(copies);
    if (copies[0] !== undefined) session.reveal(copies[0]);
    session.announce(t.actions.duplicated(copies.length));
  }, session.fail);
}

/** Puts the selection, or the map where nothing is selected, on the clipboard as a picture. */
function copyPicture(session: CanvasSession): void {
  const { id, selection } = session.map;
  const ids = [...new Set(selection.map(recordOf))];
  const part: Part = ids.length > 0 ? { kind: 'records', ids } : { kind: 'whole' };
  host
    .copyPicture(id, part)
    .then(
      () => notices.tell(part.kind === 'whole' ? t.exporting.copiedPicture : t.exporting.copiedSelection),
      session.fail,
    );
}

/** Lets the platform raise the events of the clipboard, which know what the canvas has selected. */
function ask(command: 'cut' | 'copy' | 'paste'): void {
  document.execCommand(command);
}

export const editActions: readonly Action[] = [
  onMap({
    id: 'undo',
    group: 'edit',
    label: ({ map }) => t.actions.undo(map.history.undo),
    keys: ['Mod+Z'],
    enabled: ({ map }) => map.history.undo !== null,
    run: (session) => session.undo(),
  }),
  onMap({
    id: 'redo',
    group: 'edit',
    label: ({ map }) => t.actions.redo(map.history.redo),
    keys: ['Shift+Mod+Z', 'Mod+Y'],
    enabled: ({ map }) => map.history.redo !== null,
    run: (session) => session.redo(),
  }),
  onMap({
    id: 'cut',
    group: 'edit',
    label: t.actions.cut,
    keys: ['Mod+X'],
    reach: 'platform',
    enabled: (session) => copyable(session).length > 0,
    run: () => ask('cut'),
  }),
  onMap({
    id: 'copy',
    group: 'edit',
    label: t.actions.copy,
    keys: ['Mod+C'],
    reach: 'platform',
    enabled: (session) => copyable(session).length > 0,
    run: () => ask('copy'),
  }),
  onMap({
    id: 'copy-picture',
    group: 'edit',
    label: ({ map }) => (map.selection.length > 0 ? t.actions.copySelectionPicture : t.actions.copyPicture),
    keys: ['Shift+Mod+C'],
    words: t.actions.copyPictureWords,
    run: copyPicture,
  }),
  {
    id: 'paste',
    group: 'edit',
    label: t.actions.paste,
    keys: ['Mod+V'],
    reach: 'platform',
    // On the library screen a table becomes a map.
    enabled: () => true,
    run: () => ask('paste'),
  },
  onMap({
    id: 'duplicate',
    group: 'edit',
    label: t.actions.duplicate,
    keys: ['Mod+D'],
    enabled: (session) => copyable(session).length > 0,
    run: duplicate,
  }),
  onMap({
    id: 'remove',
    group: 'edit',
    label: t.actions.remove,
    keys: ['Delete', 'Backspace'],
    reach: 'canvas',
    enabled: (session) => session.removable().length > 0,
    run: (session) => session.removeSelected(),
  }),
  onMap({
    id: 'select-all',
    group: 'edit',
    label: t.actions.selectAll,
    keys: ['Mod+A'],
    reach: 'canvas',
    run: ({ map }) => map.select(map.mirror.nodes().flatMap((node) => (node.role === 'card' ? [node.id] : []))),
  }),
  onMap({
    id: 'find',
    group: 'edit',
    label: t.actions.find,
    keys: ['Mod+F'],
    reach: 'everywhere',
    run: () => finding.begin(),
  }),
  onMap({
    id: 'find-next',
    group: 'edit',
    label: t.actions.findNext,
    keys: ['F3', 'Mod+G'],
    reach: 'everywhere',
    enabled: () => finding.open,
    run: (session) => finding.step(session, 1),
  }),
  onMap({
    id: 'find-previous',
    group: 'edit',
    label: t.actions.findPrevious,
    keys: ['Shift+F3', 'Shift+Mod+G'],
    reach: 'everywhere',
    enabled: () => finding.open,
    run: (session) => finding.step(session, -1),
  }),
];
