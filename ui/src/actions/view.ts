import { app } from '../app.svelte';
import type { CanvasSession } from '../canvas/canvas_session.svelte';
import { host } from '../host';
import { t } from '../i18n';
import { recordOf } from '../mirror/scene';
import { notices } from '../panels/notices.svelte';
import { preferences } from '../preferences.svelte';
import { plainText } from '../walk/inline';
import { type Action, onMap } from './action';

/** More of a text than this, in characters, is no title. */
const LONGEST_TITLE = 80;

/** Adds what is selected to the path of the map's presentation, called as the first of it is. */
async function addView({ map }: CanvasSession): Promise<void> {
  const records = [...new Set(map.selection.filter((id) => map.mirror.get(id)).map(recordOf))];
  const [first] = records;
  if (first === undefined) return;
  const { records: found } = await map.records([map.id]);
  const own = found.find((record) => record.kind === 'map');
  const path = own?.body.path ?? [];
  const text = await map.fieldText(first, map.mirror.get(first)?.edit?.field ?? 'text').catch(() => '');
  const title = plainText(text).slice(0, LONGEST_TITLE).trim();
  await map.edit({ type: 'updateMap', fields: { path: [...path, { title, records }] } });
  notices.tell(t.present.viewAdded(path.length + 1));
}

export const viewActions: readonly Action[] = [
  onMap({
    id: 'palette',
    group: 'view',
    label: t.actions.palette,
    keys: ['Mod+['],
    reach: 'everywhere',
    checked: () => preferences.current.palette,
    run: () => preferences.change({ palette: !preferences.current.palette }),
  }),
  onMap({
    id: 'inspector',
    group: 'view',
    label: t.actions.inspector,
    keys: ['Mod+]'],
    reach: 'everywhere',
    checked: () => preferences.current.inspector,
    run: () => preferences.change({ inspector: !preferences.current.inspector }),
  }),
  onMap({
    id: 'panels',
    group: 'view',
    label: t.actions.panels,
    keys: ['Mod+\\'],
    reach: 'everywhere',
    run: () => {
      const { palette, inspector } = preferences.current;
      const shown = !palette && !inspector;
      preferences.change({ palette: shown, inspector: shown });
    },
  }),
  onMap({
    id: 'zoom-in',
    group: 'view',
    label: t.actions.zoomIn,
    keys: ['Mod++', 'Mod+=', 'Shift+Mod++'],
    reach: 'everywhere',
    run: ({ camera }) => camera.zoomStep(true),
  }),
  onMap({
    id: 'zoom-out',
    group: 'view',
    label: t.actions.zoomOut,
    keys: ['Mod+-', 'Mod+−'],
    reach: 'everywhere',
    run: ({ camera }) => camera.zoomStep(false),
  }),
  onMap({
    id: 'zoom-100',
    group: 'view',
    label: t.actions.zoom100,
    keys: ['Mod+1'],
    reach: 'everywhere',
    run: ({ camera }) => camera.zoomTo(1),
  }),
  onMap({
    id: 'fit',
    group: 'view',
    label: t.actions.fit,
    keys: ['Mod+0'],
    reach: 'everywhere',
    run: ({ camera }) => camera.fit(),
  }),
  onMap({
    id: 'zoom-selection',
    group: 'view',
    label: t.actions.zoomSelection,
    keys: ['Mod+2'],
    reach: 'everywhere',
    enabled: ({ map }) => map.selection.length > 0,
    run: (session) => session.zoomToSelection(),
  }),
  onMap({
    id: 'present',
    group: 'view',
    label: t.actions.present,
    keys: ['F5'],
    reach: 'everywhere',
    words: t.actions.presentWords,
    enabled: ({ map }) => map.outline.steps.length > 0 && !app.walking,
    checked: () => app.presenting,
    run: (session) => {
      app.presentFrom = session.map.selection.at(-1) ?? null;
      void session.finish().then(() => (app.presenting = true), session.fail);
    },
  }),
  onMap({
    id: 'add-view',
    group: 'view',
    label: t.present.addView,
    keys: [],
    words: t.actions.presentWords,
    enabled: ({ map }) => map.selection.some((id) => map.mirror.get(id)),
    run: (session) => void addView(session).catch(session.fail),
  }),
  onMap({
    id: 'walk',
    group: 'view',
    label: t.walking.action,
    keys: [],
    reach: 'everywhere',
    words: t.walking.actionWords,
    enabled: () => !app.walking,
    run: (session) => {
      session.endEditing();
      void session.finish().then(() => {
        app.presenting = false;
        app.walking = true;
      }, session.fail);
    },
  }),
  {
    id: 'full-screen',
    group: 'view',
    label: t.actions.fullScreen,
    keys: ['F11'],
    reach: 'everywhere',
    enabled: () => true,
    checked: () => app.fullScreen,
    run: () => {
      app.fullScreen = !app.fullScreen;
      host.setFullScreen(app.fullScreen).catch((error) => notices.fail(error));
    },
  },
];
