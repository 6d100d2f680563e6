import { expect, test } from 'vitest';
import type { WalkStop } from '../../src/host';
import { plainText, runsOf } from '../../src/walk/inline';
import { lowest, meanOf, stageMeans, toneOf } from '../../src/walk/results';

const marks = (text: string) =>
  runsOf(text).map(({ text, bold, italic }) => `${bold ? 'b' : ''}${italic ? 'i' : ''}:${text}`);

test('texts of cards are set bold and italic, and nothing else', () => {
  expect(marks('plain')).toEqual([':plain']);
  expect(marks('Pay **now** or _later_')).toEqual([':Pay ', 'b:now', ': or ', 'i:later']);
  expect(marks('**all of *it* here**')).toEqual(['b:all of ', 'bi:it', 'b: here']);
  expect(marks('2 * 3 * 4, snake_case_name')).toEqual([':2 * 3 * 4, snake_case_name']);
  expect(marks('\\*as it is\\*')).toEqual([':*as it is*']);
  expect(marks('See [our page](https://example.org/a_b_c)')).toEqual([':See our page']);
  expect(marks('<b onclick="x()">no</b>')).toEqual([':<b onclick="x()">no</b>']);
  expect(plainText('One\n- **two**')).toBe('One • two');
  expect(runsOf('')).toEqual([]);
});

const stop = (card: string, stage: string): WalkStop => ({
  card,
  text: card,
  picture: null,
  channel: '',
  action: '',
  lane: '',
  stage,
  stageTitle: stage.toUpperCase(),
  step: '',
  stepTitle: '',
});
const stops = [stop('1', 'a'), stop('2', 'a'), stop('3', 'b'), stop('4', 'c')];
const rating = (card: string, points?: number) => ({ id: card, round: 'r', card, points: points ?? null });

test('means count the points of a stage, and stages without any have none', () => {
  const means = stageMeans(stops, [rating('1', 4), rating('2', 7), rating('3'), rating('4', 0), rating('gone', 9)]);
  expect(means.map(({ title, mean }) => [title, mean])).toEqual([
    ['A', 5.5],
    ['B', null],
    ['C', 0],
  ]);
  expect(meanOf([])).toBeNull();
});

test('the lowest stops come worst first, and equals as one meets them', () => {
  const worst = lowest(stops, [rating('4', 2), rating('3', 2), rating('2', 9), rating('1')], 2);
  expect(worst.map(({ stop, points }) => [stop.card, points])).toEqual([
    ['3', 2],
    ['4', 2],
  ]);
  expect(lowest(stops, [rating('4', 7), rating('3', 6)], 2).map(({ stop }) => stop.card)).toEqual(['3']);
  expect([0, 3, 4, 6, 7, 10].map(toneOf)).toEqual(['pain', 'pain', 'thought', 'thought', 'solution', 'solution']);
});
