#!/usr/bin/env node
// What photos cost, beside vipsthumbnail making the same two pictures of the same file; what fifty uploads at once need
// of memory; and whether the copies of other servers' files keep to their bytes while ten times as many are offered.
//
//   node bench/media.mjs [--photos=20] [--offered=2000] [--cap=200] [--repeats=0.3] [--out=result.json]
//
// offered and cap are MB. Needs libvips-tools (scripts/install-deps --bench).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { eventually } from '../tests/federation/drive/eventually.mjs';
import { Server } from '../tests/federation/drive/server.mjs';
import { Remotes, sendAll, signed } from './federation.mjs';
import { costOf, median, residentMiB } from './processes.mjs';

const options = { photos: 20, offered: 2000, cap: 200, repeats: 0.3, out: '' };
for (const argument of process.argv.slice(2)) {
  const [, name, value] = /^--(\w+)=(.*)$/.exec(argument) ?? [];
  if (!(name in options)) { console.error(`media: unknown option ${argument}; known: ${Object.keys(options).join(' ')}`); process.exit(2); }
  options[name] = typeof options[name] === 'number' ? Number(value) : value;
}
const top = new URL('../', import.meta.url).pathname;
process.env.DUNLIN_DURABLE = '1';
process.env.DUNLIN_BINARY ??= `${top}build/release/dunlin`;
const log = (line) => console.error(line);
const soakPatience = 300_000, side = 580;

const folder = mkdtempSync(join(tmpdir(), 'dunlin-media-'));
const server = await Server.start('media', { LOG_LEVEL: 'error', REMOTE_MEDIA_BYTES: String(options.cap * 1e6) });
const remotes = await Remotes.start(1);
let status = 0;
try {
  const result = { photos: await photos(), soak: await soak() };
  console.log(JSON.stringify(result, null, 2));
  if (options.out) writeFileSync(options.out, JSON.stringify(result));
} catch (error) {
  console.error(error);
  status = 1;
}
remotes.stop();
await server.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(status);

function pids() {
  const said = execFileSync(`${top}scripts/services`, ['status', server.dir]).toString();
  return { server: server.process.pid, postgres: Number(/postgres (\d+)/.exec(said)[1]), redis: Number(/redis (\d+)/.exec(said)[1]) };
}

async function photos() {
  const photo = join(folder, 'photo.jpg');
  const vips = (...words) => execFileSync('vips', words, { cwd: folder });
  // Twelve megapixels of clouds and grain.
  for (const at of [0, 1, 2]) vips('perlin', `cloud${at}.v`, '4000', '3000', '--cell-size', String(180 + 60 * at));
  vips('bandjoin', 'cloud0.v cloud1.v cloud2.v', 'clouds.v');
  vips('linear', 'clouds.v', 'lit.v', '90', '128');
  vips('gaussnoise', 'grain.v', '4000', '3000', '--sigma', '6', '--mean', '0');
  vips('add', 'lit.v', 'grain.v', 'scene.v');
  vips('cast', 'scene.v', 'bytes.v', 'uchar');
  vips('copy', 'bytes.v', 'tagged.v', '--interpretation', 'srgb');
  vips('jpegsave', 'tagged.v', photo, '--Q', '92');
  const bytes = readFileSync(photo);
  const ann = await server.person('ann');
  const upload = async () => {
    const form = new FormData();
    form.append('file', new Blob([bytes]), 'photo.jpg');
    const begin = performance.now();
    const response = await fetch(`${server.base}/api/v2/media`, { method: 'POST', headers: { authorization: `Bearer ${ann.token}` }, body: form });
    if (response.status !== 200) throw new Error(`upload answered ${response.status}`);
    await response.arrayBuffer();
    return performance.now() - begin;
  };
  await upload();
  const { result: times, cpu } = await costOf(pids(), async () => {
    const all = [];
    for (let at = 0; at < options.photos; ++at) all.push(await upload());
    return all;
  });
  // The peer: the same two sizes with the same settings, one thread.
  const peer = [];
  for (let at = 0; at < options.photos; ++at) {
    const said = execFileSync('bash', ['-c', `TIMEFORMAT='%U %S'; { time { vipsthumbnail photo.jpg -s 3326x2494 -o 'whole.jpg[Q=90,strip,optimize_coding]' && vipsthumbnail photo.jpg -s 554x416 -o 'small.jpg[Q=90,strip,optimize_coding]'; }; } 2>&1`],
      { cwd: folder, env: { ...process.env, VIPS_CONCURRENCY: '1' } }).toString();
    peer.push(said.trim().split(' ').reduce((sum, each) => sum + Number(each), 0));
  }
  // What was uploaded lies on the disk and is only mapped: what the server allocates is the rest.
  const allocated = () => Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))[1]) / 1024;
  const before = allocated(), seen = [];
  const watch = setInterval(() => seen.push(allocated()), 20);
  const begin = performance.now();
  await Promise.all(Array.from({ length: 50 }, upload));
  const together = (performance.now() - begin) / 1000;
  clearInterval(watch);
  const ours = cpu.server / options.photos;
  return { megabytes: +(bytes.length / 1e6).toFixed(1), ready_ms: Math.round(median(times)), cpu_s: +ours.toFixed(3), peer_cpu_s: +median(peer).toFixed(3),
    ratio: +(ours / median(peer)).toFixed(2), uploads_per_s: +(50 / together).toFixed(2), allocated_mib_before: Math.round(before), allocated_mib_of_50_at_once: Math.round(Math.max(...seen)) };
}

