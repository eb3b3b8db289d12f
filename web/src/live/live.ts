// What happens elsewhere comes in here: over a WebSocket, and by asking now and then while there is none.
import type { Announcement, Conversation, Notification, Status } from '../api/entities';
import { effect } from '@preact/signals';
import { client, instance } from '../session/session';
import { online } from '../shell/offline';
import { keep, statusOf } from '../state/statuses';
import { knownFeed } from '../state/feed';
import { vanish } from '../state/deeds';
import { countUnread, notificationFeed, refreshNotifications, unread } from '../notifications/notifications_state';
import { homeFeed } from '../timelines/home';
import { announcements, loadAnnouncements } from '../timelines/announcements';
import { answered } from '../thread/thread_state';
import { place } from '../shell/router';

/** Asked this often while the socket is down. */
const pollEvery = 30_000;
const firstWait = 1000, longestWait = 60_000;

interface Frame {
  stream: string[];
  event: string;
  payload?: string;
}

export function receive({ stream, event, payload = '' }: Frame) {
  const parsed = <T>() => JSON.parse(payload) as T;
  switch (event) {
    case 'update': return arrived(stream, parsed<Status>());
    case 'status.update': return void keep(parsed<Status>());
    case 'delete': return vanish(payload);
    case 'notification': return notified(parsed<Notification>());
    case 'conversation': return knownFeed<Conversation>('conversations')?.add(parsed<Conversation>(), true);
    case 'announcement': {
      const one = parsed<Announcement>();
      announcements.value = [one, ...(announcements.value ?? []).filter((other) => other.id !== one.id)];
      return;
    }
    case 'announcement.reaction':
    case 'announcement.delete': return void loadAnnouncements();
    case 'notifications_merged': return void refreshNotifications();
  }
}

function arrived([name, detail]: string[], status: Status) {
  const known = statusOf(status.id).peek() !== null;
  keep(status);
  answered(status);
  const feed = { user: 'home', public: 'federated', 'public:local': 'local', hashtag: `tag ${detail}`, list: `list ${detail}` }[name ?? ''];
  if (!feed || (known && knownFeed<string>(feed)?.has(status.id))) return;
  const list = knownFeed<string>(feed);
  if (list && list.state.peek() !== 'new') list.add(status.id);
}

let merging = 0;
function notified(one: Notification) {
  if (one.status) keep(one.status);
  if (place.peek().path !== '/notifications') unread.value += 1;
  // Several at once are fetched together, so that groups stay groups.
  clearTimeout(merging);
  merging = window.setTimeout(() => { if (notificationFeed().state.peek() !== 'new') refreshNotifications().catch(() => undefined); }, 400);
}

/** The name of the list that a stream fills, of the view at this path. */
function feedAt(path: string): string | undefined {
  const tag = /^\/tags\/(.+)$/.exec(path)?.[1], list = /^\/lists\/(\d+)$/.exec(path)?.[1];
  if (path === '/public') return 'federated';
  if (path === '/public/local') return 'local';
  return tag ? `tag ${tag}` : list ? `list ${list}` : undefined;
}

/** Of the list at this path, if it was loaded before, what came while nobody listened for it. */
async function catchUpAt(path: string) {
  const name = feedAt(path);
  if (name) await knownFeed<string>(name)?.catchUp().catch(() => undefined);
}

/** While the socket is lost: up to where nothing of the home timeline is missing. */
let left: string | undefined;
/** By then the server has taken our subscriptions, and what came before them can be asked for. */
const settled = 3000;

/** What was missed since then, or since the newest that we have. Returns up to where nothing of home is missing now. */
async function catchUp(since = left) {
  void countUnread();
  const upTo = await homeFeed().catchUp(since).catch(() => since);
  await catchUpAt(place.peek().path);
  await refreshNotifications().catch(() => undefined);
  return upTo;
}

/** Asks while nobody tells. What oneself writes meanwhile is newer than what is missing. */
async function ask() {
  const upTo = await catchUp();
  if (socket?.readyState !== WebSocket.OPEN) left = upTo;
}

let socket: WebSocket | null = null;
let tries = 0;
const subscribed = new Map<string, Record<string, string>>();

const say = (frame: object) => { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame)); };

/** Listens to a stream besides one's own; returns what ends it. */
export function listen(stream: string, detail: Record<string, string> = {}) {
  const key = JSON.stringify([stream, detail]);
  subscribed.set(key, { stream, ...detail });
  say({ type: 'subscribe', stream, ...detail });
  return () => { subscribed.delete(key); say({ type: 'unsubscribe', stream, ...detail }); };
}

function connect() {
  const address = (instance.peek()?.configuration.urls.streaming || location.origin).replace(/^http/, 'ws');
  // Only our own server is spoken to, whatever name it gives its streams.
  const base = new URL(address).host === location.host ? address : location.origin.replace(/^http/, 'ws');
  let opened: WebSocket;
  try {
    opened = new WebSocket(`${base}/api/v1/streaming`, client.token);
  } catch {
    return again();
  }
  socket = opened;
  opened.onopen = () => {
    if (tries > 0) {
      void catchUp().then((upTo) => setTimeout(() => void catchUp(upTo), settled));
    }
    left = undefined;
    tries = 0;
    say({ type: 'subscribe', stream: 'user' });
    for (const one of subscribed.values()) say({ type: 'subscribe', ...one });
  };
  opened.onmessage = ({ data }) => {
    try {
      const frame = JSON.parse(data as string) as Frame;
      if (frame.event) receive(frame);
    } catch {
      // A frame that we cannot read is none of ours.
    }
  };
  opened.onclose = () => { if (socket === opened) again(); };
}

function again() {
  left ??= homeFeed().newest();
  socket = null;
  const wait = Math.min(longestWait, firstWait * 2 ** tries++);
  setTimeout(connect, wait * (0.75 + Math.random() / 2));
}

/** Timelines that are in sight are listened to, and no others. */
function followPlace() {
  let stop: (() => void) | undefined;
  effect(() => {
    const { path } = place.value;
    stop?.();
    stop = undefined;
    const tag = /^\/tags\/(.+)$/.exec(path)?.[1], list = /^\/lists\/(\d+)$/.exec(path)?.[1];
    if (path === '/public') stop = listen('public');
    else if (path === '/public/local') stop = listen('public:local');
    else if (path === '/conversations') stop = listen('direct');
    else if (tag) stop = listen('hashtag', { tag });
    else if (list) stop = listen('list', { list });
    // Nobody listened for it while it was out of sight.
    void catchUpAt(path);
  });
}

export function startLive() {
  void countUnread();
  connect();
  followPlace();
  setInterval(() => { if (socket?.readyState !== WebSocket.OPEN && !document.hidden && online.peek()) void ask(); }, pollEvery);
  window.addEventListener('online', () => { tries = Math.min(tries, 1); if (!socket) connect(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden && socket?.readyState !== WebSocket.OPEN) void ask(); });
}
