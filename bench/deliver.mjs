#!/usr/bin/env node
// Whether dead servers make the others wait: 1,000 servers on loopback, each with one follower and an inbox of its own.
// First all of them answer; then 30 % take the connection and never say a word. Measured is when the other 70 % have
// everything, beside the signatures this machine makes in the same minute.
//
//   node bench/deliver.mjs [--hosts=1000] [--swallow=0.3] [--posts=5] [--runs=3] [--slow=0] [--out=result.json]
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { eventually } from '../tests/federation/drive/eventually.mjs';
import { Server } from '../tests/federation/drive/server.mjs';
import { Remotes, sendAll, signed } from './federation.mjs';
import { costOf, median, peakMiB, residentMiB } from './processes.mjs';
import { text } from './seed.mjs';

const options = { hosts: 1000, swallow: 0.3, posts: 5, runs: 3, slow: 0, out: '' };
for (const argument of process.argv.slice(2)) {
  const [, name, value] = /^--(\w+)=(.*)$/.exec(argument) ?? [];
  if (!(name in options)) { console.error(`deliver: unknown option ${argument}; known: ${Object.keys(options).join(' ')}`); process.exit(2); }
  options[name] = typeof options[name] === 'number' ? Number(value) : value;
}
const top = new URL('../', import.meta.url).pathname;
process.env.DUNLIN_DURABLE = '1';
process.env.DUNLIN_BINARY ??= `${top}build/release/dunlin`;
const log = (line) => console.error(line);

/** RSA-2048 signatures a second, of one core and of as many as this machine has. */
function signRate(cores) {
  const said = execFileSync('openssl', ['speed', '-seconds', '2', '-multi', String(cores), 'rsa2048'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  return Number(/rsa 2048 bits\s+\S+\s+\S+\s+([\d.]+)/.exec(said)[1]);
}

/** Servers some of which can be told to swallow what they get. */
class Deaf extends Remotes {
  deaf = new Set();
  swallowed = 0;
  answer(request, response) {
    if (request.method === 'POST' && this.deaf.has(request.headers.host)) { ++this.swallowed; request.resume(); return undefined; }
    if (request.method === 'POST' && options.slow > 0) return setTimeout(() => super.answer(request, response), options.slow);
    return super.answer(request, response);
  }
}

const server = await Server.start('deliver', { LOG_LEVEL: 'error' });
let status = 0;
const remotes = await Deaf.start(options.hosts);
try {
  await main();
} catch (error) {
  console.error(error);
  status = 1;
}
remotes.stop();
await server.stop();
process.exit(status);

function pids() {
  const said = execFileSync(`${top}scripts/services`, ['status', server.dir]).toString();
  return { server: server.process.pid, postgres: Number(/postgres (\d+)/.exec(said)[1]), redis: Number(/redis (\d+)/.exec(said)[1]) };
}

async function main() {
  const author = await server.person('author');
  const { id: actor } = await remotes.learnKey(author);
  await sendAll(remotes.hosts.map((host) => {
    const follower = `http://${host}/users/reader`;
    return signed(`${server.base}/inbox`, follower, { id: `${follower}/follow`, type: 'Follow', object: actor });
  }));
  await eventually('all followers are accepted', () => remotes.arrived.length === options.hosts, 120_000);
  log(`${options.hosts} followers; ${residentMiB(server.process.pid).toFixed(1)} MiB`);
  remotes.check = 20;  // one signature in so many: what the other side burns is not ours
  const healthy = new Set(remotes.hosts.slice(Math.round(options.hosts * options.swallow)));

  const calm = [], stormy = [];
  for (let run = 0; run < options.runs; ++run) calm.push(await one(author, healthy, `calm ${run}`));
  for (const host of remotes.hosts) if (!healthy.has(host)) remotes.deaf.add(host);
  for (let run = 0; run < options.runs; ++run) stormy.push(await one(author, healthy, `stormy ${run}`));
  if (remotes.wrong > 0) throw new Error(`${remotes.wrong} deliveries had a wrong signature or digest`);
  const time = (runs) => median(runs.map((each) => each.ms));
  const result = { options, signsPerSecond: signRate(2), signsPerSecondOneCore: signRate(1), perSecond: (options.hosts * options.posts * 1000) / median(calm.map((each) => each.allMs)),
    calm: time(calm), stormy: time(stormy), ratio: time(stormy) / time(calm), worst: Math.max(...stormy.map((each) => each.ms)) / time(calm), swallowed: remotes.swallowed,
    resident: residentMiB(server.process.pid), peak: peakMiB(server.process.pid), runs: { calm, stormy } };
  console.log(JSON.stringify(result, null, 2));
  if (options.out) writeFileSync(options.out, `${JSON.stringify(result, null, 2)}\n`);
}

/** Posts at once; how long until the healthy have all of them. */
async function one(author, healthy, name) {
  const mark = remotes.arrived.length;
  const begin = performance.now();
  const { result, cpu } = await costOf(pids(), async () => {
    for (let at = 0; at < options.posts; ++at) await author.write(`${text(at)} ${name}-${at}`);
    const arrived = () => remotes.arrived.slice(mark).filter((each) => healthy.has(each.host));
    await eventually('the healthy have everything', () => arrived().length >= healthy.size * options.posts, 300_000);
    const ms = arrived().at(healthy.size * options.posts - 1).at - begin;
    const all = options.hosts * options.posts;
    if (remotes.deaf.size === 0) await eventually('all have everything', () => remotes.arrived.length - mark >= all, 300_000);
    return { ms, allMs: remotes.arrived.at(-1).at - begin };
  });
  const count = arrivedSince(mark);
  log(`${name}: ${result.ms.toFixed(0)} ms; ${count} arrived; CPU per 1,000: server ${((cpu.server * 1000) / count).toFixed(2)}, PostgreSQL ${((cpu.postgres * 1000) / count).toFixed(2)}; ${residentMiB(server.process.pid).toFixed(1)} MiB`);
  return { ...result, ...cpu };
}

function arrivedSince(mark) { return remotes.arrived.length - mark; }
