#!/usr/bin/env node
// What open screens cost: memory of idle WebSockets, how long a post takes to all followers, and whether readers that
// read nothing delay the others.
//
//   ninja -C build/release dunlin && node bench/streams.mjs [--idle=10000] [--followers=1000] [--slow=2000] [--posts=20]
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { eventually } from '../tests/federation/drive/eventually.mjs';
import { Server } from '../tests/federation/drive/server.mjs';

const options = { idle: 10_000, followers: 1000, slow: 2000, posts: 20 };
for (const argument of process.argv.slice(2)) {
  const [, name, value] = /^--(\w+)=(\d+)$/.exec(argument) ?? [];
  if (!(name in options)) { console.error(`streams: unknown option ${argument}; known: ${Object.keys(options).join(' ')}`); process.exit(2); }
  options[name] = Number(value);
}
const top = new URL('../', import.meta.url).pathname;
process.env.DUNLIN_BINARY ??= `${top}build/release/dunlin`;
const server = await Server.start('streams', { LOG_LEVEL: 'warn' });
const memory = (what) => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))[1]);

/** Followers of an account, each with a token: "reader1" and so on. */
const world = (author) => `
  create temporary table reader as select n, ((extract(epoch from now())::bigint - 100000) * 1000 + n) << 16 as id from generate_series(1, ${options.followers}) n;
  insert into accounts (id, username, uri, url, created_at) select id, 'reader' || n, '${server.base}/users/reader' || n, '${server.base}/@reader' || n, now() from reader;
  insert into account_stats (account_id) select id from reader on conflict do nothing;
  insert into users (id, account_id, email, password_hash, confirmed_at, created_at, last_active_at) select id, id, n || '@example.org', '', now(), now(), now() from reader;
  insert into access_tokens (id, token_hash, user_id, scopes, created_at) select id, sha256(('reader' || n)::bytea), id, 'read', now() from reader;
  insert into follows (id, follower_id, target_id, created_at) select id, id, ${author}, now() from reader;`;

/** A WebSocket without a library, which would cost more than the server: what arrives is only timed. */
function open(token, stream) {
  return new Promise((done, failed) => {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', failed);
    socket.once('connect', () => socket.write(`GET /api/v1/streaming?stream=${stream}&access_token=${token} HTTP/1.1\r\nHost: ${server.domain}\r\nUpgrade: websocket\r\n` +
      `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`));
    socket.once('data', (data) => {
      if (!String(data).startsWith('HTTP/1.1 101')) return failed(new Error(String(data).slice(0, 200)));
      socket.on('data', () => { socket.heard ??= performance.now(); });
      done(socket);
    });
  });
}

/** Many, some at a time. */
async function openAll(count, token, stream) {
  const sockets = [];
  while (sockets.length < count) sockets.push(...await Promise.all(Array.from({ length: Math.min(50, count - sockets.length) }, (_, i) => open(token(sockets.length + i), stream))));
  return sockets;
}

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

/** Posts one after the other; from the post's answer, and from the first arrival to the last. */
async function fanOut(author, sockets) {
  const spread = [], whole = [];
  for (let post = 0; post < options.posts; ++post) {
    for (const socket of sockets) socket.heard = undefined;
    const sent = performance.now();
    await author.write(`post ${post}`);
    await eventually('all of them hear it', () => sockets.every((socket) => socket.heard), 20_000);
    const times = sockets.map((socket) => socket.heard).sort((a, b) => a - b);
    spread.push(times.at(-1) - times[0]);
    whole.push(times.at(-1) - sent);
  }
  spread.sort((a, b) => a - b);
  whole.sort((a, b) => a - b);
  return [at(spread, 0.5), spread.at(-1), at(whole, 0.5), whole.at(-1)].map((ms) => ms.toFixed(1)).join(' | ');
}

try {
  const author = await server.person('author');
  await promisify(execFile)('psql', ['-qX', server.env.DATABASE_URL, '-c', world(author.id)]);
  const token = (i) => `reader${1 + i % options.followers}`;

  const before = memory('VmRSS');
  const idle = await openAll(options.idle, token, 'user:notification');
  const after = memory('VmRSS');
  console.log(`${options.idle} idle WebSockets: ${before} kB before, ${after} kB after, ${((after - before) / options.idle).toFixed(1)} KiB each`);
  for (const socket of idle) socket.destroy();

  console.log('\n| who listens | first to last, median ms | worst | from the request to the last, median ms | worst |\n|---|---|---|---|---|');
  const readers = await openAll(options.followers, token, 'user');
  console.log(`| ${options.followers} followers | ${await fanOut(author, readers)} |`);
  const slow = await openAll(options.slow, token, 'public');
  for (const socket of slow) socket.pause();
  console.log(`| beside ${options.slow} that read nothing | ${await fanOut(author, readers)} |`);
  console.log(`\nat most ${memory('VmHWM')} kB`);
} finally {
  await server.stop();
}
process.exit(0);