/** A PNG of some megabyte that no other has the bytes of. */
function png(number) {
  const rows = Buffer.alloc((1 + side * 3) * side);
  for (let at = 0; at < rows.length; ++at) rows[at] = (at * 2654435761 + (at >> 9) * number) >>> 13;
  for (let y = 0; y < side; ++y) rows[y * (1 + side * 3)] = 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 0 })), chunk('IEND', Buffer.alloc(0))]);
}
function chunk(name, data) {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(name, 4, 'latin1');
  data.copy(whole, 8);
  whole.writeUInt32BE(crc(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}
function crc(bytes) {
  crc.table ??= Uint32Array.from({ length: 256 }, (_, at) => { for (let bit = 0; bit < 8; ++bit) at = at & 1 ? (at >>> 1) ^ 0xedb88320 : at >>> 1; return at >>> 0; });
  let value = ~0;
  for (const byte of bytes) value = crc.table[(value ^ byte) & 255] ^ (value >>> 8);
  return ~value >>> 0;
}

function bytesBelow(path) {
  let sum = 0;
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) try { sum += statSync(join(entry.parentPath ?? entry.path, entry.name)).size; } catch { /* evicted meanwhile */ }
  }
  return sum;
}

/** 2 GB offered, 200 MB kept. */
async function soak() {
  const [host] = remotes.hosts;
  const actor = `http://${host}/users/painter`;
  let served = 0, asked = 0, last = 0;
  const listener = remotes.listeners[0];
  listener.removeAllListeners('request');
  listener.on('request', (request, response) => {
    const number = /^\/files\/(\d+)/.exec(request.url)?.[1];
    if (!number) return remotes.answer(request, response);
    const bytes = png(Number(number));
    ++asked;
    served += bytes.length;
    last = performance.now();
    return response.writeHead(200, { 'content-type': 'image/png', 'content-length': bytes.length }).end(bytes);
  });
  const ben = await server.person('ben');
  const account = await ben.find(`painter@${host}`, 'accounts');
  await ben.post(`/api/v1/accounts/${account.id}/follow`);
  await sendAll([signed(`${server.base}/inbox`, actor, { id: `${actor}/accept`, type: 'Accept', object: { type: 'Follow', actor: ben.account.uri ?? `${server.base}/ap/users/${ben.id}`, object: actor } })]);
  const size = png(1).length, notes = Math.round(options.offered * 1e6 / size);
  const cache = join(server.dir, 'media', 'cache');
  const disk = [], memory = [];
  const watch = setInterval(() => {
    try { disk.push(bytesBelow(cache)); } catch { /* not there yet */ }
    memory.push(residentMiB(server.process.pid));
  }, 250);
  // Repeats name a file that was offered shortly before: by the same address, or by another one.
  let fresh = 0, repeats = 0;
  const begin = performance.now();
  for (let at = 0; at < notes && performance.now() - begin < soakPatience; at += 20) {
    const requests = Array.from({ length: Math.min(20, notes - at) }, (_, each) => {
      const again = fresh > 40 && (at + each) % 10 < options.repeats * 10;
      if (again) ++repeats;
      const number = again ? fresh - 40 + (each % 20) : ++fresh;
      const path = again && each % 2 ? `/files/${number}/again${at + each}` : `/files/${number}`;
      const id = `${actor}/statuses/${at + each}`, to = ['https://www.w3.org/ns/activitystreams#Public'];
      return signed(`${server.base}/inbox`, actor, { id: `${id}/activity`, type: 'Create', to, cc: [`${actor}/followers`], published: new Date().toISOString(),
        object: { id, type: 'Note', attributedTo: actor, content: '<p>a picture</p>', to, cc: [`${actor}/followers`], published: new Date().toISOString(),
          attachment: [{ type: 'Document', mediaType: 'image/png', url: `http://${host}${path}`, width: side, height: side }] } });
    });
    await sendAll(requests);
    await eventually('the copies keep up', () => performance.now() - last < 2000 ? asked >= 2 * (fresh - 60) : true, soakPatience);
  }
  await eventually('all is copied', () => performance.now() - last > 3000, 60_000);
  clearInterval(watch);
  const seconds = (last - begin) / 1000, half = memory.slice(memory.length / 2), part = Math.max(1, Math.floor(half.length / 5));
  const grown = median(half.slice(-part)) / median(half.slice(0, part)) - 1;
  log(`${notes} notes, ${fresh} files, ${repeats} repeats in ${seconds.toFixed(0)} s`);
  return { offered_mb: Math.round(notes * size / 1e6), served_mb: Math.round(served / 1e6), cap_mb: options.cap, most_on_disk_mb: +(Math.max(...disk) / 1e6).toFixed(1),
    looks: disk.length, seconds: Math.round(seconds), repeats, mib: Math.round(median(half)), growth_of_last_half_percent: +(grown * 100).toFixed(1) };
}
