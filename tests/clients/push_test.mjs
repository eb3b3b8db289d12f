// Push messages as an app reads them: decrypted by a library of others, in both encodings.
import assert from 'node:assert/strict';
import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import ece from 'http_ece';
import { eventually } from '../federation/drive/eventually.mjs';
import { Server } from '../federation/drive/server.mjs';

/** A push service and the app behind it. */
class Receiver {
  async start() {
    this.keys = createECDH('prime256v1');
    this.keys.generateKeys();
    this.secret = randomBytes(16);
    this.messages = [];
    this.server = createServer((request, response) => {
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', () => { this.messages.push({ path: request.url, headers: request.headers, body: Buffer.concat(pieces) }); response.writeHead(this.status ?? 201).end(); });
    });
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
    this.origin = `http://localhost:${this.server.address().port}`;
    return this;
  }
  subscription(path, standard) {
    return { endpoint: this.origin + path, keys: { p256dh: this.keys.getPublicKey('base64url'), auth: this.secret.toString('base64url') }, standard };
  }
  arrives(path) { return eventually(`a message at ${path}`, () => this.messages.find((message) => message.path === path)); }
  read({ headers, body }) {
    const how = { privateKey: this.keys, authSecret: this.secret.toString('base64url') };
    if (headers['content-encoding'] === 'aes128gcm') return JSON.parse(ece.decrypt(body, { ...how, version: 'aes128gcm' }));
    const dh = /dh=([^;]+)/.exec(headers['crypto-key'])[1], salt = /salt=(.+)/.exec(headers.encryption)[1];
    return JSON.parse(ece.decrypt(body, { ...how, version: 'aesgcm', dh, salt }));
  }
}

/** The claims of a JWT that this public key signed. */
function claims(token, key) {
  const [head, body, signature] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  assert.ok(verify('sha256', Buffer.from(`${head}.${body}`), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')));
  return JSON.parse(Buffer.from(body, 'base64url'));
}

describe('push', { timeout: 120_000 }, () => {
  let server, receiver, alice, bob;
  const place = '/api/v1/push/subscription';
  const subscribe = (path, standard) => alice.post(place, { subscription: receiver.subscription(path, standard), data: { alerts: { mention: true, favourite: true }, policy: 'all' } });
  const latest = async (type) => (await eventually(`a ${type}`, async () => (await alice.get(`/api/v1/notifications?types[]=${type}`))[0]));

  before(async () => {
    [server, receiver] = [await Server.start('push'), await new Receiver().start()];
    [alice, bob] = [await server.person('alice'), await server.person('bob')];
  });
  after(async () => {
    receiver?.server.close();
    await server?.stop();
  });

  for (const [standard, name] of [[true, 'RFC 8291'], [false, 'the draft before it']]) {
    test(`a mention is told by ${name}`, async () => {
      const path = `/${standard}`;
      const { server_key: key } = await subscribe(path, standard);
      await bob.write(`@alice <b> & ${'ö'.repeat(200)}`);
      const message = await receiver.arrives(path);
      assert.deepEqual([message.headers.ttl, message.headers.urgency, message.headers['content-type']], ['172800', 'normal', 'application/octet-stream']);
      const text = receiver.read(message), told = await latest('mention');
      assert.deepEqual([text.notification_id, text.notification_type, text.access_token, text.preferred_locale], [Number(told.id), 'mention', alice.token, 'en']);
      assert.equal(text.title, 'bob mentioned you');
      assert.equal([...text.body].length, 140);
      assert.match(text.body, /^@alice <b> & ö+…$/);
      const token = standard ? /t=([^,]+)/.exec(message.headers.authorization)[1] : /WebPush (.+)/.exec(message.headers.authorization)[1];
      const said = claims(token, key);
      assert.equal(said.aud, receiver.origin);
      assert.match(said.sub, /^mailto:/);
      assert.ok(said.exp > Date.now() / 1000 && said.exp <= Date.now() / 1000 + 86_460);
    });
  }

  test('the receiver may end it without a token', async () => {
    await subscribe('/leaving', true);
    await bob.write('@alice one more');
    const address = (await receiver.arrives('/leaving')).headers['unsubscribe-url'];
    // A name that is none ends nothing, and says no more than one that did.
    assert.equal((await fetch(`${address}x`, { method: 'DELETE' })).status, 200);
    await alice.get(place);
    assert.equal((await fetch(address, { method: 'DELETE' })).status, 200);
    await assert.rejects(() => alice.get(place), { status: 404 });
  });

  test('what the push service does not know any more is forgotten', async () => {
    receiver.status = 410;
    await subscribe('/gone', true);
    await bob.write('@alice anybody?');
    await receiver.arrives('/gone');
    await eventually('the end of the subscription', () => alice.get(place).then(() => false, (refused) => refused.status === 404));
    receiver.status = 201;
  });

  test('a message that was under way when the server was killed is not sent twice', async () => {
    await subscribe('/killed', true);
    const status = await bob.write('@alice before the end');
    await receiver.arrives('/killed');
    await server.end('SIGKILL');
    await server.serve();
    const next = await bob.write('@alice after it');
    await eventually('the next one', () => receiver.messages.filter((message) => message.path === '/killed').length >= 2);
    const bodies = receiver.messages.filter((message) => message.path === '/killed').map((message) => receiver.read(message).notification_id);
    assert.equal(new Set(bodies).size, bodies.length, `${status.id} ${next.id}`);
  });
});
