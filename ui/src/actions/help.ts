import { app } from '../app.svelte';
import { t } from '../i18n';
import type { Action } from './action';

export const helpActions: readonly Action[] = [
  {
    id: 'shortcuts',
    group: 'help',
    label: t.actions.shortcuts,
    keys: ['?', 'Shift+?', 'Mod+/', 'Shift+Mod+/'],
    enabled: () => true,
    run: () => void app.show('shortcuts'),
  },
  {
    id: 'about',
    group: 'help',
    label: t.actions.about,
    keys: [],
    enabled: () => true,
    run: () => void app.show('about'),
  },
];
