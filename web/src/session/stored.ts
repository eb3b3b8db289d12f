// What the browser keeps: who is signed in, and what each of them left unfinished.

export interface StoredAccount {
  id: string;
  acct: string;
  name: string;
  avatar: string;
  token: string;
}

export interface StoredClient {
  client_id: string;
  client_secret: string;
}

export function read<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`dunlin.${name}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function write(name: string, value: unknown) {
  try {
    if (value === undefined || value === null) localStorage.removeItem(`dunlin.${name}`);
    else localStorage.setItem(`dunlin.${name}`, JSON.stringify(value));
  } catch {
    // Full or forbidden: this visit goes on without.
  }
}

export const accounts = () => read<StoredAccount[]>('accounts', []);
export const currentId = () => read<string | null>('current', null);

export function keepAccount(account: StoredAccount) {
  write('accounts', [...accounts().filter((one) => one.id !== account.id), account]);
  write('current', account.id);
}

export function forgetAccount(id: string) {
  const left = accounts().filter((one) => one.id !== id);
  write('accounts', left);
  write('current', left[0]?.id ?? null);
}
