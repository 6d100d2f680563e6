import { tick } from 'svelte';
import { preferences } from '../preferences.svelte';

/** The palette as actions reach it. */
class PaletteState {
  /** Puts the keyboard into the search; set while the palette is on the screen. */
  focus: (() => void) | null = null;
  /** The lane behind which the person is asked for a new one; undefined while nobody asks. */
  laneAfter = $state.raw<string | null | undefined>(undefined);

  /** Goes to “Add anything”, and shows the palette for it. */
  search(): void {
    if (!preferences.current.palette) preferences.change({ palette: true });
    void tick().then(() => this.focus?.());
  }
}

export const palette = new PaletteState();
