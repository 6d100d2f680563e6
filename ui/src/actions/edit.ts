import { t } from '../i18n';
import { type Action, onMap } from './action';

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
];
