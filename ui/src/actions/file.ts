import { app } from '../app.svelte';
import { t } from '../i18n';
import { importing } from '../library/importing.svelte';
import { type Action, onMap } from './action';

const always = () => true;

export const fileActions: readonly Action[] = [
  {
    id: 'new-map',
    group: 'file',
    label: t.actions.newMap,
    keys: ['Mod+N'],
    reach: 'everywhere',
    enabled: always,
    run: () => void app.show('newMap'),
  },
  {
    id: 'import-map',
    group: 'file',
    label: t.actions.importMap,
    keys: ['Mod+O'],
    reach: 'everywhere',
    enabled: always,
    run: () => void importing.choose(),
  },
  onMap({
    id: 'import-report',
    group: 'file',
    label: t.actions.importReport,
    keys: [],
    enabled: ({ map }) => importing.of(map.id) !== null,
    run: ({ map }) => {
      const imported = importing.of(map.id);
      if (imported) void importing.show([imported]);
    },
  }),
  onMap({
    id: 'export',
    group: 'file',
    label: t.actions.export,
    keys: ['Mod+E'],
    reach: 'everywhere',
    run: () => void app.show('export'),
  }),
  {
    id: 'export-maps',
    group: 'file',
    label: t.actions.exportMaps,
    keys: [],
    words: t.actions.exportMapsWords,
    enabled: always,
    run: () => void app.show('exportAll'),
  },
  onMap({
    id: 'close-map',
    group: 'file',
    label: t.actions.closeMap,
    keys: ['Mod+W'],
    reach: 'everywhere',
    run: () => void app.back(),
  }),
  {
    id: 'preferences',
    group: 'file',
    label: t.actions.preferences,
    keys: ['Mod+,'],
    reach: 'everywhere',
    enabled: always,
    run: () => void app.show('preferences'),
  },
  {
    id: 'quit',
    group: 'file',
    label: t.actions.quit,
    keys: ['Mod+Q'],
    reach: 'everywhere',
    enabled: always,
    run: () => void app.quit(),
  },
];
