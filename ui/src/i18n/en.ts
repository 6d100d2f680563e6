import { actions } from './en/actions';
import { app } from './en/app';
import { canvas } from './en/canvas';
import { common } from './en/common';
import { editor } from './en/editor';
import { exporting } from './en/exporting';
import { importing } from './en/importing';
import { inspector } from './en/inspector';
import { keys } from './en/keys';
import { kinds } from './en/kinds';
import { library } from './en/library';
import { newMap } from './en/newMap';
import { palette } from './en/palette';
import { about, preferences } from './en/preferences';
import { present } from './en/present';
import { shortcuts } from './en/shortcuts';
import { walking } from './en/walking';

/** Every word that the app says, in English; a file a part of the app. Sentence case; verbs on buttons. */
export const en = {
  about,
  actions,
  app,
  canvas,
  common,
  editor,
  exporting,
  importing,
  inspector,
  keys,
  kinds,
  library,
  newMap,
  palette,
  preferences,
  present,
  shortcuts,
  walking,
};

/** What a catalogue of another language has to hold. */
export type Catalogue = typeof en;
