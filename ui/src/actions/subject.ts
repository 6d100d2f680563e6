import type { CanvasSession } from '../canvas/canvas_session.svelte';
import type { Role } from '../host';

/** What is selected, as actions see it: records of one role, or a mixture. */
export type Subject = {
  role:
    | Extract<Role, 'card' | 'score' | 'stage' | 'step' | 'lane' | 'separator' | 'note' | 'persona' | 'link'>
    | 'mixed';
  ids: readonly string[];
};

const ROLES = ['card', 'score', 'stage', 'step', 'lane', 'separator', 'note', 'persona', 'link'] as const;

/** What is selected; null where nothing is that something can be done to. */
export function subjectOf({ map }: CanvasSession): Subject | null {
  const ids: string[] = [];
  const roles = new Set<Subject['role']>();
  for (const id of map.selection) {
    const role = ROLES.find((other) => other === map.mirror.get(id)?.role);
    if (!role) continue;
    ids.push(id);
    roles.add(role);
  }
  const [role] = roles;
  if (role === undefined) return null;
  return { role: roles.size > 1 ? 'mixed' : role, ids };
}

/** Whether records of one of these roles are selected, and nothing else. */
export function selects(session: CanvasSession, ...roles: Subject['role'][]): boolean {
  const subject = subjectOf(session);
  return subject !== null && roles.includes(subject.role);
}

/** The selected record, where it is the only one and of one of these roles. */
export function only(session: CanvasSession, ...roles: Subject['role'][]): string | null {
  const subject = subjectOf(session);
  return subject?.ids.length === 1 && roles.includes(subject.role) ? (subject.ids[0] ?? null) : null;
}

/** The kind of the lane that a card lies in, or null. */
export function laneKindOf({ map }: CanvasSession, card: string): string | null {
  return map.outline.lanes[map.mirror.get(card)?.cell?.row ?? -1]?.kind ?? null;
}
