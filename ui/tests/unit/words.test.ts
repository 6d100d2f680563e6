import { expect, test } from 'vitest';
import { keyOf } from '../../src/actions/keys';
import { when } from '../../src/i18n';
import { levelText } from '../../src/tools/level';

test('times are said as people say them', () => {
  const now = Date.UTC(2026, 2, 20, 12);
  expect(when(now - 20_000, now)).toBe('Just now');
  expect(when(now - 5 * 60_000, now)).toBe('5 minutes ago');
  expect(when(now - 26 * 3_600_000, now)).toBe('Yesterday');
  expect(when(Date.UTC(2026, 2, 1, 12), now)).toBe('1 March 2026');
});

test('values of the emotion scale have a real minus and no idle decimals', () => {
  expect([-20, -5, 0, 7, 10].map(levelText)).toEqual(['−2', '−0.5', '0', '+0.7', '+1']);
});

test('keys are named alike whatever the case of the letter', () => {
  const plain = { altKey: false, shiftKey: false, ctrlKey: false, metaKey: false };
  expect(keyOf({ ...plain, key: 'z', ctrlKey: true })).toBe('Mod+Z');
  expect(keyOf({ ...plain, key: 'Z', ctrlKey: true, shiftKey: true })).toBe('Shift+Mod+Z');
  expect(keyOf({ ...plain, key: 'ArrowLeft', altKey: true })).toBe('Alt+ArrowLeft');
});
