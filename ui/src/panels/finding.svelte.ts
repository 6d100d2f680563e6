import { tick } from 'svelte';
import type { CanvasSession } from '../canvas/canvas_session.svelte';
import type { Role } from '../host';
import { recordOf } from '../mirror/scene';

/** What a search on the map looks at; labels of all others repeat these. */
const READ: readonly Role[] = [
  'title',
  'subtitle',
  'objective',
  'persona',
  'stage',
  'step',
  'lane',
  'separator',
  'card',
  'score',
  'note',
];

/** The search on the open map: what is asked, what was found, and which of it is shown. */
class Finding {
  open = $state(false);
  query = $state('');
  /** Ids of the nodes that say what is asked, in reading order. */
  found = $state.raw<readonly string[]>([]);
  /** Position in `found` of the one that is shown; -1 without. */
  at = $state(-1);
  /** The field, while it is there. */
  field: HTMLInputElement | null = null;

  /** Opens the field, or goes back to it. */
  begin(): void {
    this.open = true;
    void tick().then(() => this.field?.select());
  }

  end(): void {
    this.open = false;
    this.query = '';
    this.found = [];
    this.at = -1;
  }

  /** Looks for the words and shows the first place from where the selection is. */
  look(session: CanvasSession): void {
    this.found = matches(session, this.query);
    this.at = this.found.length > 0 ? Math.max(0, this.found.indexOf(session.map.selection.at(-1) ?? '')) : -1;
    this.#show(session);
  }

  /** Shows the next place, or the one before, round and round. */
  step(session: CanvasSession, by: 1 | -1): void {
    this.found = matches(session, this.query);
    const { length } = this.found;
    if (length === 0) return;
    this.at = (this.at + by + length) % length;
    this.#show(session);
  }

  #show(session: CanvasSession): void {
    const node = this.found[this.at];
    if (node === undefined) return;
    session.map.select([node]);
    session.reveal(node);
  }
}

/** Ids of the nodes that say these words, from top to bottom and left to right. */
export function matches({ map }: Pick<CanvasSession, 'map'>, query: string): string[] {
  const asked = query.trim().toLocaleLowerCase();
  if (asked === '') return [];
  const seen = new Set<string>();
  return map.mirror
    .nodes()
    .filter((node) => READ.includes(node.role) && node.label.toLocaleLowerCase().includes(asked))
    .sort((a, b) => a.y - b.y || a.x - b.x)
    .flatMap((node) => {
      // Parts of a record, such as the word of a point, lead to the record where it is on the sheet.
      const record = recordOf(node.id);
      const id = map.mirror.get(record) ? record : node.id;
      if (seen.has(id)) return [];
      seen.add(id);
      return [id];
    });
}

export const finding = new Finding();
