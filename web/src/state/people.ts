import { signal, type Signal } from '@preact/signals';
import type { Account, Relationship } from '../api/entities';
import { account as mine, api } from '../session/session';

const people = new Map<string, Signal<Account | null>>();
const bonds = new Map<string, Signal<Relationship | null>>();

function slot<T>(all: Map<string, Signal<T | null>>, id: string): Signal<T | null> {
  let found = all.get(id);
  if (!found) all.set(id, (found = signal<T | null>(null)));
  return found;
}

export const personOf = (id: string) => slot(people, id);

export function keepPeople(accounts: readonly Account[]) {
  for (const one of accounts) slot(people, one.id).value = one;
}

const wanted = new Set<string>();

/** How we stand to somebody. Asked for many at once, a moment later. */
export function bondOf(id: string): Signal<Relationship | null> {
  const found = slot(bonds, id);
  if (!found.peek() && id !== mine?.id && !wanted.has(id)) {
    if (wanted.size === 0) queueMicrotask(() => void ask());
    wanted.add(id);
  }
  return found;
}

/** As many as the server takes in one request. */
const most = 40;

async function ask() {
  const ids = [...wanted];
  wanted.clear();
  for (let at = 0; at < ids.length; at += most) {
    const found = await api.relationships(ids.slice(at, at + most)).catch(() => []);
    for (const one of found) slot(bonds, one.id).value = one;
  }
}

export function keepBond(bond: Relationship) { slot(bonds, bond.id).value = bond; }
