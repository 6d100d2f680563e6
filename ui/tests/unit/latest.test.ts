import { expect, test } from 'vitest';
import { Latest } from '../../src/tools/latest';

test('one at a time, and the latest wins', async () => {
  const latest = new Latest(() => undefined);
  const done: number[] = [];
  let running = 0;
  for (let turn = 0; turn < 5; turn++) {
    latest.ask(async () => {
      running++;
      expect(running).toBe(1);
      await new Promise((next) => setTimeout(next, 5));
      done.push(turn);
      running--;
    });
  }
  await latest.settled();
  expect(done).toEqual([0, 4]);
});

test('a failure is told and does not stop what waits', async () => {
  const failures: unknown[] = [];
  const latest = new Latest((error) => failures.push(error));
  let second = false;
  latest.ask(() => Promise.reject(new Error('no')));
  latest.ask(async () => {
    second = true;
  });
  await latest.settled();
  expect(failures).toHaveLength(1);
  expect(second).toBe(true);
});

test('what has not begun can be dropped', async () => {
  const latest = new Latest(() => undefined);
  let second = false;
  latest.ask(() => new Promise((next) => setTimeout(next, 5)));
  latest.ask(async () => {
    second = true;
  });
  latest.drop();
  await latest.settled();
  expect(second).toBe(false);
});
