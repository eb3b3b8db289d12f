// What was acknowledged is there afterwards and still gets delivered: 300 posts, 8 at a time, while the server is
// killed three times and its PostgreSQL crashes once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../drive/eventually.mjs';
import { Server } from '../drive/server.mjs';

const posts = 300;
const atOnce = 8;
const killAfter = [60, 140, 220];  // acknowledged posts
const crashPostgresAfter = 180;

describe('nothing that was acknowledged is lost', { timeout: 240_000 }, () => {
  let here, there, alice, bob;

  before(async () => {
    [here, there] = await Promise.all([Server.start('crash-here'), Server.start('crash-there')]);
    alice = await here.person('alice');
    bob = await there.person('bob');
    await bob.follow(alice);
  });
  after(() => Promise.all([here?.stop(), there?.stop()]));

  test('while the server and its database are killed', async (t) => {
    const texts = Array.from({ length: posts }, (_, at) => `Post number ${at} of the crash test`);
    const keys = texts.map(() => randomUUID());
    const acknowledged = new Map();  // post number → status
    let next = 0, refusals = 0;
    const disasters = [];
    let pending = [...killAfter.map((after) => ({ after, what: 'kill' })), { after: crashPostgresAfter, what: 'postgres' }].sort((a, b) => a.after - b.after);
    let healing = Promise.resolve();

    function disaster() {
      if (pending.length === 0 || acknowledged.size < pending[0].after) return;
      const { what } = pending.shift();
      disasters.push(what);
      healing = healing.then(async () => {
        if (what === 'postgres') return here.restartPostgres();
        const how = await here.end('SIGKILL');
        assert.equal(how, 'SIGKILL');
        await here.serve();
      });
    }

    async function writer() {
      while (next < posts) {
        const at = next++;
        // The same post with the same key until it is acknowledged, as apps do.
        await eventually(`post ${at} is acknowledged`, async () => {
          try {
            acknowledged.set(at, await alice.post('/api/v1/statuses', { status: texts[at] }, { 'idempotency-key': keys[at] }));
            return true;
          } catch (error) {
            ++refusals;
            if (error.status && error.status < 500) throw Object.assign(error, { final: true });
            return false;
          }
        }, 60_000);
        disaster();
      }
    }
    await Promise.all(Array.from({ length: atOnce }, writer));
    await healing;
    assert.equal(acknowledged.size, posts);
    assert.deepEqual(disasters.filter((what) => what === 'kill').length, 3);
    assert.deepEqual(disasters.filter((what) => what === 'postgres').length, 1);
    t.diagnostic(`${refusals} calls failed on the way and were repeated`);

    await eventually('the server is well again', async () => (await fetch(`${here.base}/ready`)).status === 200);
    for (let at = 0; at < posts; at += 7) {
      const again = await alice.post('/api/v1/statuses', { status: texts[at] }, { 'idempotency-key': keys[at] });
      assert.equal(again.id, acknowledged.get(at).id, `post ${at} repeated with its key is the same`);
    }

    const own = await allOf(alice, `/api/v1/accounts/${alice.id}/statuses?limit=40`);
    assert.equal(own.length, posts, 'each exists exactly once');
    assert.deepEqual(new Set(own.map((status) => status.id)), new Set([...acknowledged.values()].map((status) => status.id)));

    const wanted = new Set(own.map((status) => status.uri));
    const missing = () => allOf(bob, '/api/v1/timelines/home?limit=40').then((home) => {
      const there = home.map((status) => status.uri).filter((uri) => wanted.has(uri));
      assert.equal(new Set(there).size, there.length, 'none arrives twice');
      return wanted.size - there.length;
    });
    const begin = performance.now();
    await eventually('all of them are at the follower', async () => (await missing()) === 0, 120_000);
    t.diagnostic(`the follower had all of them ${Math.round(performance.now() - begin)} ms after the last was posted`);
  });

  test('a database that crashed and came back is noticed by nobody', async () => {
    await here.restartPostgres();
    // Every pooled connection is dead now, and each is asked once at least.
    const answers = await Promise.all(Array.from({ length: 16 }, (_, at) => alice.post('/api/v1/statuses', { status: `After the crash ${at}` })));
    assert.equal(new Set(answers.map((status) => status.id)).size, 16);
  });

  /** A whole list, page by page. */
  async function allOf(person, path) {
    const all = [];
    for (let last = ''; ;) {
      const page = await person.get(path + (last && `&max_id=${last}`));
      if (page.length === 0) return all;
      all.push(...page);
      last = page.at(-1).id;
      assert.ok(all.length < 2 * posts + 40, 'the list ends');
    }
  }
});
