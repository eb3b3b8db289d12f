import { signal, type Signal } from '@preact/signals';
import type { Status } from '../api/entities';
import { api } from '../session/session';
import { keep, keepAll, statusOf } from '../state/statuses';

export interface Thread {
  above: string[];
  below: string[];
  state: 'loading' | 'ready' | 'failed';
  /** The server is still fetching replies of others. */
  filling: boolean;
}

const threads = new Map<string, Signal<Thread>>();

export function threadOf(id: string): Signal<Thread> {
  let found = threads.get(id);
  if (!found) threads.set(id, (found = signal<Thread>({ above: [], below: [], state: 'loading', filling: false })));
  return found;
}

/** A reply was published: it stands in the threads that are known. */
export function answered(status: Status) {
  for (const [id, thread] of threads) {
    const { below } = thread.value;
    if (status.in_reply_to_id === id || below.includes(status.in_reply_to_id ?? '')) thread.value = { ...thread.value, below: [...below.filter((one) => one !== status.id), status.id] };
  }
}

const rounds = 8;

export async function load(id: string, round = 0): Promise<void> {
  const thread = threadOf(id);
  try {
    const [status, response] = await Promise.all([round === 0 ? api.status(id) : null, api.context(id)]);
    if (status) keep(status);
    const context = await api.contextOf(response);
    const retry = /retry=(\d+)/.exec(response.headers.get('Mastodon-Async-Refresh') ?? '')?.[1];
    const filling = retry !== undefined && round < rounds;
    thread.value = { above: keepAll(context.ancestors), below: keepAll(context.descendants), state: 'ready', filling };
    if (filling) setTimeout(() => void load(id, round + 1), Number(retry) * 1000);
  } catch {
    if (round === 0) thread.value = { ...thread.value, state: 'failed' };
  }
}

export interface Branch {
  id: string;
  depth: number;
  children: Branch[];
}

/** The replies as the tree they are. A reply to something unknown stands at the top. */
export function branches(top: string, ids: readonly string[]): Branch[] {
  const all = new Map<string, Branch>();
  const roots: Branch[] = [];
  for (const id of ids) {
    const parent = statusOf(id).value?.in_reply_to_id ?? top;
    const under = parent === top ? undefined : all.get(parent);
    const branch = { id, depth: under ? under.depth + 1 : 0, children: [] };
    all.set(id, branch);
    (under?.children ?? roots).push(branch);
  }
  return roots;
}

export const sizeOf = (branch: Branch): number => branch.children.reduce((sum, one) => sum + sizeOf(one), 1);
