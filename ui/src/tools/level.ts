import type { OpenMap } from '../mirror/open_map.svelte';

/** A value of the emotion scale as people write it: “+1.5”, “0”, “−0.5”. */
export function levelText(tenths: number): string {
  const value = Math.abs(tenths) / 10;
  if (tenths === 0) return '0';
  return `${tenths > 0 ? '+' : '−'}${value}`;
}

/** The ends of the scale, in tenths. */
export const LOWEST = -20;
export const HIGHEST = 20;

export function clampLevel(tenths: number): number {
  return Math.max(LOWEST, Math.min(HIGHEST, tenths));
}

/** The value of a point, in tenths, and whose it is. */
export async function readScore(map: OpenMap, score: string): Promise<{ tenths: number; persona: string | null }> {
  const [tenths, persona] = await Promise.all([map.fieldText(score, 'tenths'), map.fieldText(score, 'persona')]);
  return { tenths: Number(tenths) || 0, persona: persona || null };
}
