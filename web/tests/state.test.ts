import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Params } from '../src/api/client';
import type { Status } from '../src/api/entities';

const status = (id: string, more: Partial<Status> = {}) => ({ id, account: { id: 'a', acct: 'ann' }, favourites_count: 2, reblogs_count: 0, favourited: false, reblog: null, quote: null, in_reply_to_id: null, ...more }) as unknown as Status;

describe('deeds', () => {
  beforeEach(() => vi.resetModules());
  async function set(answer: () => Promise<Response>) {
    vi.stubGlobal('fetch', vi.fn(answer));
    const { startSession } = await import('../src/session/session');
    startSession();
    return { ...(await import('../src/state/statuses')), ...(await import('../src/state/deeds')) };
  }

  test('show at once and are taken back when the server refuses', async () => {
    let refuse!: (response: Response) => void;
    const { keep, statusOf, toggle } = await set(() => new Promise((done) => { refuse = done; }));
    keep(status('1'));
    const done = toggle('1', 'favourite');
    expect(statusOf('1').value).toMatchObject({ favourited: true, favourites_count: 3 });
    await vi.waitFor(() => expect(refuse).toBeDefined());
    refuse(new Response('{"error":"no"}', { status: 403 }));
    await done;
    expect(statusOf('1').value).toMatchObject({ favourited: false, favourites_count: 2 });
  });

  test('pressed twice end where they began', async () => {
    const asked: string[] = [];
    const { keep, statusOf, toggle } = await set(() => Promise.resolve(new Response(JSON.stringify(status('1', { favourited: asked.push('x') === 1, favourites_count: asked.length === 1 ? 3 : 2 })), { status: 200 })));
    keep(status('1'));
    await Promise.all([toggle('1', 'favourite'), toggle('1', 'favourite')]);
    expect(asked.length).toBe(2);
    expect(statusOf('1').value).toMatchObject({ favourited: false, favourites_count: 2 });
  });
});

describe('feeds', () => {
  test('gather what is new and repeat nothing', async () => {
    const { Feed } = await import('../src/state/feed');
    const pages = [{ items: ['3', '2'], next: { max_id: '2' } }, { items: ['2', '1'] }];
    const feed = new Feed<string>(() => Promise.resolve(pages.shift()!), (id) => id);
    await feed.more();
    feed.add('4');
    feed.add('4');
    feed.add('3');
    expect([feed.items.value, feed.fresh.value]).toEqual([['3', '2'], ['4']]);
    feed.show();
    await feed.more();
    await feed.more();
    expect(feed.items.value).toEqual(['4', '3', '2', '1']);
    expect(feed.state.value).toBe('end');
    feed.remove('3');
    expect(feed.items.value).toEqual(['4', '2', '1']);
  });
  test('show what one has written oneself, also when the stream was quicker', async () => {
    const { Feed } = await import('../src/state/feed');
    const feed = new Feed<string>(() => Promise.resolve({ items: ['1'] }), (id) => id);
    await feed.more();
    feed.add('2');
    feed.add('3');
    feed.add('2', true);
    expect([feed.items.value, feed.fresh.value]).toEqual([['2', '1'], ['3']]);
  });

  describe('after an outage', () => {
    /** A server with so many posts, of which the list has the oldest. */
    async function behind(missed: number) {
      const { Feed } = await import('../src/state/feed');
      const all = Array.from({ length: missed + 3 }, (_, at) => String(1000 + missed + 3 - at));
      const asked: Params[] = [];
      const feed = new Feed<string>((query) => {
        asked.push(query);
        const older = all.filter((id) => (!query.max_id || id < query.max_id) && (!query.since_id || id > query.since_id));
        const items = asked.length === 1 ? all.slice(missed) : older.slice(0, Number(query.limit ?? 20));
        return Promise.resolve({ items, next: { max_id: items.at(-1)! } });
      }, (id) => id);
      await feed.more();
      return { feed, all, asked };
    }

    test('bring all that was missed, also when newer ones were quicker', async () => {
      const { feed, all, asked } = await behind(100);
      const since = feed.newest();
      feed.add('2000'); // the stream is back already
      await feed.catchUp(since);
      expect(asked.length).toBe(1 + 3);
      feed.show();
      expect(feed.items.value).toEqual(['2000', ...all]);
    });

    test('bring several pages, newest first', async () => {
      const { feed, all } = await behind(100);
      await feed.catchUp();
      expect(feed.fresh.value).toEqual(all.slice(0, 100));
      feed.show();
      expect(feed.items.value).toEqual(all);
    });

    test('begin anew rather than leave a hole', async () => {
      const { feed, all } = await behind(500);
      const upTo = await feed.catchUp();
      expect(feed.fresh.value.length).toBe(200);
      feed.show();
      await vi.waitFor(() => expect(feed.items.value).toEqual(all.slice(0, 20)));
      // Asked once more, nothing older comes back as new.
      expect(upTo).toBe(all[0]);
      await feed.catchUp(upTo);
      expect(feed.fresh.value).toEqual([]);
      await feed.more();
      expect(feed.items.value).toEqual(all.slice(0, 40));
    });
  });

  test('say what went wrong and try again', async () => {
    const { Feed } = await import('../src/state/feed');
    const { Problem } = await import('../src/api/problem');
    let works = false;
    const feed = new Feed<string>(() => (works ? Promise.resolve({ items: ['1'] }) : Promise.reject(new Problem(503, 'busy'))), (id) => id);
    await feed.more();
    expect([feed.state.value, feed.failure.value?.status]).toEqual(['failed', 503]);
    works = true;
    await feed.more();
    expect(feed.items.value).toEqual(['1']);
  });
});

describe('threads', () => {
  test('are the tree they are', async () => {
    const { keep } = await import('../src/state/statuses');
    const { branches, sizeOf } = await import('../src/thread/thread_state');
    for (const [id, parent] of [['2', '1'], ['3', '2'], ['4', '1'], ['5', '99']] as const) keep(status(id, { in_reply_to_id: parent }));
    const tree = branches('1', ['2', '3', '4', '5']);
    expect(tree.map((one) => one.id)).toEqual(['2', '4', '5']);
    expect(sizeOf(tree[0]!)).toBe(2);
  });
});
