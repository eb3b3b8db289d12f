// Web push, from the switch in the settings to the notification that is clicked. No push service of a browser maker is
// asked: the browser's own subscribe() is answered by a receiver here, which reads what the server sends and hands it on.
import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import ece from 'http_ece';
import { eventually } from '../federation/drive/eventually.mjs';
import { Server } from '../federation/drive/server.mjs';
import { goTo, newPage, openBrowser, signIn } from './drive/browser.mjs';

describe('push', { timeout: 120_000 }, () => {
  let server, browser, page, ann, ben, receiver, session;
  const arrived = [], keys = createECDH('prime256v1'), secret = randomBytes(16), workers = new Map();

  before(async () => {
    keys.generateKeys();
    receiver = createServer((request, response) => {
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece)).on('end', () => {
        arrived.push({ path: request.url, ...JSON.parse(ece.decrypt(Buffer.concat(pieces), { version: 'aes128gcm', privateKey: keys, authSecret: secret.toString('base64url') })) });
        response.writeHead(201).end();
      });
    });
    await new Promise((done) => receiver.listen(0, '127.0.0.1', done));
    server = await Server.start('browser push');
    [ann, ben] = [await server.person('ann'), await server.person('ben')];
    browser = await openBrowser();
    page = await newPage(browser, server);
    await page.browserContext().overridePermissions(server.base, ['notifications']);
    await page.evaluateOnNewDocument((made) => {
      const subscription = { ...made, toJSON: () => made, unsubscribe: () => { localStorage.removeItem('pushed'); return Promise.resolve(true); } };
      PushManager.prototype.subscribe = (how) => { localStorage.setItem('pushed', how.applicationServerKey.length); return Promise.resolve(subscription); };
      PushManager.prototype.getSubscription = () => Promise.resolve(localStorage.getItem('pushed') ? subscription : null);
    }, { endpoint: `http://localhost:${receiver.address().port}/push/ann`, keys: { p256dh: keys.getPublicKey('base64url'), auth: secret.toString('base64url') } });
    session = await page.createCDPSession();
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => { for (const one of registrations) workers.set(one.registrationId, one); });
    await session.send('ServiceWorker.enable');
    await signIn(page, server, ann);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await eventually('the worker is known', () => workers.size > 0);
  });
  after(async () => {
    await browser?.close();
    receiver?.close();
    await server?.stop();
  });

  const notifications = () => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, tag, lang }) => ({ title, body, tag, lang })));
  /** As the push service of a browser hands it on. What comes before the worker first runs is dropped; twice is shown once. */
  const shown = (message) => eventually('it is shown', async () => {
    await session.send('ServiceWorker.deliverPushMessage', { origin: server.base, registrationId: [...workers.keys()].at(-1), data: JSON.stringify(message) });
    return (await notifications()).find((one) => one.tag === String(message.notification_id));
  });

  const press = async () => {
    await goTo(page, server, '/settings');
    await (await page.waitForSelector('xpath/.//label[contains(., "Tell me even when")]/input')).click();
  };
  /** What the server holds for the app of this page. */
  const held = async () => {
    const token = await page.evaluate(() => JSON.parse(localStorage.getItem('dunlin.accounts')).find((one) => one.acct === 'ann').token);
    return fetch(`${server.base}/api/v1/push/subscription`, { headers: { authorization: `Bearer ${token}` } });
  };

  test('begins with a switch in the settings', async () => {
    await press();
    await eventually('the server has it', async () => (await held()).ok);
    const own = await (await held()).json();
    assert.match(own.endpoint, /\/push\/ann$/);
    assert.equal(own.alerts.mention, true);
    assert.equal(await page.evaluate(() => localStorage.getItem('pushed')), '65');
  });

  test('brings a mention, which a click opens', async () => {
    await ben.write('@ann the ferry runs again');
    const message = await eventually('it is sent', () => arrived.find((one) => one.notification_type === 'mention'));
    assert.match(message.title, /ben/);
    const one = await shown(message);
    assert.deepEqual([one.title, one.body], [message.title, message.body]);
    assert.match(one.body, /the ferry runs again/);
    const worker = await (await browser.waitForTarget((target) => target.type() === 'service_worker' && target.url().startsWith(server.base))).worker();
    await worker.evaluate(async () => {
      const [first] = await self.registration.getNotifications();
      self.dispatchEvent(new NotificationEvent('notificationclick', { notification: first }));
    });
    await page.waitForFunction(() => location.pathname === '/app/notifications');
    await page.waitForFunction(() => document.querySelector('main').textContent.includes('the ferry runs again'));
    await eventually('it is taken away', async () => (await notifications()).length === 0);
  });

  test('shows each message that is pushed', async () => {
    for (const [at, name] of [[901, 'ann'], [902, 'ben']]) await shown({ notification_id: at, title: `To ${name}`, body: 'Somebody mentioned you', preferred_locale: 'en' });
    assert.deepEqual((await notifications()).map((one) => one.title).sort(), ['To ann', 'To ben']);
  });

  test('ends with the switch', async () => {
    await press();
    await eventually('the server has forgotten it', async () => (await held()).status === 404);
    assert.deepEqual(page.wrongs.filter((one) => !/streaming/.test(one)), []);
  });
});
