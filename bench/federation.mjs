// Other servers, played on loopback: signed posts into the inbox, and inboxes that take what we deliver.
import { createHash, createSign, createVerify, generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import { eventually } from '../tests/federation/drive/eventually.mjs';
import { costOf, median } from './processes.mjs';
import { text } from './seed.mjs';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = publicKey.export({ type: 'spki', format: 'pem' });
const activityJson = 'application/activity+json';
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

/** Many small servers on ports of their own. They serve actors and count deliveries. */
export class Remotes {
  check = 1;  // the signature of one delivery in so many

  static async start(count) {
    const remotes = new this();
    remotes.arrived = [];
    remotes.wrong = 0;
    remotes.hosts = [];
    remotes.listeners = [];
    remotes.keys = new Map();
    for (let at = 0; at < count; ++at) {
      const listener = http.createServer((request, response) => remotes.answer(request, response));
      await new Promise((done) => listener.listen(0, '127.0.0.1', done));
      remotes.listeners.push(listener);
      remotes.hosts.push(`localhost:${listener.address().port}`);
    }
    return remotes;
  }
  stop() { for (const listener of this.listeners) { listener.closeAllConnections(); listener.close(); } }

  actor(host, name) {
    const id = `http://${host}/users/${name}`;
    return { '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'], id, type: 'Person', preferredUsername: name,
      inbox: `${id}/inbox`, outbox: `${id}/outbox`, followers: `${id}/followers`, endpoints: { sharedInbox: `http://${host}/inbox` },
      publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: pem } };
  }

  answer(request, response) {
    const { host } = request.headers;
    if (request.method === 'POST') {
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece)).on('end', () => {
        const body = Buffer.concat(pieces);
        if (this.arrived.length % this.check === 0 && !this.isSigned(request, body)) ++this.wrong;
        this.arrived.push({ host, at: performance.now(), type: JSON.parse(body).type });
        response.writeHead(202).end();
      });
      return;
    }
    const url = new URL(request.url, `http://${host}`);
    const name = /^\/users\/(\w+)$/.exec(url.pathname)?.[1] ?? /acct:(\w+)@/.exec(url.searchParams.get('resource') ?? '')?.[1];
    if (!name) return response.writeHead(404).end();
    const finger = url.pathname.startsWith('/.well-known/');
    const body = finger ? { subject: `acct:${name}@${host}`, links: [{ rel: 'self', type: activityJson, href: `http://${host}/users/${name}` }] } : this.actor(host, name);
    response.writeHead(200, { 'content-type': finger ? 'application/jrd+json' : activityJson }).end(JSON.stringify(body));
  }

  /** The draft-cavage signature and digest of a delivery, checked against the key the sender publishes. */
  isSigned(request, body) {
    const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`;
    if (request.headers.digest !== digest) return false;
    const given = Object.fromEntries([...(request.headers.signature ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
    const key = this.keys.get(given.keyId);
    if (!key) return false;
    const signed = given.headers.split(' ').map((name) => `${name}: ${name === '(request-target)' ? `post ${request.url}` : request.headers[name]}`).join('\n');
    return createVerify('sha256').update(signed).verify(key, given.signature, 'base64');
  }

  async learnKey(person) {
    const found = await (await fetch(`${person.server.base}/.well-known/webfinger?resource=acct:${person.acct}`)).json();
    const self = found.links.find((link) => link.rel === 'self').href;
    const actor = await (await fetch(self, { headers: { accept: activityJson } })).json();
    this.keys.set(actor.publicKey.id, actor.publicKey.publicKeyPem);
    return actor;
  }
}

/** A signed activity, ready to be sent. */
export function signed(inboxUrl, actor, activity) {
  const url = new URL(inboxUrl);
  const body = JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', actor, ...activity });
  const headers = { host: url.host, date: new Date().toUTCString(), digest: `SHA-256=${createHash('sha256').update(body).digest('base64')}`, 'content-type': activityJson };
  const names = ['(request-target)', 'host', 'date', 'digest', 'content-type'];
  const lines = names.map((name) => `${name}: ${name === '(request-target)' ? `post ${url.pathname}` : headers[name]}`).join('\n');
  headers.signature = `keyId="${actor}#main-key",algorithm="rsa-sha256",headers="${names.join(' ')}",signature="${createSign('sha256').update(lines).sign(privateKey, 'base64')}"`;
  return { url, headers, body };
}

function send({ url, headers, body }) {
  const begin = performance.now();
  return new Promise((done, fail) => {
    const request = http.request(url, { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) }, agent }, (response) => {
      response.resume().on('end', () => done({ status: response.statusCode, ms: performance.now() - begin }));
    });
    request.on('error', fail).end(body);
  });
}

export async function sendAll(requests, atOnce = 16) {
  const answers = [];
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => { while (next < requests.length) answers.push(await send(requests[next++])); }));
  const odd = answers.filter((answer) => answer.status >= 300);
  if (odd.length > 0) throw new Error(`${odd.length} of ${answers.length} were refused, first with ${odd[0].status}`);
  return answers;
}

const percentile = (answers, part) => answers.map((answer) => answer.ms).sort((a, b) => a - b)[Math.min(answers.length - 1, Math.floor(answers.length * part))];

/** 1,000 signed Create(Note) by 20 actors that are known and followed, 16 at a time, three times. */
export async function inbox(server, { people }, pids, atRest) {
  const remotes = await Remotes.start(1);
  try {
    const [host] = remotes.hosts;
    const reader = people[0];
    const names = Array.from({ length: 20 }, (_, at) => `author${at}`);
    for (const name of names) {
      const account = await reader.find(`${name}@${host}`, 'accounts');
      if (!account) throw new Error(`${name}@${host} is not found`);
      await reader.post(`/api/v1/accounts/${account.id}/follow`);
    }
    await atRest();
    const follows = names.map((name) => signed(`${server.base}/inbox`, `http://${host}/users/${name}`, { id: `http://${host}/accepts/${name}`, type: 'Accept',
      object: { type: 'Follow', actor: reader.account.uri ?? `${server.base}/ap/users/${reader.id}`, object: `http://${host}/users/${name}` } }));
    await sendAll(follows, 1);
    await atRest();
    const runs = [];
    for (let run = 0; run < 3; ++run) {
      const notes = Array.from({ length: 1000 }, (_, at) => {
        const actor = `http://${host}/users/${names[at % names.length]}`;
        const id = `${actor}/statuses/${Date.now()}${run}${at}`;
        const to = ['https://www.w3.org/ns/activitystreams#Public'];
        return signed(`${server.base}/inbox`, actor, { id: `${id}/activity`, type: 'Create', to, cc: [`${actor}/followers`], published: new Date().toISOString(),
          object: { id, type: 'Note', attributedTo: actor, content: `<p>${text(at)}</p>`, to, cc: [`${actor}/followers`], published: new Date().toISOString() } });
      });
      const begin = performance.now();
      const { result, cpu } = await costOf(pids, async () => {
        const answers = await sendAll(notes);
        const accepted = performance.now() - begin;
        await atRest();
        return { answers, accepted, done: performance.now() - begin };
      });
      runs.push({ acceptedPerSecond: 1e6 / result.accepted, workedOffPerSecond: 1e6 / result.done, p50: percentile(result.answers, 0.5), p99: percentile(result.answers, 0.99), ...cpu });
    }
    const visible = (await reader.home(40)).filter((status) => status.account.acct.endsWith(`@${host}`)).length;
    if (visible === 0) throw new Error('no note is in the follower\'s home');
    return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
  } finally {
    remotes.stop();
  }
}

