#!/usr/bin/env node
// What the server costs: requests per second, latencies, and CPU seconds per 1,000 requests of server, PostgreSQL and
// Redis, beside the ceilings of this machine measured in the same run.
//
//   cmake --preset release && ninja -C build/release dunlin benchmarks && node bench/bench.mjs [--rows=home,status] [--out=result.json]
//
// Everything runs on this machine: the server, its own PostgreSQL and Redis, and the load.
import { writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { Server } from '../tests/federation/drive/server.mjs';
import { eventually } from '../tests/federation/drive/eventually.mjs';
import { ceilings } from './ceilings.mjs';
import { delivery, inbox } from './federation.mjs';
import { load } from './load.mjs';
import { costOf, median, peakMiB, residentMiB } from './processes.mjs';
import { seed, text } from './seed.mjs';

const options = { rows: '', seconds: 3, runs: 3, connections: 16, statuses: 10_000, out: '', ceilings: 'yes' };
for (const argument of process.argv.slice(2)) {
  const [, name, value] = /^--(\w+)=(.*)$/.exec(argument) ?? [];
  if (!(name in options)) { console.error(`bench: unknown option ${argument}; known: ${Object.keys(options).join(' ')}`); process.exit(2); }
  options[name] = typeof options[name] === 'number' ? Number(value) : value;
}
const top = new URL('../', import.meta.url).pathname;
process.env.DUNLIN_DURABLE = '1';
process.env.DUNLIN_BINARY ??= `${top}build/release/dunlin`;
const wanted = (row) => options.rows === '' || options.rows.split(',').includes(row);
const log = (line) => console.error(line);

const server = await Server.start('bench', { LOG_LEVEL: 'warn', DB_POOL: process.env.DB_POOL ?? '6' });
const results = { machine: `${execFileSync('nproc').toString().trim()} cores`, date: new Date().toISOString().slice(0, 10), options, memory: {}, rows: [], ceilings: [] };
let status = 0;
try {
  await main();
} catch (error) {
  console.error(error);
  status = 1;
}
await server.stop();
process.exit(status);

function pids() {
  const said = execFileSync(`${top}scripts/services`, ['status', server.dir]).toString();
  return { server: server.process.pid, postgres: Number(/postgres (\d+)/.exec(said)[1]), redis: Number(/redis (\d+)/.exec(said)[1]) };
}

/** Every acknowledged thing has been worked off. */
async function atRest() {
  await eventually('no job is due', () => execFileSync('psql', ['-qAtX', server.env.DATABASE_URL, '-c',
    'select count(*) from jobs where dead_at is null and (claimed_by is not null or run_at <= now())']).toString().trim() === '0', 120_000);
}

async function main() {
  results.memory.idle = residentMiB(server.process.pid);
  results.first_answer_ms = await restartTime();
  log(`first 200 after ${results.first_answer_ms.toFixed(0)} ms; ${results.memory.idle.toFixed(1)} MiB`);
  const world = await seed(server, options.statuses, log);
  await atRest();
  for (const row of rows(world)) {
    if (!wanted(row.name)) continue;
    results.rows.push(await measure(row));
    print(results.rows.at(-1));
  }
  results.memory.after_load = residentMiB(server.process.pid);
  results.memory.peak = peakMiB(server.process.pid);
  if (wanted('inbox')) { results.inbox = await inbox(server, world, pids(), atRest); log(JSON.stringify(results.inbox)); }
  if (wanted('deliver')) { results.deliver = await delivery(server, world, pids(), atRest); log(JSON.stringify(results.deliver)); }
  if (options.ceilings === 'yes') {
    results.ceilings = await ceilings({ top, databaseUrl: server.env.DATABASE_URL, ids: world.ids, seconds: options.seconds, connections: options.connections });
    for (const line of results.ceilings) console.log(`| ceiling: ${line.name} | ${line.perSecond?.toFixed(0) ?? ''} | ${line.p50?.toFixed(2) ?? ''} | ${line.p99?.toFixed(2) ?? ''} | ${line.cpu?.toFixed(3) ?? ''} | | | |`);
  }
  console.log(`memory: ${results.memory.idle.toFixed(1)} MiB idle, ${results.memory.after_load.toFixed(1)} MiB after the load, ${results.memory.peak.toFixed(1)} MiB at most; first answer after ${results.first_answer_ms.toFixed(0)} ms`);
  if (options.out) writeFileSync(options.out, `${JSON.stringify(results, null, 2)}\n`);
}

/** From the start of the process to its first 200, with a migrated database; the best of five. */
async function restartTime() {
  const times = [];
  for (let run = 0; run < 5; ++run) {
    await server.end();
    const begin = performance.now();
    await server.serve();
    times.push(performance.now() - begin);
  }
  return median(times);
}

function rows({ people, ids, thread }) {
  const each = (path, method, body) => people.map((person) => ({ method, path: typeof path === 'function' ? path(person) : path, token: person.token, body }));
  const spread = (make, count = 400) => Array.from({ length: count }, (_, at) => make(people[at % people.length], ids[(at * 7919) % ids.length]));
  return [
    { name: 'verify', requests: each('/api/v1/accounts/verify_credentials') },
    { name: 'home', requests: each('/api/v1/timelines/home?limit=20') },
    { name: 'deep', requests: spread((person, id) => ({ path: `/api/v1/timelines/home?limit=20&max_id=${id}`, token: person.token })) },
    { name: 'public', requests: [{ path: '/api/v1/timelines/public?limit=20' }] },
    { name: 'local', requests: each('/api/v1/timelines/public?local=true&limit=20') },
    { name: 'thread', requests: each(`/api/v1/statuses/${thread[0]}/context`) },
    { name: 'status', requests: spread((person, id) => ({ path: `/api/v1/statuses/${id}`, token: person.token })) },
    { name: 'account', requests: each((person) => `/api/v1/accounts/${people[(people.indexOf(person) + 1) % people.length].id}/statuses?limit=20`) },
    { name: 'notifications', requests: each('/api/v1/notifications?limit=20') },
    { name: 'favourite', requests: spread((person, id) => [{ method: 'POST', path: `/api/v1/statuses/${id}/favourite`, token: person.token },
      { method: 'POST', path: `/api/v1/statuses/${id}/unfavourite`, token: person.token }]).flat() },
    { name: 'post', requests: each('/api/v1/statuses', 'POST', JSON.stringify({ status: `${text(1)} {n}` })) },
  ];
}

async function measure({ name, requests }) {
  const runs = [];
  for (let run = 0; run < options.runs; ++run) {
    const begin = performance.now();
    const { result, cpu } = await costOf(pids(), async () => {
      const said = await load(server.base, requests, options);
      if (requests[0].method === 'POST') await atRest();  // what was acknowledged costs too
      return said;
    });
    const workedOff = result.count / ((performance.now() - begin) / 1000);
    const per1000 = (seconds) => (seconds * 1000) / result.count;
    runs.push({ ...result, workedOff, server: per1000(cpu.server), postgres: per1000(cpu.postgres), redis: per1000(cpu.redis) });
  }
  const middle = (key) => median(runs.map((run) => run[key]));
  const keys = ['perSecond', 'workedOff', 'p50', 'p99', 'server', 'postgres', 'redis'];
  return { name, ...Object.fromEntries(keys.map((key) => [key, middle(key)])), total: median(runs.map((run) => run.server + run.postgres + run.redis)),
    refused: runs.reduce((sum, run) => sum + run.refused + run.broken, 0), runs };
}

function print(row) {
  if (results.rows.length === 1) console.log('| row | req/s | p50 ms | p99 ms | CPU s/1000 | server | PostgreSQL | Redis |\n|---|---|---|---|---|---|---|---|');
  console.log(`| ${row.name} | ${row.perSecond.toFixed(0)} | ${row.p50.toFixed(2)} | ${row.p99.toFixed(2)} | ${row.total.toFixed(3)} | ${row.server.toFixed(3)} | ${row.postgres.toFixed(3)} | ${row.redis.toFixed(3)} |${row.refused ? ` ${row.refused} REFUSED` : ''}`);
}
