// Signing in the way every app does: register once per browser, authorization code with PKCE.
import { Client } from '../api/client';
import { Problem } from '../api/problem';
import type { CredentialAccount, CredentialApplication, Token } from '../api/entities';
import { forget } from './kept';
import { root } from '../shell/router';
import { forgetAccount, keepAccount, read, write, type StoredAccount, type StoredClient } from './stored';

const scope = 'read write follow push';
const redirectUri = () => `${location.origin}${root}/signed_in`;

interface Attempt {
  state: string;
  verifier: string;
}

const base64url = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

async function register(): Promise<StoredClient> {
  const known = read<StoredClient | null>('client', null);
  if (known) return known;
  const { client_id, client_secret } = await new Client('').post<CredentialApplication>('/api/v1/apps', {
    client_name: 'Dunlin in the browser', redirect_uris: redirectUri(), scopes: scope, website: location.origin });
  const made = { client_id, client_secret };
  write('client', made);
  return made;
}

/** Leaves for the server's sign-in page. `other`: asks who it is, even where somebody is signed in. */
export async function signIn(other = false) {
  const { client_id } = await register();
  const attempt: Attempt = { state: random(), verifier: random() };
  write('attempt', attempt);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(attempt.verifier));
  location.assign(`/oauth/authorize?${new URLSearchParams({
    response_type: 'code', client_id, redirect_uri: redirectUri(), scope, state: attempt.state,
    code_challenge: base64url(new Uint8Array(digest)), code_challenge_method: 'S256', ...(other ? { force_login: 'true' } : {}) })}`);
}

export class Denied extends Error {}

/** Back from the server's pages: takes the code for a token. */
export async function finishSignIn(query: URLSearchParams) {
  const attempt = read<Attempt | null>('attempt', null);
  write('attempt', null);
  const code = query.get('code');
  if (!code || !attempt || query.get('state') !== attempt.state) throw new Denied();
  const client = await register();
  let token: Token;
  try {
    token = await new Client('').post<Token>('/oauth/token', { ...client, grant_type: 'authorization_code', code, redirect_uri: redirectUri(), code_verifier: attempt.verifier });
  } catch (error) {
    // The server forgot this app: the next attempt registers it again.
    if (error instanceof Problem && error.status === 401) write('client', null);
    throw error;
  }
  const me = await new Client('', token.access_token).get<CredentialAccount>('/api/v1/accounts/verify_credentials');
  keepAccount({ id: me.id, acct: me.acct, name: me.display_name || me.username, avatar: me.avatar, token: token.access_token });
}

/** Gives the token back. Signed out here even when the server cannot be told. */
export async function signOut(account: StoredAccount) {
  const client = read<StoredClient | null>('client', null);
  forgetAccount(account.id);
  for (const name of ['drafts', 'me', 'instance']) write(`${name}.${account.id}`, null);
  void forget('drafts', `drafts.${account.id}`);
  if (client) await new Client('').post('/oauth/revoke', { ...client, token: account.token }).catch(() => undefined);
}
