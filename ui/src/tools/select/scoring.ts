import type { Edit, WireNode } from '../../host';
import { t } from '../../i18n';
import { clampLevel, HIGHEST, LOWEST, levelText, readScore } from '../level';
import type { Pointer } from '../tool';
import { Drag } from './drag';
import type { SelectTool } from './select_tool';

/** A point of an emotion curve follows the pointer up and down; the curve follows the point. */
export class Scoring extends Drag {
  readonly name = 'scoring';
  #node: WireNode;
  /** px of the sheet that one tenth is high, and where the point began; known once the host told. */
  #scale: Promise<{ unit: number; from: number; persona: string | null } | null>;
  #tenths: number | null = null;

  constructor(tool: SelectTool, start: Pointer, node: WireNode) {
    super(tool, start);
    this.#node = node;
    this.#scale = this.#measure();
  }

  move(pointer: Pointer): void {
    const dy = pointer.sheet.y - this.start.sheet.y;
    this.latest.ask(() => this.#follow(dy));
  }

  async #measure() {
    const { map, fail } = this.context;
    try {
      const score = await readScore(map, this.#node.id);
      // Where the curve would be at either end tells the height of the scale, whatever the theme.
      const high = await map.probe(this.#edit(HIGHEST, score.persona));
      const low = await map.probe(this.#edit(LOWEST, score.persona));
      const top = centre(high.get(this.#node.id) ?? this.#node);
      const bottom = centre(low.get(this.#node.id) ?? this.#node);
      const unit = (bottom - top) / (HIGHEST - LOWEST);
      return unit > 0 ? { unit, from: score.tenths, persona: score.persona } : null;
    } catch (error) {
      fail(error);
      return null;
    }
  }

  async #follow(dy: number): Promise<void> {
    const { overlay } = this.context;
    const scale = await this.#scale;
    if (!scale || this.over) return;
    const tenths = clampLevel(Math.round(scale.from - dy / scale.unit));
    overlay.level = { node: this.#node.id, tenths };
    if (tenths === this.#tenths) return;
    this.#tenths = tenths;
    await this.show(this.#edit(tenths, scale.persona));
  }

  protected async drop(): Promise<void> {
    await this.latest.settled();
    const scale = await this.#scale;
    this.context.overlay.level = null;
    if (!scale || this.#tenths === null || this.#tenths === scale.from) await this.settle(null, '');
    else await this.settle(this.#edit(this.#tenths, scale.persona), t.editor.emotionAt(levelText(this.#tenths)));
  }

  #edit(tenths: number, persona: string | null): Edit {
    const { outline } = this.context.map;
    const lane = outline.lanes[this.#node.cell?.row ?? -1]?.id ?? '';
    const step = outline.steps[this.#node.cell?.column ?? -1]?.id ?? '';
    return { type: 'setEmotion', lane, step, persona, fields: { tenths } };
  }
}

function centre(node: WireNode): number {
  return node.y + node.height / 2;
}
