import type { Edit, WireNode } from '../host';
import type { OpenMap } from '../mirror/open_map.svelte';
import { recordOf } from '../mirror/scene';
import { readScore } from '../tools/level';

/** Typing rests this long (ms) before it is sent; what is typed is never more than this behind. */
const DELAY = 250;

/** The edit that gives a node's field a new text; null where the field is not edited in place. */
async function textEdit(map: OpenMap, node: WireNode, text: string): Promise<Edit | null> {
  const record = recordOf(node.id);
  const field = node.edit?.field;
  if (field === undefined) return null;
  // A part, such as the goal of a stage, is a field of its record.
  const role = record === 'map' ? 'title' : (map.mirror.get(record)?.role ?? node.role);
  switch (role) {
    case 'title':
      return mapEdit(map, field, text);
    case 'persona':
      return { type: 'updatePersona', persona: record, fields: { [field]: text } };
    case 'stage':
      return { type: 'updateStage', stage: record, fields: { [field]: text } };
    case 'step':
      return { type: 'updateStep', step: record, fields: { [field]: text } };
    case 'lane':
    case 'separator':
      return { type: 'updateLane', lane: record, fields: { [field]: text } };
    case 'card':
      return field === 'text'
        ? { type: 'setCardText', card: record, text }
        : { type: 'updateCards', cards: [record], fields: { [field]: text } };
    case 'note':
      return { type: 'updateNote', note: record, fields: { [field]: text } };
    case 'link':
      return { type: 'updateLink', link: record, fields: { [field]: text } };
    case 'score': {
      const cell = (map.mirror.get(record) ?? node).cell;
      const lane = map.outline.lanes[cell?.row ?? -1];
      const step = map.outline.steps[cell?.column ?? -1];
      if (!lane || !step) return null;
      const { persona } = await readScore(map, record);
      return { type: 'setEmotion', lane: lane.id, step: step.id, persona, fields: { [field]: text } };
    }
    default:
      return null;
  }
}

/** An objective is one field of the map: the answers that were not touched go along. */
async function mapEdit(map: OpenMap, field: string, text: string): Promise<Edit> {
  const [group, name] = field.split('.');
  if (group !== 'objective' || name === undefined) return { type: 'updateMap', fields: { [field]: text } };
  const names = ['purpose', 'successMeasure', 'scope', 'endGoal'] as const;
  const answers = await Promise.all(
    names.map(async (each) => [each, each === name ? text : await map.fieldText('map', `objective.${each}`)]),
  );
  return { type: 'updateMap', fields: { objective: Object.fromEntries(answers) } };
}

/** Whether a field may have several lines. */
export function isMultiline(node: WireNode): boolean {
  return node.role === 'card' || node.role === 'note' || node.role === 'objective';
}

/** One text being edited in place: sent while it is typed, whole when it ends. */
export class TextEdit {
  readonly node: string;
  text = $state('');
  /** Nothing was typed yet. */
  fresh = true;
  #map: OpenMap;
  #sent: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fail: (error: unknown) => void;

  constructor(map: OpenMap, node: string, text: string, fail: (error: unknown) => void) {
    this.node = node;
    this.text = text;
    this.#map = map;
    this.#sent = text;
    this.#fail = fail;
  }

  typed(text: string): void {
    this.text = text;
    this.fresh = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), DELAY);
  }

  /** Sends what was typed since the last time. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const text = this.text;
    const node = this.#map.mirror.get(this.node);
    if (text === this.#sent || !node) return;
    const before = this.#sent;
    this.#sent = text;
    try {
      const edit = await textEdit(this.#map, node, text);
      if (edit) await this.#map.edit(edit);
    } catch (error) {
      // Sent again with the next key, or at the end.
      if (this.#sent === text) this.#sent = before;
      this.#fail(error);
    }
  }
}
