// Files in a bucket: an S3 server of others checks our signatures and keeps what we send.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import S3rver from 's3rver';
import { eventually } from '../federation/drive/eventually.mjs';
import { Server, freePort } from '../federation/drive/server.mjs';

const bucket = 'dunlin-files';

/** A PNG of one colour. */
function picture(side, [red, green, blue]) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]), whole = Buffer.alloc(8 + body.length);
    whole.writeUInt32BE(data.length);
    body.copy(whole, 4);
    whole.writeUInt32BE(crc(body), 4 + body.length);
    return whole;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.concat(Array.from({ length: side }, () => Buffer.from([red, green, blue])))]);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array(side).fill(row)))), chunk('IEND', Buffer.alloc(0))]);
}
function crc(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; ++bit) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}

/** Of an answer that was sent on at most once. */
async function open(url) {
  const response = await fetch(url);
  return { status: response.status, url: response.url, type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('files in a bucket', () => {
  let directory, service, server, ann, root, settings;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'dunlin-s3-'));
    const port = await freePort();
    service = new S3rver({ address: '127.0.0.1', port, silent: true, directory, configureBuckets: [{ name: bucket }] });
    await service.run();
    root = `http://localhost:${port}/${bucket}`;
    settings = { S3_ENABLED: 'true', S3_ENDPOINT: `http://localhost:${port}`, S3_BUCKET: bucket, AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };
    server = await Server.start('bucket', settings);
    ann = await server.person('ann');
  });
  after(async () => {
    await server?.stop();
    await service?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function upload(bytes, name = 'a.png', type = 'image/png') {
    const form = new FormData();
    form.append('file', new Blob([bytes], { type }), name);
    const response = await fetch(`${server.base}/api/v2/media`, { method: 'POST', headers: { authorization: `Bearer ${ann.token}` }, body: form });
    assert.ok(response.ok, await response.clone().text());
    return response.json();
  }
  const restart = async (change) => {
    await server.end();
    server.env = { ...server.env, ...change };
    await server.serve();
  };
  const keyOf = (url) => new URL(url).pathname.replace(/^\/(system|dunlin-files)\//, '');

  test('are found at its address, under the type they have', async () => {
    const media = await upload(picture(600, [200, 30, 30]));
    for (const url of [media.url, media.preview_url]) {
      assert.ok(url.startsWith(`${root}/media_attachments/`), url);
      const file = await open(url);
      assert.deepEqual([file.status, file.type], [200, url.endsWith('.png') ? 'image/png' : 'image/jpeg']);
    }
    // Who asks us is sent there.
    const asked = await open(`${server.base}/system/${keyOf(media.url)}`);
    assert.deepEqual([asked.status, asked.url], [200, media.url]);
  });

  test('lie once however often they are sent, and go with the last that shows them', async () => {
    const bytes = picture(300, [10, 120, 220]);
    const one = await upload(bytes), two = await upload(bytes);
    assert.notEqual(one.id, two.id);
    assert.equal(one.url, two.url);
    await ann.call('DELETE', `/api/v1/media/${one.id}`);
    // Another file goes after it: by then the job has looked at this one.
    const other = await upload(picture(310, [10, 120, 220]));
    await ann.call('DELETE', `/api/v1/media/${other.id}`);
    await eventually('the other is gone', async () => (await open(other.url)).status === 404);
    assert.equal((await open(two.url)).status, 200);
    await ann.call('DELETE', `/api/v1/media/${two.id}`);
    await eventually('it is gone', async () => (await open(two.url)).status === 404);
  });

  test('move to this machine and back, and posts show them all the while', async () => {
    const media = await upload(picture(500, [20, 200, 90]));
    const status = await ann.write('with a picture', { media_ids: [media.id] });
    const shown = async () => (await ann.get(`/api/v1/statuses/${status.id}`)).media_attachments[0];

    await assert.rejects(server.command('media', 'move', 'local'), /S3_ENABLED=false/);
    await restart({ S3_ENABLED: 'false' });
    assert.match(await server.command('media', 'move', 'local', '--dry-run'), /^Would move [1-9]\d* files/);
    assert.match(await server.command('media', 'move', 'local'), /^Moved [1-9]\d* files/);
    const here = await eventually('posts show the new address', async () => { const now = await shown(); return now.url.startsWith(`${server.base}/system/`) && now; });
    for (const url of [here.url, here.preview_url]) assert.equal((await open(url)).status, 200, url);
    assert.equal((await open(media.url)).status, 404);
    assert.match(await server.command('media', 'verify'), /files are well, 0 are not/);

    await restart({ S3_ENABLED: 'true' });
    // What still lies here is served from here.
    assert.equal((await open(here.url)).url, here.url);
    await server.command('media', 'move', 's3');
    assert.match(await server.command('media', 'move', 's3'), /^Moved 0 files/);
    const there = await eventually('posts show the bucket', async () => { const now = await shown(); return now.url === media.url && now; });
    assert.equal((await open(there.url)).status, 200);
    assert.equal((await open(here.url)).url, there.url);
    assert.match(await server.command('media', 'verify'), /files are well, 0 are not/);
    assert.match(await server.command('media', 'usage'), /Attachments +[1-9]/);
  });

  test('refuse uploads while it does not answer, and take them again afterwards', async () => {
    await restart({ S3_ENDPOINT: 'http://localhost:1' });
    const form = new FormData();
    form.append('file', new Blob([picture(50, [0, 0, 0])]), 'a.png');
    const response = await fetch(`${server.base}/api/v2/media`, { method: 'POST', headers: { authorization: `Bearer ${ann.token}` }, body: form });
    assert.equal(response.status, 503);
    await restart({ S3_ENDPOINT: settings.S3_ENDPOINT });
    await upload(picture(50, [0, 0, 0]));
  });
});
