import { describe, expect, test, vi } from 'vitest';
import { dayText, monthsLater, readDay } from '../../src/controls/dates';
import { Draft, flushDrafts, Unreadable } from '../../src/controls/draft.svelte';
import { matching } from '../../src/controls/suggest';
import type { LinkView } from '../../src/host';
import { HostError } from '../../src/host/host';
import { candidatesFor, relationsOf } from '../../src/inspector/links';
import { each, filled, linesOf, shared, sharedText } from '../../src/inspector/shared';
import { targetsOf } from '../../src/inspector/target.svelte';
import type { OpenMap } from '../../src/mirror/open_map.svelte';

// Outside of a window there is only the host in memory.
vi.mock('../../src/host/tauri', () => import('../../src/host/fake'));

describe('days', () => {
  test('are read however people write them', () => {
    for (const written of [
      '2026-03-12',
      '12.3.2026',
      '12/03/2026',
      '12 March 2026',
      '12 mar 2026',
      'March 12, 2026',
      ' 2026-3-12 ',
    ]) {
      expect(readDay(written, '2026-01-01'), written).toBe('2026-03-12');
    }
    expect(readDay('Today', '2026-01-01')).toBe('2026-01-01');
    for (const none of ['', 'soon', '2026-02-30', '31.4.2026', '12 Foo 2026', '12 March', '2026-13-01']) {
      expect(readDay(none, '2026-01-01'), none).toBeNull();
    }
  });

  test('are shown in words that can be read again', () => {
    for (const day of ['2026-03-12', '2024-02-29', '1999-12-31', '2026-05-01']) {
      expect(readDay(dayText(day), ''), dayText(day)).toBe(day);
    }
    expect(dayText('some day')).toBe('some day');
  });

  test('some months later are in a month that may be shorter', () => {
    expect(monthsLater('2026-01-31', 1)).toBe('2026-02-28');
    expect(monthsLater('2024-01-31', 1)).toBe('2024-02-29');
    expect(monthsLater('2026-11-15', 3)).toBe('2027-02-15');
    expect(monthsLater('2026-03-12', 24)).toBe('2028-03-12');
  });
});

describe('what several records share', () => {
  test('is a value, or mixed', () => {
    const cards = [{ owner: 'Claims' }, { owner: 'Claims' }, {}] as { owner?: string }[];
    expect(shared(cards.slice(0, 2), (card) => card.owner)).toEqual({ value: 'Claims', mixed: false });
    expect(sharedText(cards, (card) => card.owner)).toEqual({ value: '', mixed: true });
    expect(sharedText(cards.slice(2), (card) => card.owner)).toEqual({ value: '', mixed: false });
  });

  test('one change is an edit of its own, more are one undo step', () => {
    const edit = (id: string) => ({ type: 'updateStage' as const, stage: id, fields: {} });
    expect(each('Edit', ['a'], edit)).toEqual(edit('a'));
    expect(each('Edit', ['a', 'b'], edit)).toEqual({ type: 'several', label: 'Edit', edits: [edit('a'), edit('b')] });
    expect(each('Edit', ['a', 'b'], () => null)).toBeNull();
  });

  test('an object that says nothing is none', () => {
    expect(filled({ channel: 'email', action: '', control: null })).toEqual({ channel: 'email' });
    expect(filled({ channel: '', control: null })).toBeNull();
  });

  test('lines without words are left out', () => {
    expect(linesOf('one\n\n  \ntwo')).toEqual(['one', 'two']);
  });
});

test('nodes lead to their records, each once, and nothing to the map', () => {
  expect(targetsOf(['card_1', 'card_1/word', 'map/title'], 'map_7')).toEqual(['card_1', 'map_7']);
  expect(targetsOf([], 'map_7')).toEqual(['map_7']);
});

test('a link is told from each of its ends, and not at all from elsewhere', () => {
  const end = (id: string) => ({ id, sort: 'card' as const, title: id, laneKind: null });
  const links: LinkView[] = [{ id: 'link_1', kind: 'solves', label: '', from: end('cure'), to: end('pain') }];
  expect(relationsOf('pain', links)).toMatchObject([{ outgoing: false, other: { id: 'cure' } }]);
  expect(relationsOf('cure', links)).toMatchObject([{ outgoing: true, other: { id: 'pain' } }]);
  expect(relationsOf('other', links)).toEqual([]);
});

