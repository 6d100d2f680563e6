import type { CanvasSession } from '../canvas/canvas_session.svelte';
import { t } from '../i18n';
import type { Action, Reach } from './action';
import { arrangeActions } from './arrange';
import { editActions } from './edit';
import { fileActions } from './file';
import { goActions } from './go';
import { helpActions } from './help';
import { insertActions } from './insert';
import { keyOf, keysText } from './keys';
import { viewActions } from './view';

/** Everything that a menu, a key or the palette can do; of one key, the first enabled action runs. */
export const actions: readonly Action[] = [
  ...fileActions,
  ...editActions,
  ...insertActions,
  ...arrangeActions,
  ...viewActions,
  ...goActions,
  ...helpActions,
];

const byId = new Map(actions.map((action) => [action.id, action]));

/** The action of that id; asking for one that is not there is a fault of ours. */
export function actionOf(id: string): Action {
  const action = byId.get(id);
  if (!action) throw new Error(`no action ${id}`);
  return action;
}

/** What a control does, with the key that does the same: “Duplicate (Ctrl+D)”. */
export function tipOf(id: string, label: string): string {
  const [key] = actionOf(id).keys;
  return key === undefined ? label : t.actions.withKeys(label, keysText(key));
}

/** Runs an action, if it is enabled; tells whether it was. */
export function runAction(id: string, session: CanvasSession | null): boolean {
  const action = byId.get(id);
  if (!action?.enabled(session)) return false;
  action.run(session);
  return true;
}

const HEARD: Record<'canvas' | 'window' | 'field', readonly Reach[]> = {
  canvas: ['canvas', 'window', 'everywhere'],
  window: ['window', 'everywhere'],
  field: ['everywhere'],
};

/** Runs the first enabled action of a key; tells whether there was one. `where` has the keyboard. */
export function runKey(
  event: KeyboardEvent,
  session: CanvasSession | null,
  where: 'canvas' | 'window' | 'field',
): boolean {
  const key = keyOf(event);
  const action = actions.find(
    (other) => other.keys.includes(key) && HEARD[where].includes(other.reach ?? 'window') && other.enabled(session),
  );
  action?.run(session);
  return action !== undefined;
}
