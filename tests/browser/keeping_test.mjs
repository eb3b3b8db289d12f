// What must not be lost, whatever goes away: the page, the browser, the network, the server; and what must stay small.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../federation/drive/eventually.mjs';
import { Server } from '../federation/drive/server.mjs';
import { goTo, newPage, openBrowser, signIn } from './drive/browser.mjs';
import { picture } from './drive/picture.mjs';

const has = (page, words, selector = 'main') => page.waitForFunction((inside, wanted) => [...document.querySelectorAll(inside)].some((one) => one.textContent.includes(wanted)), {}, selector, words);
const card = (id) => `article[data-status="${id}"]`;
const write = async (page) => { await page.keyboard.press('n'); await page.waitForSelector('dialog.compose textarea'); };
const valueOf = (page, selector) => page.$eval(selector, (one) => one.value);

describe('whatever goes away', { timeout: 600_000 }, () => {
  let server, ann, ben, folder, file, profile;
  const open = [];

  before(async () => {
    server = await Server.start('keeping');
    [ann, ben] = [await server.person('ann'), await server.person('ben')];
    await ann.post(`/api/v1/accounts/${ben.id}/follow`);
    folder = mkdtempSync(join(tmpdir(), 'dunlin-browser-'));
    profile = join(folder, 'profile');
    file = join(folder, 'hills.png');
    writeFileSync(file, picture(300, 200));
  });
  after(async () => {
    for (const one of open) await one.close().catch(() => undefined);
    await server?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function browse(where) {
    const browser = await openBrowser(where);
    open.push(browser);
    return browser;
  }
  /** Ends the browser as a crash does. */
  async function kill(browser) {
    const child = browser.process();
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  }

  test('when the browser is killed: text, warning, poll and picture are there again', async () => {
    let browser = await browse(profile);
    let page = await newPage(browser, server, { context: browser.defaultBrowserContext() });
    await signIn(page, server, ann);
    // Who signed in long ago is known on the disk.
    await browser.close();
    browser = await browse(profile);
    page = await newPage(browser, server, { context: browser.defaultBrowserContext() });
    await goTo(page, server, '/');
    await write(page);
    await page.type('dialog.compose textarea', 'Written before the crash');
    await page.locator('dialog.compose [aria-label="Content warning"]').click();
    await page.type('dialog.compose .warning', 'Careful');
    await (await page.$('dialog.compose input[type=file]')).uploadFile(file);
    await page.waitForSelector('.attached .describe');
    await page.keyboard.down('Alt');
    await page.keyboard.press('KeyN');
    await page.keyboard.up('Alt');
    await page.waitForFunction(() => document.querySelector('dialog.compose textarea')?.value === '');
    await page.locator('dialog.compose [aria-label="Poll"]').click();
    await page.type('.poll-editor input[aria-label="Choice 1"]', 'Tea');
    await page.type('.poll-editor input[aria-label="Choice 2"]', 'Coffee');
    await page.type('dialog.compose textarea', 'Second');
    await eventually('the database has it', () => page.evaluate(() => new Promise((done) => {
      const request = window.indexedDB.open('dunlin');
      request.onsuccess = () => {
        const all = request.result.transaction('drafts').objectStore('drafts').getAll();
        all.onsuccess = () => { request.result.close(); done(JSON.stringify(all.result).includes('"text":"Second"')); };
      };
    })));
    await kill(browser);

    browser = await browse(profile);
    page = await newPage(browser, server, { context: browser.defaultBrowserContext() });
    await goTo(page, server, '/');
    await write(page);
    assert.equal(await valueOf(page, 'dialog.compose textarea'), 'Second');
    assert.deepEqual(await page.$$eval('.poll-editor input[type=text]', (all) => all.map((one) => one.value)), ['Tea', 'Coffee']);
    await page.locator('dialog.compose [aria-label="Drafts"]').click();
    await page.locator('.draft-list ::-p-text(Written before the crash)').click();
    await page.waitForFunction(() => document.querySelector('dialog.compose .warning')?.value === 'Careful');
    await page.waitForSelector('.attached img');
    await page.locator('dialog.compose button[type=submit]').click();
    await eventually('it is published', async () => {
      const [status] = await ann.get(`/api/v1/accounts/${ann.id}/statuses`);
      return status?.spoiler_text === 'Careful' && status.media_attachments.length === 1;
    });
    await browser.close();
  });

  test('when the page goes while a picture is on its way up: it goes up again', async () => {
    const browser = await browse();
    const page = await newPage(browser, server);
    await signIn(page, server, ann);
    // The upload is held as a slow network holds it.
    // What the service worker lets pass is not seen by the interception.
    await page.setBypassServiceWorker(true);
    await page.setRequestInterception(true);
    let held = 0;
    const hold = (request) => { if (request.url().endsWith('/api/v2/media') && ++held === 1) return; void request.continue(); };
    page.on('request', hold);
    await write(page);
    await page.type('dialog.compose textarea', 'With a slow picture');
    await (await page.$('dialog.compose input[type=file]')).uploadFile(file);
    await eventually('the upload begins', () => held === 1);
    await page.waitForSelector('.attached progress');
    await page.reload();
    await page.waitForSelector('.columns .head');
    await write(page);
    assert.equal(await valueOf(page, 'dialog.compose textarea'), 'With a slow picture');
    await page.waitForSelector('.attached .describe');
    assert.equal(held, 2);
    await page.locator('dialog.compose button[type=submit]').click();
    await eventually('it is published', async () => (await ann.get(`/api/v1/accounts/${ann.id}/statuses?limit=1`))[0].media_attachments.length === 1);
    await browser.close();
  });

  test('when the server is away while 150 posts come: all of them join what was there', async () => {
    const browser = await browse();
    const page = await newPage(browser, server);
    const first = await ben.write('Before the outage');
    await signIn(page, server, ann);
    await page.waitForSelector(card(first.id));
    await server.end();
    // Another process, so that the page cannot reach it, takes the posts.
    const port = server.port;
    const twin = await server.twin();
    for (let round = 0; round < 15; ++round) {
      await Promise.all(Array.from({ length: 10 }, (_, at) => fetch(`${twin.base}/api/v1/statuses`, { method: 'POST', headers: { authorization: `Bearer ${ben.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ status: `missed ${round * 10 + at}` }) })));
    }
    // What reaches the timeline later comes over the stream and not by catching up.
    await eventually('all stand in the timeline', async () => {
      const ids = new Set();
      for (let last = ''; ;) {
        const page = await (await fetch(`${twin.base}/api/v1/timelines/home?limit=40${last && `&max_id=${last}`}`, { headers: { authorization: `Bearer ${ann.token}` } })).json();
        if (page.length === 0) return ids.size >= 151;
        for (const one of page) ids.add(last = one.id);
      }
    }, 30_000);
    await twin.end();
    server.port = port;
    await server.serve();
    await page.waitForSelector('.fresh button', { timeout: 60_000 });
    await eventually('all wait at the top', () => page.$eval('.fresh button', (one) => one.textContent.startsWith('150 ')), 30_000);
    await page.keyboard.press('.');
    const all = new Set();
    await page.evaluate(() => window.scrollTo(0, 0));
    await eventually('every one of them stands in the list', async () => {
      for (const text of await page.$$eval('article.status', (found) => found.map((one) => /missed \d+/.exec(one.textContent)?.[0]).filter(Boolean))) all.add(text);
      await page.evaluate(() => new Promise((done) => { 
        // Heights change as posts come into sight: what was jumped over is seen on the next way down.
        const end = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
        if (end) window.scrollTo(0, 0); else window.scrollBy(0, 600);
        requestAnimationFrame(() => requestAnimationFrame(done));
      }));
      return all.size === 150;
    }, 60_000).catch((error) => { throw new Error(`${error.message}; of 150 there are ${all.size}, without ${Array.from({ length: 150 }, (_, at) => at).filter((at) => !all.has(`missed ${at}`))}`); });
    await browser.close();
  });

  test('needs no mouse from the sign-in to the post', async () => {
    const browser = await browse();
    const page = await newPage(browser, server);
    await page.goto(`${server.base}/app/`);
    await page.waitForSelector('.welcome .primary');
    const reach = async (what, selector) => {
      for (let steps = 0; steps < 60; ++steps) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`Tab does not reach ${what}`);
    };
    await reach('signing in', '.welcome .primary');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await page.waitForSelector('input[type=password]');
    await reach('the address', 'input[name="email"], input[type=text]');
    await page.keyboard.type(ben.email);
    await reach('the password', 'input[type=password]');
    await page.keyboard.type(ben.password);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    if (page.url().includes('/oauth/authorize')) {
      await reach('consent', 'form button.primary');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    }
    await page.waitForSelector('.columns .head', { timeout: 20_000 });
    await write(page);
    await page.keyboard.type('Typed without a mouse');
    const alt = async (code) => { await page.keyboard.down('Alt'); await page.keyboard.press(code); await page.keyboard.up('Alt'); };
    await alt('KeyX');
    await page.waitForFunction(() => document.activeElement?.matches('.warning'));
    await page.keyboard.type('Keys');
    await page.keyboard.down('Shift'); await page.keyboard.press('Tab'); await page.keyboard.up('Shift');
    await reach('publishing', 'dialog.compose button[type=submit]');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !document.querySelector('dialog.compose'));
    const [status] = await ben.get(`/api/v1/accounts/${ben.id}/statuses?limit=1`);
    assert.equal(status.spoiler_text, 'Keys');
    await page.waitForSelector(card(status.id));
    // Walks there, opens the warning, likes, keeps, and writes an answer that Escape leaves among the drafts.
    for (let steps = 0; steps < 10 && await page.evaluate(() => document.activeElement.dataset.status) !== status.id; ++steps) await page.keyboard.press(steps ? 'ArrowDown' : 'j');
    await page.keyboard.press('x');
    await has(page, 'Typed without a mouse', card(status.id));
    await page.keyboard.press('f');
    await page.waitForSelector(`${card(status.id)} [data-act=favourite][aria-pressed=true]`);
    await page.keyboard.press('r');
    await page.waitForSelector('dialog.compose textarea');
    await page.keyboard.type('half an answer');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog.compose'));
    assert.equal(await page.evaluate(() => document.activeElement.dataset.status), status.id, 'the focus is where it was');
    await page.keyboard.press('?');
    await has(page, 'Blocked people', 'dialog .shortcuts');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog'));
    for (const [key, path] of [['n', '/notifications'], ['l', '/public/local'], ['t', '/public'], ['d', '/conversations'], ['s', '/settings'], ['f', '/favourites'], ['u', '/@ben'], ['b', '/blocks'], ['m', '/mutes'], ['r', '/follow_requests'], ['p', '/@ben'], ['h', '/']]) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForFunction((wanted) => location.pathname === `/app${wanted}`, {}, path);
    }
    await page.keyboard.press('s');
    await page.waitForFunction(() => document.activeElement?.matches('[data-search]'));
    await page.keyboard.press('Escape');
    assert.ok(await page.evaluate(() => !document.activeElement?.matches('input')));
    await browser.close();
  });

  test('posts here alone, says who may answer, and sees the language', async () => {
    const browser = await browse();
    const page = await newPage(browser, server);
    await signIn(page, server, ann);
    await write(page);
    await page.type('dialog.compose textarea', 'Heute war es nicht so kalt, aber der Wind und die Wellen waren noch da');
    await page.waitForFunction(() => document.querySelector('dialog.compose .language').value === 'de');
    await page.locator('dialog.compose [aria-label="Only on this server"]').click();
    await page.select('dialog.compose [aria-label="Who can reply"]', 'mentioned');
    await page.locator('dialog.compose button[type=submit]').click();
    await page.waitForFunction(() => !document.querySelector('dialog.compose'));
    const [status] = await ann.get(`/api/v1/accounts/${ann.id}/statuses?limit=1`);
    assert.deepEqual([status.local_only, status.language, status.interaction_policy.can_reply.always], [true, 'de', ['author', 'mentioned']]);
    await browser.close();
  });

  test('holds 3,000 posts in a small document and heap, and comes back to its place', async () => {
    const body = (at) => JSON.stringify({ status: `post number ${at}, about as long as posts are: a sentence, another one, and #tag${at % 7}` });
    for (let at = 0; at < 3000; at += 20) await Promise.all(Array.from({ length: 20 }, (_, each) => fetch(`${server.base}/api/v1/statuses`, { method: 'POST', headers: { authorization: `Bearer ${ann.token}`, 'content-type': 'application/json' }, body: body(at + each) })));
    const browser = await browse();
    const page = await newPage(browser, server);
    await signIn(page, server, ben);
    await goTo(page, server, '/@ann');
    await page.waitForSelector('article.status');
    const measure = async () => {
      const session = await page.createCDPSession();
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.enable').then(() => session.send('Performance.getMetrics'));
      await session.detach();
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    };
    const begin = await measure();
    let most = 0;
    await eventually('3,000 posts were scrolled through', async () => {
      const [nodes, end] = await page.evaluate(() => {
        window.scrollTo(0, document.documentElement.scrollHeight);
        return [document.querySelectorAll('*').length, document.querySelector('.the-end') !== null];
      });
      most = Math.max(most, nodes);
      return end;
    }, 180_000);
    const done = await measure();
    const grown = (done.JSHeapUsedSize - begin.JSHeapUsedSize) / 1e6;
    console.log(`3,000 posts: at most ${most} elements, heap ${(begin.JSHeapUsedSize / 1e6).toFixed(1)} → ${(done.JSHeapUsedSize / 1e6).toFixed(1)} MB, ${done.Nodes} nodes`);
    assert.ok(most < 3000, `${most} elements`);
    assert.ok(grown < 60, `the heap grew by ${grown} MB`);
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
    const seen = () => page.evaluate(() => { const one = [...document.querySelectorAll('article.status')].find((each) => each.getBoundingClientRect().top > 100); return one ? [one.dataset.status, Math.round(one.getBoundingClientRect().top)] : []; });
    let before = [];
    await eventually('the page stands still', async () => { const now = await seen(); const same = now[0] !== undefined && String(now) === String(before); before = now; return same; });
    await page.click(`${card(before[0])} .when`);
    await page.waitForSelector('.whole');
    await page.goBack();
    await page.waitForSelector(card(before[0]));
    const [id, top] = await seen();
    assert.equal(id, before[0]);
    assert.ok(Math.abs(top - before[1]) < 40, `${top} and not ${before[1]}`);
    await browser.close();
  });
});