test('what begins with the typed words is offered before what holds them', () => {
  const all = ['Live chat', 'Social media', 'Mobile app'].map((label) => ({ value: label, label }));
  expect(matching(all, 'm').map(({ label }) => label)).toEqual(['Mobile app', 'Social media']);
  expect(matching(all, ' ')).toHaveLength(3);
});

describe('a draft', () => {
  /** A field of a map that takes what is sent after a moment. */
  function field(text = 'old') {
    const source = { text, sent: [] as string[], refuse: null as Error | null };
    const send = async (next: string) => {
      source.sent.push(next);
      await Promise.resolve();
      if (source.refuse) throw source.refuse;
      source.text = next;
    };
    return { source, draft: new Draft(() => ({ text: source.text, send })) };
  }

  test('sends after a rest, once', async () => {
    vi.useFakeTimers();
    const { source, draft } = field();
    for (const text of ['n', 'ne', 'new']) {
      draft.typed(text);
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(source.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(400);
    expect(source.sent).toEqual(['new']);
    vi.useRealTimers();
  });

  test('keeps what is typed while an earlier text is on its way', async () => {
    const { source, draft } = field();
    draft.typed('one');
    const sending = draft.flush();
    draft.typed('one two');
    await sending;
    expect(draft.text).toBe('one two');
    await draft.flush();
    expect(source.sent).toEqual(['one', 'one two']);
    expect(draft.open).toBe(false);
  });

  test('shows what another edit changed, unless something is being typed', () => {
    const { source, draft } = field();
    source.text = 'undone';
    expect(draft.text).toBe('undone');
    draft.typed('mine');
    source.text = 'theirs';
    expect(draft.text).toBe('mine');
  });

  test('gives way to the map where the host refuses, and stays where it cannot be read', async () => {
    const { source, draft } = field();
    source.refuse = new HostError('refused', 'Not possible.');
    draft.typed('new');
    await draft.flush();
    expect([draft.text, draft.error]).toEqual(['old', 'Not possible.']);
    source.refuse = new Unreadable('Write a number.');
    draft.typed('many');
    await draft.flush();
    expect([draft.text, draft.error]).toEqual(['many', 'Write a number.']);
    await draft.end();
    source.sent.length = 0;
    await flushDrafts();
    expect(source.sent).toEqual([]);
  });

  test('typed back to what the map has sends nothing', async () => {
    const { source, draft } = field();
    draft.typed('older');
    draft.typed('old');
    await draft.flush();
    expect([source.sent, draft.open]).toEqual([[], false]);
  });

  test('puts back what the field said at first, also after it was sent', async () => {
    const { source, draft } = field();
    draft.begin();
    draft.typed('one');
    await draft.flush();
    draft.typed('one two');
    await draft.restore();
    expect([source.text, draft.text]).toEqual(['old', 'old']);
    draft.begin();
    source.text = 'undone by another';
    await draft.restore();
    expect(source.text).toBe('undone by another');
  });

  test('everything that is typed is sent when the window asks', async () => {
    const [a, b] = [field(), field()];
    a.draft.typed('first');
    b.draft.typed('second');
    await flushDrafts();
    expect([a.source.text, b.source.text]).toEqual(['first', 'second']);
  });
});

test('cards to link to are named by their own words, in whatever language their nodes speak', async () => {
  const node = (id: string, column: number) => ({ id, role: 'card', label: 'Schmerzpunkt', cell: { row: 0, column } });
  const nodes = [node('card_far', 2), node('card_near', 1), node('card_self', 0)];
  const texts: Record<string, string> = {
    card_far: 'Far: **bold**, step by step',
    card_near: '- [Near](https://a.example)',
  };
  const map = {
    mirror: { nodes: () => nodes, get: (id: string) => nodes.find((one) => one.id === id) },
    outline: { lanes: [{ kind: 'painPoints' }], steps: [{ title: 'Eins' }, { title: 'Zwei' }, { title: 'Drei' }] },
    records: async (ids: string[]) => ({ records: ids.map((id) => ({ kind: 'card', body: { id, text: texts[id] } })) }),
  } as unknown as OpenMap;
  const found = await candidatesFor(map, 'card_self', [], () => true);
  expect(found.map(({ title, step }) => [title, step])).toEqual([
    ['Near', 'Zwei'],
    ['Far: bold, step by step', 'Drei'],
  ]);
});
