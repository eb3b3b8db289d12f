// Streams as apps see them: the library behind Elk and Phanpy, plain WebSockets, and server-sent events.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createStreamingAPIClient } from 'masto';
import WebSocket from 'ws';
import { eventually } from '../federation/drive/eventually.mjs';
import { Server } from '../federation/drive/server.mjs';

const soon = 1000;

/** Opens a socket; keeps its frames. */
async function open(base, { token, query = {}, protocols = [] }) {
  const url = new URL('/api/v1/streaming', base.replace('http', 'ws'));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const ws = new WebSocket(url, protocols, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  const socket = { ws, frames: [], code: undefined };
  ws.on('message', (data) => socket.frames.push(JSON.parse(String(data))));
  ws.on('close', (code) => { socket.code = code; });
  await new Promise((done, failed) => { ws.on('open', done); ws.on('error', failed); });
  socket.say = (frame) => ws.send(JSON.stringify(frame));
  socket.hears = (event, test = () => true, patience = soon) =>
    eventually(`a ${event}`, () => socket.frames.find((frame) => frame.event === event && test(frame)), patience);
  return socket;
}

/** The same of server-sent events. */
async function openText(base, path, token) {
  const ended = new AbortController();
  const answer = await fetch(`${base}/api/v1/streaming/${path}`, { headers: { authorization: `Bearer ${token}` }, signal: ended.signal });
  const stream = { answer, text: '', end: () => ended.abort() };
  (async () => { for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) stream.text += piece; })().catch(() => { stream.over = true; });
  return stream;
}

