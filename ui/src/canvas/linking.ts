import type { Edit, LinkEnd, LinkKind } from '../host';
import { t } from '../i18n';
import type { OpenMap } from '../mirror/open_map.svelte';
import type { CanvasSession } from './canvas_session.svelte';
import { type Direction, neighbour, spotOf } from './grid';

const PAIN = new Set(['painPoints']);
const REMEDY = new Set(['solutions', 'opportunities', 'ideas']);

/** The edit that links two cards, or two steps; null where nothing links them. */
export function linkEdit(map: OpenMap, from: string, to: string): Edit | null {
  const role = map.mirror.get(from)?.role;
  if (from === to || role !== map.mirror.get(to)?.role || (role !== 'card' && role !== 'step')) return null;
  const end = (id: string): LinkEnd => (role === 'card' ? { card: id } : { step: id });
  return { type: 'addLink', from: end(from), to: end(to), kind: linkKind(map, from, to), label: '' };
}

/** A pain point and what remedies it are linked as solved; a link back to an earlier step loops back. */
function linkKind(map: OpenMap, from: string, to: string): LinkKind {
  const [a, b] = [from, to].map((id) => map.mirror.get(id));
  if (a?.role === 'step') return (b?.cell?.column ?? 0) < (a.cell?.column ?? 0) ? 'loopBack' : 'flow';
  const [one, other] = [a, b].map((node) => map.outline.lanes[node?.cell?.row ?? -1]?.kind ?? '');
  const solves = (pain = '', remedy = '') => PAIN.has(pain) && REMEDY.has(remedy);
  return solves(one, other) || solves(other, one) ? 'solves' : 'flow';
}

/** Choosing with the arrow keys what the selected card or step is linked to. */
export class KeyLink {
  readonly from: string;
  #session: CanvasSession;

  constructor(session: CanvasSession, from: string) {
    this.#session = session;
    this.from = from;
    session.overlay.link = { from, to: null, at: null };
    session.announce(t.canvas.linkFrom(session.map.mirror.get(from)?.label ?? ''));
  }

  /** Goes to the next card (or step) in a direction, over empty cells. */
  go(direction: Direction): void {
    const { map, overlay, announce } = this.#session;
    const role = map.mirror.get(this.from)?.role;
    let spot = spotOf(map.mirror, map.outline, overlay.link?.to ?? this.from);
    for (let hop = 0; spot && hop < map.outline.lanes.length + map.outline.steps.length; hop++) {
      const next = neighbour(map.mirror, map.outline, spot, direction);
      if (next.row === spot.row && next.column === spot.column && next.node === spot.node) return;
      spot = next;
      const node = spot.node === null || spot.node === this.from ? undefined : map.mirror.get(spot.node);
      if (node?.role !== role) continue;
      overlay.link = { from: this.from, to: node?.id ?? null, at: null };
      announce(t.canvas.linkTo(node?.label ?? ''));
      if (node) this.#session.reveal(node.id);
      return;
    }
  }

  /** Makes the link. */
  async commit(): Promise<void> {
    const to = this.#session.overlay.link?.to ?? null;
    this.#session.overlay.link = null;
    if (to === null) this.#session.announce(t.canvas.linkStopped);
    else await makeLink(this.#session, this.from, to);
  }

  stop(): void {
    this.#session.overlay.link = null;
    this.#session.announce(t.canvas.linkStopped);
  }
}

/** Links two records and selects the link. */
export async function makeLink(
  session: Pick<CanvasSession, 'map' | 'announce'>,
  from: string,
  to: string,
): Promise<void> {
  const edit = linkEdit(session.map, from, to);
  if (!edit) return;
  const reply = await session.map.edit(edit);
  session.announce(t.canvas.linked);
  session.map.select(reply.added.filter((id) => session.map.mirror.get(id)));
}
