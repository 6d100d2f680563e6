import type { CanvasSession } from '../canvas/canvas_session.svelte';
import { type Subject, subjectOf } from './subject';

/** Ids of actions in groups; “evidence” stands for the three kinds of it. */
export type Groups = readonly (readonly string[])[];

const BARS: Record<Subject['role'], Groups> = {
  card: [
    ['edit', 'add-solution', 'link', 'evidence', 'star'],
    ['duplicate', 'remove'],
  ],
  score: [['edit', 'star'], ['remove']],
  stage: [
    ['edit', 'add-step', 'split-stage'],
    ['duplicate', 'remove'],
  ],
  step: [
    ['edit', 'add-step', 'split-stage', 'link'],
    ['duplicate', 'remove'],
  ],
  lane: [
    ['edit', 'collapse-lane', 'hide-lane'],
    ['duplicate', 'remove'],
  ],
  separator: [
    ['edit', 'hide-lane'],
    ['duplicate', 'remove'],
  ],
  note: [['edit'], ['duplicate', 'remove']],
  persona: [['edit'], ['remove']],
  link: [['edit'], ['remove']],
  mixed: [['duplicate', 'remove']],
};

const CLIPBOARD = ['cut', 'copy', 'copy-picture', 'paste', 'duplicate'] as const;

const MENUS: Record<Subject['role'], Groups> = {
  card: [
    ['edit', 'add-below', 'add-solution', 'link'],
    ['evidence-observed', 'evidence-assumed', 'evidence-proposed', 'star'],
    CLIPBOARD,

    ['remove'],
  ],
  score: [['edit', 'raise', 'lower', 'star'], ['remove']],
  stage: [['edit', 'add-step', 'add-stage', 'split-stage'], CLIPBOARD, ['remove']],
  step: [['edit', 'add-step', 'split-stage', 'link'], CLIPBOARD, ['remove']],
  lane: [['edit', 'collapse-lane', 'hide-lane', 'add-lane'], CLIPBOARD, ['remove']],
  separator: [['edit', 'hide-lane', 'add-lane'], CLIPBOARD, ['remove']],
  note: [['edit'], CLIPBOARD, ['remove']],
  persona: [['edit'], ['remove']],
  link: [['edit'], ['remove']],
  mixed: [CLIPBOARD, ['star'], ['remove']],
};

const NOTHING: Groups = [
  ['add-here', 'paste'],
  ['add-stage', 'add-step', 'add-lane', 'add-note', 'add-persona'],
  ['select-all', 'copy-picture', 'fit', 'zoom-100'],
];

/** What the bar above the selection offers; null where nothing is selected. */
export function barOf(session: CanvasSession): Groups | null {
  const subject = subjectOf(session);
  return subject && BARS[subject.role];
}

/** What the menu of the selection offers, or that of the map where nothing is selected. */
export function menuOf(session: CanvasSession): Groups {
  const subject = subjectOf(session);
  return subject ? MENUS[subject.role] : NOTHING;
}
