// Somebody with an app: calls the client API with a token that was got as apps get it.
import { createHash, randomBytes } from 'node:crypto';
import { eventually } from './eventually.mjs';
import { walkToCode } from './pages.mjs';

const scope = 'read write follow push';

export class Refused extends Error {
  constructor(method, path, status, body) {
    super(`${method} ${path} answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
    this.status = status;
  }
}

export class Person {
  constructor(server, who, token) {
    Object.assign(this, { server, token, username: who.username, email: who.email, password: who.password });
    this.acct = `${who.username}@${server.domain}`;
  }

  /** Registers an app, walks the pages with PKCE, exchanges the code. */
  static async signIn(server, who) {
    const anyone = new Person(server, who);
    const redirect = `${server.base}/callback`;
    const app = await anyone.post('/api/v1/apps', { client_name: 'federation test', redirect_uris: redirect, scopes: scope });
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const code = await walkToCode(`${server.base}/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: app.client_id, redirect_uri: redirect,
      scope, code_challenge: challenge, code_challenge_method: 'S256' })}`, who);
    const { access_token } = await anyone.post('/oauth/token', { grant_type: 'authorization_code', code, redirect_uri: redirect,
      client_id: app.client_id, client_secret: app.client_secret, code_verifier: verifier });
    const person = new Person(server, who, access_token);
    person.account = await person.get('/api/v1/accounts/verify_credentials');
    person.id = person.account.id;
    return person;
  }

  async call(method, path, body, headers = {}) {
    const response = await fetch(this.server.base + path, { method, signal: AbortSignal.timeout(20_000),
      headers: { ...(this.token && { authorization: `Bearer ${this.token}` }), ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body) });
    const text = await response.text();
    let json;
    try { json = JSON.parse(text); } catch { json = text; }
    if (!response.ok) throw new Refused(method, path, response.status, json);
    return json;
  }
  get(path) { return this.call('GET', path); }
  post(path, body, headers) { return this.call('POST', path, body ?? {}, headers); }

  write(status, options = {}) { return this.post('/api/v1/statuses', { status, ...options }); }

  /** What this person's server knows under a handle or an address; undefined when nothing. */
  async find(query, kind = query.startsWith('http') ? 'statuses' : 'accounts') {
    const found = await this.get(`/api/v2/search?${new URLSearchParams({ q: query, resolve: 'true', type: kind, limit: '5' })}`);
    return found[kind][0];
  }

  /** Follows somebody anywhere and waits until both servers know; returns the account as seen from here. */
  async follow(other) {
    const account = await this.find(other.acct);
    if (!account) throw new Error(`${this.acct} does not find ${other.acct}`);
    await this.post(`/api/v1/accounts/${account.id}/follow`);
    await eventually(`${this.acct} follows ${other.acct}`, async () => (await this.relation(account)).following);
    return account;
  }

  async relation(account) { return (await this.get(`/api/v1/accounts/relationships?id[]=${account.id}`))[0]; }

  /** The status with this address in the home timeline, once it is there. */
  inHome(uri, patience) { return eventually(`${this.acct} reads ${uri}`, async () => (await this.home()).find((status) => status.uri === uri), patience); }
  home(limit = 40) { return this.get(`/api/v1/timelines/home?limit=${limit}`); }

  notified(type, test = () => true) {
    return eventually(`${this.acct} is told of a ${type}`, async () => (await this.get('/api/v1/notifications?limit=40')).find((n) => n.type === type && test(n)));
  }

  status(id) { return this.get(`/api/v1/statuses/${id}`); }
  /** Waits until a status of this server is as the test wants it. */
  sees(id, what, test) {
    return eventually(`${this.acct} sees ${what}`, async () => { const status = await this.status(id); return test(status) && status; });
  }
  /** Waits until a status is gone from this server. */
  misses(id) {
    return eventually(`${this.acct} finds ${id} no more`, async () => {
      try { await this.status(id); return false; } catch (error) { return error.status === 404; }
    });
  }
}
