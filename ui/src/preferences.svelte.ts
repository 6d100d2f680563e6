import { host, type Preferences } from './host';
import { notices } from './panels/notices.svelte';

/** The text sizes on offer, in percent. */
export const TEXT_SIZES: readonly number[] = [90, 100, 115, 130, 150];

const DEFAULTS: Preferences = {
  appearance: 'system',
  textSize: 100,
  darkCanvas: false,
  reducedMotion: false,
  palette: true,
  inspector: true,
  librarySort: 'modified',
};

/**
 * What the person chose for the app as a whole. A change shows at once and is kept by the host; where
 * that fails it holds for as long as the app runs, and the person is told.
 */
class PreferencesState {
  current = $state.raw<Preferences>(DEFAULTS);
  #systemDark = $state(false);
  #systemCalm = $state(false);

  /** Whether the app is dark now. */
  readonly dark = $derived(
    this.current.appearance === 'dark' || (this.current.appearance === 'system' && this.#systemDark),
  );
  /** Whether the sheet is shown dark, too: only ever in a dark app, never in an export. */
  readonly darkSheet = $derived(this.dark && this.current.darkCanvas);
  /** Whether nothing should move. */
  readonly calm = $derived(this.current.reducedMotion || this.#systemCalm);

  /** To be awaited before the first frame, which is drawn with what comes of it. */
  async load(): Promise<void> {
    this.#follow('(prefers-color-scheme: dark)', (on) => (this.#systemDark = on));
    this.#follow('(prefers-reduced-motion: reduce)', (on) => (this.#systemCalm = on));
    try {
      this.current = { ...DEFAULTS, ...(await host.preferences()) };
    } catch (error) {
      notices.fail(error);
    }
    this.#show();
  }

  change(fields: Partial<Preferences>): void {
    this.current = { ...this.current, ...fields };
    this.#show();
    host.setPreferences(this.current).catch((error) => notices.fail(error));
  }

  #follow(query: string, take: (on: boolean) => void): void {
    const list = matchMedia(query);
    take(list.matches);
    list.addEventListener('change', () => {
      take(list.matches);
      this.#show();
    });
  }

  /** Tells the style sheets, which know nothing else of preferences. */
  #show(): void {
    const root = document.documentElement;
    root.dataset.appearance = this.current.appearance;
    root.dataset.motion = this.calm ? 'reduced' : 'full';
    root.dataset.sheet = this.darkSheet ? 'dark' : 'paper';
    root.style.setProperty('--text-scale', String(this.current.textSize / 100));
  }
}

export const preferences = new PreferencesState();
