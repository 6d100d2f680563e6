import { nameOf, saidBehind } from '../../canvas/arranging';
import { gapAt, stageBefore, stageSpan, stepPlace } from '../../canvas/insert';
import { contains } from '../../canvas/viewport';
import type { Edit, Outline, Point, Rect, WireNode } from '../../host';
import { t } from '../../i18n';
import type { OpenMap } from '../../mirror/open_map.svelte';
import { recordOf } from '../../mirror/scene';
import type { Pointer } from '../tool';
import { Drag } from './drag';
import type { SelectTool } from './select_tool';

/** A heading is dragged to another place among its siblings; the map shows how it would then be. */
export class Reordering extends Drag {
  readonly name = 'reordering';
  #node: WireNode;
  #carried: readonly WireNode[];
  #outline: Outline;
  #move: Move | null = null;

  constructor(tool: SelectTool, start: Pointer, node: WireNode) {
    super(tool, start);
    const { map } = tool.context;
    this.#node = node;
    this.#outline = map.outline;
    // The heading with its parts, such as the goal of a stage; a lane's band and rules stay where they are.
    this.#carried = map.mirror
      .within(node)
      .filter((part) => recordOf(part.id) === node.id && contains(node, part))
      .sort((a, b) => a.id.length - b.id.length);
  }

  enter(): void {
    this.context.overlay.arranging = true;
  }

  move(pointer: Pointer): void {
    const { overlay } = this.context;
    overlay.hover = null;
    const along = this.#node.role === 'lane' || this.#node.role === 'separator' ? 'y' : 'x';
    const by = pointer.sheet[along] - this.start.sheet[along];
    overlay.carried = {
      nodes: this.#carried,
      dx: along === 'x' ? by : 0,
      dy: along === 'y' ? by : 0,
      settling: false,
    };
    const move = moveTo(this.#outline, this.#node, pointer.sheet);
    if (move?.key !== this.#move?.key) {
      this.#move = move;
      this.latest.ask(() => this.#showMove(move));
    }
    this.edge.follow(pointer);
  }

  async #showMove(move: Move | null): Promise<void> {
    const { map, overlay } = this.context;
    await this.show(move?.edit ?? null);
    if (!this.over) overlay.line = move?.edit ? lineOf(map, this.#node) : null;
  }

  protected async drop(): Promise<void> {
    const { overlay } = this.context;
    await this.latest.settled();
    const move = this.#move;
    overlay.line = null;
    overlay.carried = null;
    await this.settle(move?.edit ?? null, move?.said ?? '');
    overlay.arranging = false;
  }
}

/** Where a heading goes; `edit` is null where it may not go there, and `said` tells why. */
type Move = { key: string; edit: Edit | null; said: string };

/** What dropping a heading at a point of the sheet does; null where it stays what it is. */
export function moveTo(outline: Outline, node: Pick<WireNode, 'id' | 'role'>, at: Point): Move | null {
  const { id } = node;
  if (node.role === 'stage') {
    const after = stageBefore(outline, at.x);
    if (stays(outline.stages, id, after) || inside(stageSpan(outline, id), at.x)) return null;
    return {
      key: `${after}`,
      edit: { type: 'moveStage', stage: id, after },
      said: saidBehind(outline.stages, id, after),
    };
  }
  if (node.role === 'step') {
    const place = stepPlace(outline, at.x);
    const own = outline.steps.find((step) => step.id === id);
    if (!place || !own || inside({ from: own.x, to: own.x + own.width }, at.x)) return null;
    const mates = outline.steps.filter((step) => step.stage === own.stage);
    const { stage, after } = place;
    if (stage === own.stage && stays(mates, id, after)) return null;
    const key = `${stage} ${after}`;
    if (stage !== own.stage && mates.length === 1) return { key, edit: null, said: t.canvas.lastStep };
    const said =
      stage === own.stage
        ? saidBehind(mates, id, after)
        : t.canvas.movedToStage(nameOf(outline.steps, id), nameOf(outline.stages, stage));
    return { key, edit: { type: 'moveStep', step: id, stage, after }, said };
  }
  const own = outline.lanes.find((lane) => lane.id === id);
  const after = gapAt(outline.lanes, (lane) => lane.y + lane.height / 2, at.y)?.id ?? null;
  if (!own || stays(outline.lanes, id, after) || inside({ from: own.y, to: own.y + own.height }, at.y)) return null;
  return { key: `${after}`, edit: { type: 'moveLane', lane: id, after }, said: saidBehind(outline.lanes, id, after) };
}

function stays(list: readonly { id: string }[], id: string, after: string | null): boolean {
  const at = list.findIndex((item) => item.id === id);
  return after === id || (list[at - 1]?.id ?? null) === after;
}

function inside(span: { from: number; to: number } | null, at: number): boolean {
  return span !== null && at >= span.from && at < span.to;
}

/** The edge at which a heading would stand, over the whole grid; in px of the previewed sheet. */
function lineOf(map: OpenMap, heading: WireNode): Rect | null {
  const node = map.shown.get(heading.id);
  const { grid } = map.shown;
  if (!node) return null;
  if (heading.role === 'lane' || heading.role === 'separator')
    return { x: node.x, y: node.y, width: grid.x + grid.width - node.x, height: 0 };
  return { x: node.x, y: node.y, width: 0, height: grid.y + grid.height - node.y };
}
