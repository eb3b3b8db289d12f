// Who is here. There is one session per page: changing the account loads the page anew, so nothing of one account can
// show up in another's.
import { signal } from '@preact/signals';
import { calls, type Calls } from '../api/calls';
import { Client } from '../api/client';
import type { CredentialAccount, CustomEmoji, Instance } from '../api/entities';
import { accounts, currentId, forgetAccount, keepAccount, read, write, type StoredAccount } from './stored';

export let account: StoredAccount | null = null;
export let api: Calls;
export let client: Client;
export const me = signal<CredentialAccount | null>(null);
export const instance = signal<Instance | null>(null);
export const emojis = signal<CustomEmoji[]>([]);

/** Takes the stored account, shows what is known of it, and asks the server for the rest behind the scenes. */
export function startSession(): boolean {
  const all = accounts();
  account = all.find((one) => one.id === currentId()) ?? all[0] ?? null;
  client = new Client('', account?.token);
  api = calls(client);
  instance.value = read<Instance | null>('instance', null);
  if (!account) return false;
  const { id } = account;
  client.onSignedOut = () => {
    forgetAccount(id);
    location.assign('/app/');
  };
  me.value = read<CredentialAccount | null>(`me.${id}`, null);
  void refresh(account);
  return true;
}

async function refresh(stored: StoredAccount) {
  const [now, about] = await Promise.allSettled([api.me(), api.instance()]);
  if (now.status === 'fulfilled') {
    me.value = now.value;
    write(`me.${stored.id}`, now.value);
    keepAccount({ ...stored, acct: now.value.acct, name: now.value.display_name || now.value.username, avatar: now.value.avatar });
  }
  if (about.status === 'fulfilled') {
    instance.value = about.value;
    write('instance', about.value);
  }
}

let asked = false;
/** Custom emoji are many: only who writes asks for them. */
export async function loadEmojis() {
  if (asked) return;
  asked = true;
  emojis.value = await api.emojis().catch(() => { asked = false; return []; });
}

export function switchTo(id: string) {
  write('current', id);
  location.assign('/app/');
}
