import type { CanvasSession } from './canvas/canvas_session.svelte';
import { requestOf } from './dialogs/export_options';
import { HostError, host } from './host';
import { t } from './i18n';
import { notices } from './panels/notices.svelte';

/** The dialogs that any screen can put up; one at a time. */
export type DialogName = 'newMap' | 'export' | 'exportAll' | 'preferences' | 'about' | 'shortcuts';

/** Why a map cannot be left yet, and what happens if it is left all the same. */
export type Unsaved = { why: string; leave: () => void };

/** The app as a whole: which screen and which dialog are open. */
class App {
  /** The open map, or null for the library. */
  map = $state<string | null>(null);
  /** The map that was open last: the library puts the focus on it. */
  last = $state<string | null>(null);
  /** The record that a search led to. */
  found = $state<string | null>(null);
  /** The work on the open map, once it is there. */
  session = $state.raw<CanvasSession | null>(null);
  dialog = $state<DialogName | null>(null);
  /** Asked before changes that could not be saved are left behind. */
  unsaved = $state.raw<Unsaved | null>(null);
  fullScreen = $state(false);
  /** The open map is presented. */
  presenting = $state(false);
  /** Somebody takes the journey through the open map. */
  walking = $state(false);
  /** The record that the presentation begins at. */
  presentFrom: string | null = null;
  /** Grows when the recent maps may have changed. */
  visits = $state(0);
  #leaving = false;
  #closed = new WeakSet<CanvasSession>();

  /** Opens a map, at a record where a search led there. */
  open(map: string, record: string | null = null): void {
    this.dialog = null;
    this.found = record;
    this.map = map;
    this.visits++;
  }

  /** Opens one of the dialogs. What is being typed on the map is sent first. */
  async show(dialog: DialogName): Promise<void> {
    await this.rest();
    this.dialog = dialog;
  }

  /** Sends what is being typed on the map, and ends it: something else takes the keyboard. */
  async rest(): Promise<void> {
    const { session } = this;
    await session?.editing?.flush();
    session?.endEditing();
  }

  /** Back to the library, once everything is on disk. */
  async back(): Promise<void> {
    if (this.#leaving || this.map === null) return;
    this.#leaving = true;
    const leave = () => {
      this.last = this.map;
      this.map = null;
      this.visits++;
    };
    try {
      if (this.session) await this.shut(this.session);
      leave();
    } catch (error) {
      this.unsaved = { why: reason(error), leave };
    } finally {
      this.#leaving = false;
    }
  }

  /** Sends the last words of a map, waits until they are on disk, and closes it. */
  async shut(session: CanvasSession): Promise<void> {
    if (this.#closed.has(session)) return;
    await session.finish();
    session.leaving = true;
    try {
      await host.closeMap(session.map.id);
    } catch (error) {
      session.leaving = false;
      throw error;
    }
    this.#closed.add(session);
  }

  /** Writes the open map, as it is on screen, into a JSON file of the person's choice. */
  async saveCopy(): Promise<void> {
    if (this.map === null) return;
    try {
      const written = await host.exportMap(this.map, requestOf('json'), () => undefined);
      if (written) notices.tell(`${t.exporting.savedTo} ${written.path}`);
    } catch (error) {
      notices.fail(error);
    }
  }

  /** Closes the window, once everything is on disk. */
  async quit(): Promise<void> {
    try {
      await this.session?.finish();
      await host.closeWindow();
    } catch (error) {
      this.unsaved = { why: reason(error), leave: () => void host.closeWindow(true).catch(notices.fail) };
    }
  }
}

function reason(error: unknown): string {
  return error instanceof HostError ? error.message : String(error);
}

export const app = new App();
