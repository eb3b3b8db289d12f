// Another implementation than our own: a server built on Fedify, over TLS, in both directions.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../federation/drive/eventually.mjs';
import { freePort, Server } from '../federation/drive/server.mjs';
import { makeCertificates, tlsFront } from './tls.mjs';

/** The other server, seen from here. */
class Peer {
  async start(certificates) {
    this.port = await freePort();
    this.domain = `localhost:${this.port}`;
    this.waiting = new Map();
    this.process = fork(new URL('peer.mjs', import.meta.url), { env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificates.authority, PEER_PORT: this.port,
      PEER_KEY: certificates.key, PEER_CERTIFICATE: certificates.certificate } });
    await new Promise((done, fail) => {
      this.process.once('exit', (status) => fail(new Error(`the peer ended with ${status}`)));
      this.process.on('message', ({ ready, id, result, failed }) => {
        if (ready) return done();
        const { resolve, reject } = this.waiting.get(id);
        this.waiting.delete(id);
        return failed ? reject(new Error(failed)) : resolve(result);
      });
    });
    return this;
  }
  ask(command, how = {}) {
    const id = (this.asked = (this.asked ?? 0) + 1);
    return new Promise((resolve, reject) => { this.waiting.set(id, { resolve, reject }); this.process.send({ id, command, ...how }); });
  }
  hears(type, test = () => true) {
    return eventually(`Fedify hears ${type}`, async () => (await this.ask('heard')).find((activity) => activity.type === type && test(activity)));
  }
  stop() { this.process?.removeAllListeners('exit').kill(); }
}

describe('Fedify', { timeout: 120_000 }, () => {
  let certificates, peer, server, front, alice, bob;
  const address = () => `bob@${peer.domain}`;

  before(async () => {
    certificates = makeCertificates();
    const port = await freePort();
    const domain = `localhost:${port}`;
    [peer, server] = await Promise.all([new Peer().start(certificates),
      Server.start('fedify', { LOCAL_DOMAIN: domain, LOCAL_HTTPS: 'true', SSL_CERT_FILE: certificates.authority, TRUSTED_PROXY_IP: '127.0.0.1' })]);
    server.domain = domain;
    front = await tlsFront(port, server.port, certificates);
    alice = await server.person('alice');
    bob = await peer.ask('person', { name: 'bob' });
  });
  after(async () => {
    peer?.stop();
    front?.closeAllConnections();
    front?.close();
    await server?.stop();
    if (certificates) rmSync(certificates.dir, { recursive: true });
  });

  test('finds our people by their handles', async () => {
    const found = await peer.ask('lookUp', { who: 'bob', what: `@${alice.acct}` });
    assert.equal(found.id, alice.account.uri);
    assert.equal((await alice.find(address())).display_name, 'bob of Fedify');
  });

  test('lets us follow', async () => {
    await alice.follow({ acct: address() });
    assert.equal((await peer.hears('Follow')).actor, alice.account.uri);
  });

  test('follows us and hears that it may', async () => {
    const follow = await peer.ask('follow', { who: 'bob', whom: `@${alice.acct}` });
    await alice.notified('follow');
    await peer.hears('Accept', (accept) => accept.object === follow);
  });

  test('sends us posts and takes them away again', async () => {
    const uri = await peer.ask('write', { who: 'bob', content: '<p>Hello from Fedify</p>' });
    const post = await alice.inHome(uri);
    assert.match(post.content, /Hello from Fedify/);
    assert.equal(post.visibility, 'public');
    await peer.ask('remove', { who: 'bob', uri });
    await alice.misses(post.id);
  });

  test('reads our posts, edits and deletions', async () => {
    const post = await alice.write('Hello from Dunlin');
    const create = await peer.hears('Create', (heard) => heard.object === post.uri);
    assert.match(create.content, /Hello from Dunlin/);
    assert.ok(create.public);
    assert.match((await peer.ask('lookUp', { who: 'bob', what: post.uri })).content, /Hello from Dunlin/);
    await alice.call('PUT', `/api/v1/statuses/${post.id}`, { status: 'Goodbye from Dunlin' });
    assert.match((await peer.hears('Update', (heard) => heard.object === post.uri)).content, /Goodbye/);
    await alice.call('DELETE', `/api/v1/statuses/${post.id}`);
    await peer.hears('Delete', (heard) => heard.object === post.uri);
  });

  test('answers us and is answered', async () => {
    const post = await alice.write('Anybody there?');
    const reply = await peer.ask('write', { who: 'bob', content: '<p>I am</p>', inReplyTo: post.uri });
    const copy = await alice.inHome(reply);
    assert.equal(copy.in_reply_to_id, post.id);
    const own = await alice.write(`@${address()} So am I`, { in_reply_to_id: copy.id });
    assert.equal((await peer.hears('Create', (heard) => heard.object === own.uri)).inReplyTo, reply);
  });

  test('likes and boosts, and is liked and boosted', async () => {
    const post = await alice.write('Like me');
    await peer.hears('Create', (heard) => heard.object === post.uri);
    await peer.ask('like', { who: 'bob', uri: post.uri });
    await peer.ask('boost', { who: 'bob', uri: post.uri });
    await alice.notified('favourite', (told) => told.status.id === post.id);
    await alice.notified('reblog', (told) => told.status.id === post.id);
    const uri = await peer.ask('write', { who: 'bob', content: '<p>Like me too</p>' });
    const copy = await alice.inHome(uri);
    await alice.post(`/api/v1/statuses/${copy.id}/favourite`);
    await alice.post(`/api/v1/statuses/${copy.id}/reblog`);
    const like = await peer.hears('Like', (heard) => heard.object === uri);
    await peer.hears('Announce', (heard) => heard.object === uri);
    await alice.post(`/api/v1/statuses/${copy.id}/unfavourite`);
    await peer.hears('Undo', (heard) => heard.object === like.id);
  });

  test('is refused when it signs with a wrong key', async () => {
    assert.equal(await peer.ask('forge', { who: 'bob', inbox: `https://${server.domain}/inbox` }), 401);
    assert.equal(await alice.find(`https://${peer.domain}/forged`), undefined);
  });
});
