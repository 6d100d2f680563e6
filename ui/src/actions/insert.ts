import { t } from '../i18n';
import { type Action, onMap } from './action';

export const insertActions: readonly Action[] = [
  onMap({
    id: 'add-here',
    group: 'insert',
    label: t.actions.addHere,
    keys: ['Enter', 'F2'],
    reach: 'canvas',
    enabled: ({ spot }) => spot !== null && spot.node === null,
    run: (session) => session.spot && session.addTo(session.spot.row, session.spot.column),
  }),
];
