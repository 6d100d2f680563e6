import { expect, test } from 'vitest';
import type { WireNode, WireScene } from '../../src/host';
import { nightColour, nightNode } from '../../src/mirror/night';
import { SceneMirror } from '../../src/mirror/scene';

const PAPER = '#FFFFFF';

function channels(colour: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255) as [number, number, number];
}

function contrast(one: string, other: string): number {
  const [light, dark] = [one, other]
    .map((colour) => {
      const [r, g, b] = channels(colour).map((part) =>
        part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * (r as number) + 0.7152 * (g as number) + 0.0722 * (b as number);
    })
    .sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The channel that leads, and the one that is behind: what one sees as a hue. */
function hue(colour: string): string {
  const parts = channels(colour);
  return `${parts.indexOf(Math.max(...parts))} ${parts.indexOf(Math.min(...parts))}`;
}

function node(fragment: string): WireNode {
  return { id: 'a', role: 'card', x: 0, y: 0, width: 9, height: 9, label: '', cell: null, edit: null, fragment };
}

// Grounds of the sheet with the texts on them, as the calm theme has them.
const PAIRS = [
  [PAPER, '#1F2430'],
  [PAPER, '#5B6472'],
  ['#DDF0EE', '#0F5E59'],
  ['#E3EAFB', '#2B4A9B'],
  ['#EEE6FA', '#5B3A9E'],
  ['#FCEBDD', '#8A4A14'],
  ['#EEF3FE', '#233B7A'],
  ['#FFF9E8', '#5C4A12'],
  ['#FDEEEE', '#8B1E1E'],
  ['#EAF6EE', '#155A33'],
  ['#F3F2EF', '#3C4048'],
] as const;

test.each(PAIRS)('on %s in the dark, %s can be read and keeps its hue', (ground, text) => {
  expect(contrast(nightColour(ground), nightColour(text))).toBeGreaterThan(4.5);
  expect(contrast(nightColour(ground), '#000000')).toBeLessThan(2);
  if (ground !== PAPER && ground !== '#F3F2EF') expect(hue(nightColour(text))).toBe(hue(text));
});

test('only the colours of paint are turned, not words and not references', () => {
  const fragment = '<path fill="url(#a1b2c3)" stroke="#fff"/><text fill="#1F2430">Order #123456</text>';
  expect(nightNode(node(fragment)).fragment).toBe(
    `<path fill="url(#a1b2c3)" stroke="${nightColour('#ffffff')}"/><text fill="${nightColour('#1F2430')}">Order #123456</text>`,
  );
});

test('what arrives later is as dark as what was there', () => {
  const scene = {
    width: 10,
    height: 10,
    paper: PAPER,
    grid: { x: 0, y: 0, width: 10, height: 10 },
    theme: 'calm',
    language: 'en',
    title: '',
    nodes: [node('<path fill="#ffffff"/>')],
  } satisfies WireScene;
  const mirror = SceneMirror.of(scene, true).copy();
  expect(mirror.paper).toBe(nightColour(PAPER));
  const dark = `<path fill="${nightColour('#ffffff')}"/>`;
  expect(mirror.get('a')?.fragment).toBe(dark);
  mirror.apply({ removed: [], updated: [node('<path fill="#ffffff" />')], shifts: [], placed: [], sheet: null });
  expect(mirror.get('a')?.fragment).toBe(dark.replace('/>', ' />'));
});
