import { HostError } from '../host';
import type { Edit } from '../types';
import type { FakeMap } from './records';

/** Applies an edit to a copy of the map; returns it with the undo label and the ids of new records. */
export function applied(
  map: FakeMap,
  edit: Edit,
  newId: () => string,
): { map: FakeMap; label: string; added: string[] } {
  const next = structuredClone(map);
  const find = <T extends { id: string }>(list: T[], id: string): T => {
    const found = list.find((record) => record.id === id);
    if (!found) throw new HostError('missing', `The map has no ${id} any more.`);
    return found;
  };
  switch (edit.type) {
    case 'updateMap':
      Object.assign(next, edit.fields);
      return { map: next, label: 'Edit title', added: [] };
    case 'updateStage':
      Object.assign(find(next.stages, edit.stage), edit.fields);
      return { map: next, label: 'Edit stage', added: [] };
    case 'updateStep':
      Object.assign(find(next.steps, edit.step), edit.fields);
      return { map: next, label: 'Edit step', added: [] };
    case 'updateLane':
      Object.assign(find(next.lanes, edit.lane), edit.fields);
      return { map: next, label: 'Edit lane', added: [] };
    case 'setCardText':
      find(next.cards, edit.card).text = edit.text;
      return { map: next, label: 'Edit text', added: [] };
    case 'addCard': {
      const card = { id: newId(), lane: edit.lane, step: edit.step, text: edit.fields.text ?? '' };
      insertBehind(next, [card], edit.after);
      return { map: next, label: 'Add card', added: [card.id] };
    }
    case 'moveCards': {
      const moved = edit.cards.map((id) => ({ ...find(next.cards, id), lane: edit.lane, step: edit.step }));
      next.cards = next.cards.filter((card) => !edit.cards.includes(card.id));
      insertBehind(next, moved, edit.after);
      return { map: next, label: moved.length === 1 ? 'Move card' : 'Move cards', added: [] };
    }
    case 'setEmotion': {
      const score = next.scores.find((other) => other.lane === edit.lane && other.step === edit.step);
      if (score) Object.assign(score, edit.fields);
      else {
        const added = {
          id: newId(),
          lane: edit.lane,
          step: edit.step,
          persona: null,
          tenths: edit.fields.tenths ?? 0,
          word: edit.fields.word ?? '',
        };
        next.scores.push(added);
        return { map: next, label: 'Set emotion', added: [added.id] };
      }
      return { map: next, label: 'Set emotion', added: [] };
    }
    case 'remove':
      next.cards = next.cards.filter((card) => !edit.ids.includes(card.id));
      next.scores = next.scores.filter((score) => !edit.ids.includes(score.id));
      return { map: next, label: 'Remove', added: [] };
    default:
      throw new HostError('refused', 'The fake host does not know this edit.');
  }
}

function insertBehind(map: FakeMap, cards: FakeMap['cards'], after: string | null): void {
  const at = after === null ? 0 : map.cards.findIndex((card) => card.id === after) + 1;
  map.cards.splice(at, 0, ...cards);
}
