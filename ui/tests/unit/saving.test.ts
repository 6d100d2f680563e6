import { expect, test } from 'vitest';
import type { EditReply, Host, OpenedMap, SaveReport, SaveState } from '../../src/host';
import { OpenMap } from '../../src/mirror/open_map.svelte';

const report = (number: number, kind: 'saved' | 'saving' = 'saved'): SaveReport => ({ number, state: { kind } });
const full: SaveState = { kind: 'notSaved', code: 'diskFull', message: 'The disk is full.' };
const outline = { stages: [], steps: [], lanes: [], hidden: [], personas: [] };

const opened = (revision: number, saved: SaveReport): OpenedMap => ({
  map: 'map_1',
  revision,
  scene: {
    width: 100,
    height: 100,
    paper: '#fff',
    grid: { x: 0, y: 0, width: 100, height: 100 },
    theme: 'calm',
    language: 'en',
    title: 'A map',
    nodes: [],
  },
  history: { undo: null, redo: null },
  saved,
  outline,
});

const answer = (revision: number, saved: SaveReport): EditReply => ({
  revision,
  patch: { removed: [], updated: [], shifts: [], placed: [], sheet: null },
  history: { undo: 'Rename', redo: null },
  selection: [],
  added: [],
  title: 'A map',
  notices: [],
  outline,
  saved,
});

/** An open map whose edits are answered one by one, by hand. */
function work() {
  const waiting: ((reply: EditReply) => void)[] = [];
  const host = {
    applyEdit: () => new Promise<EditReply>((done) => waiting.push(done)),
    openMap: async () => opened(9, report(0)),
  } as unknown as Host;
  const map = new OpenMap(host, opened(1, report(4)), () => undefined);
  const edit = () => map.edit({ type: 'updateMap', fields: { title: 'A map' } });
  const answered = async (reply: EditReply) => {
    while (waiting.length === 0) await Promise.resolve();
    waiting.shift()?.(reply);
  };
  return { map, edit, answer: answered };
}

test('an answer that overtakes the writer does not show what is being written as saved', async () => {
  const { map, edit, answer: reply } = work();
  const made = edit();
  expect(map.saved.kind).toBe('saving');
  await reply(answer(2, report(5, 'saving')));
  await made;
  expect(map.saved.kind).toBe('saving');
  // The same state again, by the other way, and then the next one.
  map.heard(report(5, 'saving'));
  expect(map.saved.kind).toBe('saving');
  map.heard(report(6));
  expect(map.saved.kind).toBe('saved');
});

test('a commit that is faster than the answer counts', async () => {
  const { map, edit, answer: reply } = work();
  const made = edit();
  map.heard(report(5, 'saving'));
  map.heard(report(6));
  // On the disk, but its picture is not on the screen yet.
  expect(map.saved.kind).toBe('saving');
  await reply(answer(2, report(5, 'saving')));
  await made;
  expect(map.saved.kind).toBe('saved');
});

test('the word of an edit is not that of the one before it', async () => {
  const { map, edit, answer: reply } = work();
  const [first, second] = [edit(), edit()];
  await reply(answer(2, report(5, 'saving')));
  await first;
  map.heard(report(6));
  expect(map.saved.kind).toBe('saving');
  await reply(answer(3, report(7, 'saving')));
  await second;
  expect(map.saved.kind).toBe('saving');
  map.heard(report(8));
  expect(map.saved.kind).toBe('saved');
});

test('an old report does not hide that the disk is full, nor that there is room again', async () => {
  const { map, edit, answer: reply } = work();
  const made = edit();
  map.heard({ number: 6, state: full });
  // Said at once, even while edits are under way.
  expect(map.saved).toEqual(full);
  await reply(answer(2, report(5, 'saving')));
  await made;
  expect(map.saved).toEqual(full);
  map.heard(report(8));
  map.heard({ number: 7, state: full });
  expect(map.saved.kind).toBe('saved');
});

test('the whole map that is asked for after a missed revision brings no older word', async () => {
  const { map, edit, answer: reply } = work();
  const made = edit();
  map.heard({ number: 6, state: full });
  // Revision 9 is not the next one, and the whole map says number 0.
  await reply(answer(9, report(5, 'saving')));
  await made;
  expect(map.revision).toBe(9);
  expect(map.saved).toEqual(full);
});
