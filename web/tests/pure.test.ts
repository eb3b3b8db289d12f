import { describe, expect, test } from 'vitest';
import german from '../messages/de.json';
import english from '../messages/en.json';
import { encode, nextOf } from '../src/api/client';
import { wordAt } from '../src/compose/complete';
import { lengthOf } from '../src/compose/count';
import { quieter } from '../src/compose/opening';
import { shareOf } from '../src/status/poll';
import { filterFor } from '../src/status/card';
import { match } from '../src/shell/router';
import { rangeOf } from '../src/ui/endless';
import { ago } from '../src/words/amounts';
import { format } from '../src/words/words';
import type { Poll, Status } from '../src/api/entities';

describe('counting', () => {
  test('counts what a reader sees as one character as one', () => expect(lengthOf('a👩‍👩‍👧‍👦é')).toBe(3));
  test('counts an address as the server does', () => expect(lengthOf('https://example.org/a/very/long/path?with=things to')).toBe(23 + 3));
  test('leaves the server out of a mention', () => expect(lengthOf('@ann@far.example hi')).toBe('@ann hi'.length));
});

describe('messages', () => {
  test('fill in values and plurals', () => {
    expect(format('Hi {name}, {count, plural, one {# post} other {# posts}}', { name: 'Ann', count: 1 })).toBe('Hi Ann, 1 post');
    expect(format('{count, plural, one {# post} other {# posts}}', { count: 1200 })).toBe('1,200 posts');
    expect(format('{count, plural, one {} other {# of {name}}}', { count: 2, name: 'Ann' })).toBe('2 of Ann');
  });
  test('are complete in German, with the same values', () => {
    const values = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].filter((name) => /^[a-z]+$/.test(name!) && new RegExp(`\\{${name}[,}]`).test(text)).sort();
    expect(Object.keys(german)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(english)) {
      const names = values(text).filter((name) => text.includes(`{${name}}`) || text.includes(`{${name},`));
      for (const name of names) if (/^(count|name|when|who|query|title|host|provider|number|at|shown)$/.test(name!)) expect((german as Record<string, string>)[key], key).toContain(`{${name}`);
    }
  });
});

describe('the list that is only partly there', () => {
  const heights = Array.from({ length: 3000 }, () => 100);
  test('shows what is near the window and keeps the height of the rest', () => {
    const range = rangeOf(heights, 50_000, 51_000);
    expect(range.last - range.first).toBeLessThan(15);
    expect(range.before + range.after + (range.last - range.first) * 100).toBe(300_000);
  });
  test('begins at the top and ends at the end', () => {
    expect(rangeOf(heights, -500, 1000)).toMatchObject({ first: 0, last: 10, before: 0 });
    expect(rangeOf(heights, 299_500, 310_000)).toMatchObject({ last: 3000, after: 0 });
    expect(rangeOf([], 0, 100)).toEqual({ first: 0, last: 0, before: 0, after: 0 });
  });
});

describe('small decisions', () => {
  test('a Link header names the next page', () => {
    expect(nextOf('<https://a.example/api/v1/bookmarks?limit=20&max_id=55>; rel="next", <https://a.example/x?min_id=9>; rel="prev"')).toEqual({ max_id: '55' });
    expect(nextOf('<https://a.example/x?min_id=9>; rel="prev"')).toBeUndefined();
    expect(nextOf(null)).toBeUndefined();
  });
  test('arrays become repeated keys, and nothing becomes nothing', () => expect(encode({ id: ['1', '2'], q: undefined, on: true }).toString()).toBe('id%5B%5D=1&id%5B%5D=2&on=true'));
  test('addresses find their view', () => {
    expect(match('/@:acct/:id', '/@ann@b.example/12')).toEqual({ acct: 'ann@b.example', id: '12' });
    expect(match('/@:acct', '/lists')).toBeNull();
    expect(match('/lists/:id', '/lists/')).toBeNull();
  });
  test('an answer is never louder than what it answers', () => {
    expect(quieter('public', 'unlisted')).toBe('unlisted');
    expect(quieter('direct', 'public')).toBe('direct');
  });
  test('the word before the cursor is completed, and nothing else', () => {
    expect(wordAt('Hi @an', 6)).toEqual({ kind: '@', text: 'an', from: 3, to: 6 });
    expect(wordAt('mail@example', 12)).toBeNull();
    expect(wordAt('so :sm', 6)?.kind).toBe(':');
    expect(wordAt('10:30', 5)).toBeNull();
  });
  test('shares of a poll are of its voters', () => {
    expect(shareOf({ voters_count: 4, votes_count: 8 } as Poll, 2)).toBe(50);
    expect(shareOf({ voters_count: null, votes_count: 0 } as Poll, 0)).toBe(0);
  });
  test('a filter that hides wins over one that warns, only where it is meant', () => {
    const result = (action: string, where: string) => ({ filter: { id: '1', title: action, context: [where], expires_at: null, filter_action: action }, keyword_matches: [], status_matches: null });
    const status = { filtered: [result('warn', 'home'), result('hide', 'home'), result('hide', 'thread')] } as unknown as Status;
    expect(filterFor(status, 'home').action).toBe('hide');
    expect(filterFor({ filtered: [result('warn', 'home')] } as unknown as Status, 'thread').action).toBeNull();
  });
  test('times are short', () => {
    const now = Date.parse('2026-05-05T12:00:00Z');
    expect(ago('2026-05-05T11:55:00Z', now)).toBe('5m');
    expect(ago('2026-05-03T11:00:00Z', now)).toBe('2d');
    expect(ago('2024-05-03T11:00:00Z', now)).toContain('2024');
  });
});