/** 20 posts to 500 followers on 50 hosts, each host with a shared inbox; every signature is checked. */
export async function delivery(server, { people }, pids, atRest) {
  const remotes = await Remotes.start(50);
  try {
    const author = people[1];
    const { id: actor } = await remotes.learnKey(author);
    const follows = Array.from({ length: 500 }, (_, at) => {
      const host = remotes.hosts[at % remotes.hosts.length];
      const follower = `http://${host}/users/reader${at}`;
      return signed(`${server.base}/inbox`, follower, { id: `${follower}/follow`, type: 'Follow', object: actor });
    });
    await sendAll(follows);
    await atRest();
    await eventually('all followers are accepted', () => remotes.arrived.filter((one) => one.type === 'Accept').length === 500, 60_000);
    const runs = [];
    const each = 20 * remotes.hosts.length;
    for (let run = 0; run < 3; ++run) {
      const before = remotes.arrived.length;
      const begin = performance.now();
      const { result, cpu } = await costOf(pids, async () => {
        for (let at = 0; at < 20; ++at) await author.write(`${text(at)} ${run}-${at}`);
        await eventually('all deliveries arrive', () => remotes.arrived.length - before >= each, 60_000);
        return remotes.arrived.at(before + each - 1).at - begin;
      });
      await atRest();
      if (remotes.arrived.length - before !== each) throw new Error(`${remotes.arrived.length - before} deliveries instead of ${each}`);
      const per1000 = (seconds) => (seconds * 1000) / each;
      runs.push({ perSecond: (each * 1000) / result, lastAfterMs: result, server: per1000(cpu.server), postgres: per1000(cpu.postgres), redis: per1000(cpu.redis) });
    }
    if (remotes.wrong > 0) throw new Error(`${remotes.wrong} deliveries had a wrong signature or digest`);
    return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
  } finally {
    remotes.stop();
  }
}
