import { signal } from '@preact/signals';
import type { NotificationGroup } from '../api/entities';
import { api } from '../session/session';
import { feed, type Feed } from '../state/feed';
import { keepPeople } from '../state/people';
import { keepAll } from '../state/statuses';

export const unread = signal(0);
const grouped = ['favourite', 'reblog', 'follow'];

export function notificationFeed(types?: string): Feed<NotificationGroup> {
  return feed(`notifications ${types ?? ''}`, async (query, abort) => {
    const page = await api.notifications({ grouped_types: grouped, limit: 40, ...(types ? { types: types.split(' ') } : {}), ...query }, abort);
    keepPeople(page.accounts);
    keepAll(page.statuses);
    const last = page.notification_groups.at(-1);
    return { items: page.notification_groups, ...(last?.page_min_id && page.notification_groups.length >= 10 ? { next: { max_id: last.page_min_id } } : {}) };
  }, (one) => one.group_key);
}

export async function countUnread() {
  unread.value = (await api.unread().catch(() => ({ count: unread.value }))).count;
}

/** All of them have been in sight. */
export async function markRead() {
  const newest = notificationFeed().items.value.reduce((most, one) => Math.max(most, one.most_recent_notification_id), 0);
  if (newest === 0 || unread.value === 0) return;
  unread.value = 0;
  await api.mark('notifications', String(newest)).catch(() => undefined);
}

/** The newest page again, merged into what stands there; groups that grew move up. */
export async function refreshNotifications() {
  const list = notificationFeed();
  if (list.state.value === 'new') return;
  const page = await list.load({});
  const keys = new Set(page.items.map((one) => one.group_key));
  list.items.value = [...page.items, ...list.items.value.filter((one) => !keys.has(one.group_key))];
}
