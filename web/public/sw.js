// Keeps the app's own files, so that it opens at once and without a network, and shows pushed notifications.
const store = 'dunlin-app';
const root = '/app/';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** Hashed files never change: from the store, else fetched and kept. */
async function hashed(request) {
  const kept = await caches.open(store);
  const found = await kept.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
}

/** The page comes from the network, so that an update shows; what was kept stands in while there is none. */
async function page(request) {
  const kept = await caches.open(store);
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      const text = await answer.clone().text();
      await kept.put(root, answer.clone());
      // Files of older builds are of no more use.
      for (const one of await kept.keys()) {
        const { pathname } = new URL(one.url);
        if (/\/assets\/index-/.test(pathname) && !text.includes(pathname)) await kept.delete(one);
      }
    }
    return answer;
  } catch (error) {
    const found = await kept.match(root);
    if (found) return found;
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(root)) return;
  if (url.pathname.startsWith(root + 'assets/')) event.respondWith(hashed(request));
  else if (request.mode === 'navigate') event.respondWith(page(request));
});

self.addEventListener('push', (event) => {
  if (!event.data) return;
  const said = event.data.json();
  event.waitUntil(self.registration.showNotification(said.title, { body: said.body, icon: said.icon, tag: String(said.notification_id), lang: said.preferred_locale }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const [open] = await self.clients.matchAll({ type: 'window' });
    if (!open) return self.clients.openWindow(root + 'notifications');
    // Some browsers let nobody come to the front; the view changes all the same.
    await open.focus().catch(() => undefined);
    open.postMessage({ go: '/notifications' });
  })());
});
