// What one does with a status: shown at once, taken back with a reason when the server refuses.
import { signal } from '@preact/signals';
import type { Deed } from '../api/calls';
import type { Status } from '../api/entities';
import { account as mine, api } from '../session/session';
import { tell, reasonOf } from '../ui/toast';
import { t, type Key } from '../words/words';
import { everyFeed } from './feed';
import { boostsOf, change, drop, keep, statusOf } from './statuses';

type Mark = 'favourited' | 'reblogged' | 'bookmarked' | 'pinned' | 'muted';
interface Kind {
  mark: Mark;
  on: Deed;
  off: Deed;
  count?: 'favourites_count' | 'reblogs_count';
  failed: Key;
}

const kinds = {
  favourite: { mark: 'favourited', on: 'favourite', off: 'unfavourite', count: 'favourites_count', failed: 'failed.favourite' },
  boost: { mark: 'reblogged', on: 'reblog', off: 'unreblog', count: 'reblogs_count', failed: 'failed.boost' },
  bookmark: { mark: 'bookmarked', on: 'bookmark', off: 'unbookmark', failed: 'failed.bookmark' },
  pin: { mark: 'pinned', on: 'pin', off: 'unpin', failed: 'failed.pin' },
  mute: { mark: 'muted', on: 'mute', off: 'unmute', failed: 'failed.mute' },
} satisfies Record<string, Kind>;

export type Act = keyof typeof kinds;

/** What is on its way, so that quick presses end as the last one meant. */
const running = new Map<string, Promise<void>>();

export async function toggle(id: string, act: Act) {
  const kind: Kind = kinds[act];
  const before = statusOf(id).value;
  if (!before) return;
  const on = !before[kind.mark];
  const step = on ? 1 : -1;
  change(id, { [kind.mark]: on, ...(kind.count ? { [kind.count]: Math.max(0, before[kind.count] + step) } : {}) });
  const name = `${id} ${act}`;
  const turn = (running.get(name) ?? Promise.resolve()).then(async () => {
    try {
      const after = await api.deed(id, on ? kind.on : kind.off);
      const last = running.get(name) === turn;
      if (last) keep(after.reblog ?? after);
    } catch (error) {
      const now = statusOf(id).value;
      if (now && now[kind.mark] === on) change(id, { [kind.mark]: !on, ...(kind.count ? { [kind.count]: Math.max(0, now[kind.count] - step) } : {}) });
      tell(t(kind.failed), reasonOf(error));
    } finally {
      if (running.get(name) === turn) running.delete(name);
    }
  });
  running.set(name, turn);
  return turn;
}

/** Takes a status and boosts of it out of every list. */
export function vanish(id: string) {
  for (const one of [id, ...boostsOf(id)]) {
    for (const [, feed] of everyFeed()) feed.remove(one);
    drop(one);
  }
}

/** Those that go as soon as the server has said so. */
export const leaving = signal<ReadonlySet<string>>(new Set());

export async function erase(id: string): Promise<Status | null> {
  leaving.value = new Set(leaving.value).add(id);
  try {
    const gone = await api.erase(id);
    vanish(id);
    return gone;
  } catch (error) {
    tell(t('failed.delete'), reasonOf(error));
    return null;
  } finally {
    const left = new Set(leaving.value);
    left.delete(id);
    leaving.value = left;
  }
}

export const isMine = (status: Status) => status.account.id === mine?.id;

export async function vote(status: string, choices: number[]) {
  const before = statusOf(status).value;
  if (!before?.poll) return;
  const { poll } = before;
  const options = poll.options.map((one, at) => ({ ...one, votes_count: one.votes_count === null ? null : one.votes_count + (choices.includes(at) ? 1 : 0) }));
  change(status, { poll: { ...poll, options, voted: true, own_votes: choices, votes_count: poll.votes_count + choices.length,
    voters_count: poll.voters_count === null ? null : poll.voters_count + 1 } });
  try {
    change(status, { poll: await api.vote(poll.id, choices) });
  } catch (error) {
    change(status, { poll });
    tell(t('failed.vote'), reasonOf(error));
  }
}
