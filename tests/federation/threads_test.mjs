// A thread over three servers: whoever opens it on one of them gets to see all of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from './drive/eventually.mjs';
import { Server } from './drive/server.mjs';

const replies = Number(process.env.REPLIES ?? 80);
const soonest = 40;

describe('threads', { timeout: 600_000 }, () => {
  let servers, ann, bob, cat, eve;
  const nodes = [];  // the root, then its replies: {uri, home}
  /** Lines that a server logged since then; they begin with their time. */
  const logged = (server, since) => readFileSync(join(server.dir, 'server.log'), 'utf8').split('\n').filter((line) => line >= since);

  before(async () => {
    servers = await Promise.all(['ours', 'second', 'third'].map((name) => Server.start(name)));
    [ann, bob, cat] = [await servers[0].person('ann'), await servers[1].person('bob'), await servers[2].person('cat')];
    eve = await servers[0].person('eve');
    nodes.push({ uri: (await bob.write('Where is everybody?')).uri, home: servers[1] });
    let random = 7;
    for (let i = 1; i <= replies; ++i) {
      random = (random * 48_271) % 2_147_483_647;
      const parent = nodes[random % nodes.length], who = [bob, cat, bob, cat, ann][i % 5];
      const known = await eventually('the parent', () => who.find(parent.uri, 'statuses'));
      const reply = await who.write(`number ${i}`, { in_reply_to_id: known.id });
      nodes.push({ uri: reply.uri, home: who.server });
    }
  });
  after(() => Promise.all(servers?.map((server) => server.stop()) ?? []));

  /** Servers still look for the parents of what they were sent; that is no request of whoever opens the thread. */
  const quiet = () => eventually('nobody looks for parents', async () => {
    const texts = await Promise.all(servers.map(async (server) => (await fetch(`${server.base}/metrics`)).text()));
    return texts.every((text) => !/^dunlin_jobs\{[^}]*kind="(fetch_parent|receive|deliver|broadcast)"[^}]*state="(waiting|running|delayed)"[^}]*\} [1-9]/m.test(text));
  }, 30_000);
  const open = async (id, headers = {}) => {
    const answer = await fetch(`${servers[0].base}/api/v1/statuses/${id}/context`, { headers: { authorization: `Bearer ${eve.token}`, ...headers } });
    return { refresh: /id="([^"]+)"/.exec(answer.headers.get('mastodon-async-refresh') ?? '')?.[1], thread: await answer.json() };
  };

  test('opening it shows every reply of every server, and asks for none twice', async () => {
    const root = await eve.find(nodes[0].uri, 'statuses');
    const anonymous = await fetch(`${servers[0].base}/api/v1/statuses/${root.id}/context`);
    assert.equal(anonymous.headers.get('mastodon-async-refresh'), null, 'strangers cause no requests');
    await quiet();
    const since = new Date().toISOString();
    const began = performance.now();
    const first = await open(root.id);
    const known = first.thread.descendants.length;
    assert.ok(first.refresh, 'the app is told that more is coming');
    assert.ok(known < replies, `${known} of ${replies} are here already`);
    const again = { 'mastodon-async-refresh-id': first.refresh };
    let early;
    const all = await eventually('the whole thread', async () => {
      const { thread } = await open(root.id, again);
      if (thread.descendants.length >= Math.min(known + soonest, replies)) early ??= performance.now() - began;
      return thread.descendants.length === replies && thread.descendants;
    }, 30_000);
    console.log(`${known} of ${replies} were here; ${soonest} more after ${early.toFixed(0)} ms, all after ${(performance.now() - began).toFixed(0)} ms`);
    assert.deepEqual(all.map((status) => status.uri).toSorted(), nodes.slice(1).map((node) => node.uri).toSorted());
    const { async_refresh: work } = await eventually('the end of the work', async () => {
      const found = await eve.get(`/api/v1_alpha/async_refreshes/${first.refresh}`);
      return found.async_refresh.status === 'finished' && found;
    });
    assert.ok(work.result_count >= replies - known, `${work.result_count} were fetched`);
    for (const server of servers.slice(1)) {
      const asked = logged(server, since);
      for (const { uri, home } of nodes.filter((node) => node.home === server)) {
        const requests = asked.filter((line) => line.includes(`GET ${new URL(uri).pathname} `));
        assert.ok(requests.length <= 1, `${home.name} was asked more than once:\n${requests.join('\n')}`);
      }
    }
    assert.deepEqual(await eve.get('/api/v1/notifications'), [], 'and nobody is told of old posts');
  });

  test('opening it again at once asks nobody', async () => {
    const root = await eve.find(nodes[0].uri, 'statuses');
    const since = new Date().toISOString();
    assert.equal((await open(root.id)).refresh, undefined);
    assert.equal((await open(root.id)).thread.descendants.length, replies);
    for (const server of servers.slice(1)) assert.deepEqual(logged(server, since).filter((line) => line.includes('/statuses/')), []);
  });

  test('a server lists what it knows of a thread', async () => {
    const note = await (await fetch(nodes[0].uri, { headers: { accept: 'application/activity+json' } })).json();
    const context = await (await fetch(note.context, { headers: { accept: 'application/activity+json' } })).json();
    assert.equal(context.type, 'Collection');
    assert.ok(context.first.items.includes(nodes[0].uri));
  });
});