describe('streams', { timeout: 120_000 }, () => {
  let server, twin, alice, bob;

  before(async () => {
    server = await Server.start('streams');
    twin = await server.twin();
    [alice, bob] = [await server.person('alice'), await server.person('bob')];
    await alice.post(`/api/v1/accounts/${bob.id}/follow`);
  });
  after(async () => {
    await twin?.end();
    await server?.stop();
  });

  test('masto subscribes, hears and unsubscribes', async () => {
    const streamingApiUrl = (await alice.get('/api/v2/instance')).configuration.urls.streaming;
    const masto = createStreamingAPIClient({ streamingApiUrl, accessToken: alice.token, implementation: WebSocket });
    const user = masto.user.subscribe(), tag = masto.hashtag.subscribe({ tag: 'live' });
    const heard = { user: [], tag: [] };
    const listen = async (stream, to) => { for await (const event of stream) to.push(event); };
    const listening = [listen(user, heard.user), listen(tag, heard.tag)];
    const status = await eventually('a post that both hear', async () => {
      // Nothing says when a subscription stands: a post that came too early is followed by another.
      const written = await bob.write('Now #live');
      const seen = (events) => events.some((one) => one.event === 'update' && one.payload.id === written.id);
      return eventually('it', () => seen(heard.user) && seen(heard.tag) && written, 500).catch(() => false);
    });
    await bob.call('DELETE', `/api/v1/statuses/${status.id}`);
    await eventually('the removal', () => heard.user.some((one) => one.event === 'delete' && one.payload === status.id), soon);
    user.unsubscribe();
    tag.unsubscribe();
    masto.close();
    await Promise.all(listening);
  });

  test('every process hears what happens in any', async () => {
    const [here, there] = [await open(server.base, { token: alice.token, query: { stream: 'user' } }), await open(twin.base, { token: alice.token, query: { stream: 'user' } })];
    const status = await bob.write('@alice from one to all');
    for (const socket of [here, there]) {
      await socket.hears('update', (frame) => JSON.parse(frame.payload).id === status.id);
      await socket.hears('notification', (frame) => JSON.parse(frame.payload).status.id === status.id);
      socket.ws.close();
    }
  });

  test('server-sent events come as they happen', async () => {
    const stream = await openText(server.base, 'public/local', alice.token);
    assert.equal(stream.answer.headers.get('content-type'), 'text/event-stream');
    await eventually('the first line', () => stream.text.startsWith(':)\n'), soon);
    const status = await bob.write('in lines');
    await eventually('the event', () => stream.text.includes(`event: update\ndata: {"filtered":[],"id":"${status.id}"`), soon);
    stream.end();
  });

  test('tokens come by header, query or subprotocol, and end with their streams', async () => {
    const by = [await open(server.base, { token: bob.token }), await open(server.base, { query: { access_token: bob.token } }), await open(server.base, { protocols: [bob.token] })];
    assert.equal(by[2].ws.protocol, bob.token);
    by.forEach((socket) => socket.ws.close());
    await assert.rejects(() => open(server.base, { query: { stream: 'public' } }), /401/);
    const carol = await server.person('carol');
    const socket = await open(server.base, { token: carol.token });
    await server.command('accounts', 'modify', 'carol', '--disable');
    await eventually('the end', () => socket.code, soon);
    assert.equal(socket.code, 1008);
  });

  test('what is no text is refused, and pings are answered', async () => {
    const socket = await open(server.base, { token: alice.token });
    const pong = new Promise((done) => { socket.ws.on('pong', done); });
    socket.ws.ping('there?');
    assert.equal(String(await pong), 'there?');
    socket.ws.send(Buffer.from([1, 2, 3]));
    await eventually('the end', () => socket.code, soon);
    assert.equal(socket.code, 1003);
    const loud = await open(server.base, { token: alice.token });
    loud.ws.on('error', () => {});
    loud.ws.send('x'.repeat(20_000));
    await eventually('the end', () => loud.code, soon);
    assert.equal(loud.code, 1009, 'too big');
  });

  test('a reader that reads nothing is dropped and delays nobody', async () => {
    const [slow, fast] = [await open(server.base, { token: alice.token }), await open(server.base, { token: alice.token })];
    // The same hashtag in many spellings: each is a stream of its own, so that one post fills a lot.
    const spelling = (bits) => [...'slowreader'].map((letter, at) => (bits >> at & 1 ? letter.toUpperCase() : letter)).join('');
    for (let bits = 0; bits < 100; ++bits) slow.say({ type: 'subscribe', stream: 'hashtag', tag: spelling(bits) });
    fast.say({ type: 'subscribe', stream: 'hashtag', tag: 'slowreader' });
    slow.ws._socket.pause();
    const text = `#slowreader ${'long '.repeat(90)}`;
    let last;
    await eventually('the slow one is gone', async () => {
      last = await bob.write(text);
      return (await metric(server, 'dunlin_streams_open')) === 1;
    }, 60_000);
    await fast.hears('update', (frame) => JSON.parse(frame.payload).id === last.id);
    fast.ws.close();
    slow.ws.terminate();
  });

  test('when Redis comes back, streams go on by themselves', async () => {
    const socket = await open(twin.base, { token: alice.token, query: { stream: 'user' } });
    await server.restartRedis();
    await eventually('an event from the other process', async () => {
      const status = await bob.write('after Redis');
      return eventually('it', () => socket.frames.find((frame) => frame.event === 'update' && JSON.parse(frame.payload).id === status.id), 500).catch(() => false);
    }, 15_000);
    assert.equal(socket.code, undefined, 'the connection stayed');
    socket.ws.close();
  });

  test('when all is killed under many open streams, nothing that was acknowledged is missing', async () => {
    const many = 100, posts = 60;
    let sockets = await Promise.all(Array.from({ length: many }, () => open(server.base, { token: alice.token, query: { stream: 'user' } })));
    const written = [];
    const writing = Promise.all(Array.from({ length: 6 }, async (_, lane) => {
      for (let i = lane; i < posts; i += 6) {
        const key = { 'idempotency-key': `under fire ${i}` };
        const status = await eventually(`post ${i}`, () => bob.post('/api/v1/statuses', { status: `under fire ${i}` }, key), 30_000);
        written.push(status.id);
      }
    }));
    const after = (count) => eventually(`${count} posts`, () => written.length >= count, 30_000);
    await after(10);
    await server.end('SIGKILL');
    await eventually('everybody notices', () => sockets.every((socket) => socket.code !== undefined));
    await server.serve();
    sockets = await Promise.all(Array.from({ length: many }, () => open(server.base, { token: alice.token, query: { stream: 'user' } })));
    await after(25);
    await server.restartRedis();
    await after(40);
    await server.restartPostgres();
    await writing;
    assert.equal(new Set(written).size, posts);
    // Whoever writes before Redis is found again is told of when its job is tried again, which is later.
    await eventually('all is there again', async () => (await (await fetch(`${server.base}/ready`)).json()).redis === 'ok');
    const last = await bob.write('the last one');
    for (const socket of sockets) await socket.hears('update', (frame) => JSON.parse(frame.payload).id === last.id, 20_000);
    assert.ok(sockets.every((socket) => socket.code === undefined), 'neither Redis nor PostgreSQL cost a connection');
    await eventually('all of them at home', async () => {
      const home = new Set();
      for (let max = '', page; ; max = `&max_id=${page.at(-1).id}`) {
        page = await alice.get(`/api/v1/timelines/home?limit=40${max}`);
        for (const { id } of page) home.add(id);
        if (page.length === 0) break;
      }
      return written.every((id) => home.has(id));
    }, 20_000);
    for (const socket of sockets) socket.ws.close();
  });

  test('a server that stops says so, and is found again', async () => {
    const socket = await open(server.base, { token: alice.token, query: { stream: 'user' } });
    await server.end();
    await eventually('the end', () => socket.code, soon);
    assert.equal(socket.code, 1001);
    await server.serve();
    const again = await open(server.base, { token: alice.token, query: { stream: 'user' } });
    const status = await bob.write('back again');
    await again.hears('update', (frame) => JSON.parse(frame.payload).id === status.id);
    again.ws.close();
  });
});

async function metric(server, name) {
  const text = await (await fetch(`${server.base}/metrics`)).text();
  return Number(text.match(new RegExp(`^${name} (\\S+)`, 'm'))?.[1]);
}
