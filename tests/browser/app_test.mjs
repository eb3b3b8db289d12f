// People at the timeline app, in a real browser.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { after, before, beforeEach, describe, test } from 'node:test';
import { eventually } from '../federation/drive/eventually.mjs';
import { Server } from '../federation/drive/server.mjs';
import { goTo, newPage, openBrowser, signIn } from './drive/browser.mjs';
import { picture } from './drive/picture.mjs';

const text = (page, selector) => page.$eval(selector, (one) => one.textContent);
const has = (page, words, selector = 'main') => page.waitForFunction((inside, wanted) => [...document.querySelectorAll(inside)].some((one) => one.textContent.includes(wanted)), {}, selector, words);
const gone = (page, words) => page.waitForFunction((wanted) => !document.querySelector('main').textContent.includes(wanted), {}, words);
const card = (id) => `article[data-status="${id}"]`;

describe('the timeline app', { timeout: 600_000 }, () => {
  let server, browser, ann, ben, page;
  /** What went wrong in all of the tests; each begins with none of its own. */
  const wrongs = [];

  before(async () => {
    [server, browser] = await Promise.all([Server.start('browser'), openBrowser()]);
    [ann, ben] = [await server.person('ann'), await server.person('ben')];
    await ann.post(`/api/v1/accounts/${ben.id}/follow`);
    page = await newPage(browser, server);
    await signIn(page, server, ann);
  });
  after(async () => { await browser?.close(); await server?.stop(); });
  beforeEach(() => { wrongs.push(...page.wrongs.splice(0)); });

  async function press(words, inside = 'dialog[open]') {
    await page.locator(`${inside} ::-p-text(${words})`).click();
  }
  async function choose(id, words) {
    await page.locator(`${card(id)} .actions .menu > button`).click();
    await press(words, '.choices');
  }
  const write = async () => { await page.keyboard.press('n'); await page.waitForSelector('dialog.compose textarea'); };
  const published = () => page.waitForFunction(() => !document.querySelector('dialog.compose'));

  test('is served under a strict policy, compressed, and kept for ever where its name is a hash', async () => {
    const index = await fetch(`${server.base}/app/`);
    const policy = index.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
    assert.ok(!/unsafe|\*/.test(policy), policy);
    const script = /src="(\/app\/assets\/[^"]+\.js)"/.exec(await index.text())[1];
    for (const coding of ['br', 'gzip']) {
      const answer = await fetch(server.base + script, { headers: { 'accept-encoding': coding } });
      assert.equal(answer.headers.get('content-encoding'), coding);
      assert.match(answer.headers.get('cache-control'), /immutable/);
      assert.match(answer.headers.get('content-type'), /javascript/);
    }
    assert.equal((await fetch(`${server.base}/app/assets/gone-12345678.js`)).status, 404);
    assert.equal((await fetch(`${server.base}/app/@ann/123`)).headers.get('content-type'), 'text/html; charset=utf-8');
  });

  test('publishes a post with a picture, its description and a warning', async () => {
    await goTo(page, server, '/');
    await write();
    await page.type('dialog.compose textarea', 'Good morning from the app #morning');
    await page.locator('dialog.compose [aria-label="Content warning"]').click();
    await page.type('dialog.compose .warning', 'Very early');
    const file = join(mkdtempSync(join(tmpdir(), 'dunlin-picture-')), 'hills.png');
    writeFileSync(file, picture(300, 200));
    await (await page.$('dialog.compose input[type=file]')).uploadFile(file);
    await page.locator('.attached .describe').click();
    await page.type('dialog.describe textarea', 'Green hills under a low sun');
    await page.locator('dialog.describe .primary').click();
    await page.waitForFunction(() => document.querySelector('.attached .describe')?.textContent === 'Described');
    await page.locator('dialog.compose button[type=submit]').click();
    await published();
    await has(page, 'Very early');
    const [status] = await ann.get(`/api/v1/accounts/${ann.id}/statuses`);
    assert.deepEqual([status.spoiler_text, status.media_attachments[0].description, status.tags[0].name], ['Very early', 'Green hills under a low sun', 'morning']);
    await page.locator(`${card(status.id)} [data-warning]`).click();
    await page.waitForSelector(`${card(status.id)} .media img[alt="Green hills under a low sun"]`);
  });

  test('answers, likes, boosts, keeps and quotes', async () => {
    const status = await ben.write('Bread is ready');
    await goTo(page, server, '/');
    await has(page, 'Bread is ready');
    for (const [act, mark] of [['favourite', 'favourited'], ['boost', 'reblogged'], ['bookmark', 'bookmarked']]) {
      await page.locator(`${card(status.id)} [data-act=${act}]`).click();
      await page.waitForSelector(`${card(status.id)} [data-act=${act}][aria-pressed=true]`);
      await eventually(mark, async () => (await ann.get(`/api/v1/statuses/${status.id}`))[mark]);
    }
    await page.locator(`${card(status.id)} [data-act=reply]`).click();
    await page.waitForFunction(() => document.querySelector('dialog.compose textarea')?.value === '@ben ');
    await page.type('dialog.compose textarea', 'I am coming');
    await page.locator('dialog.compose button[type=submit]').click();
    await published();
    await choose(status.id, 'Quote');
    await page.type('dialog.compose textarea', 'Everybody, look');
    await page.locator('dialog.compose button[type=submit]').click();
    await published();
    const [quote, answer] = await ann.get(`/api/v1/accounts/${ann.id}/statuses?exclude_reblogs=true`);
    assert.equal(answer.in_reply_to_id, status.id);
    assert.equal(quote.quote.quoted_status.id, status.id);
    await goTo(page, server, `/@ben/${status.id}`);
    await has(page, 'I am coming');
  });

  test('takes back what the server refuses, and says why', async () => {
    const dan = await server.person('dan');
    const status = await dan.write('Not for everybody');
    await goTo(page, server, `/@dan/${status.id}`);
    await page.waitForSelector(`${card(status.id)} [data-act=favourite]`);
    await dan.post(`/api/v1/accounts/${ann.id}/block`);
    await page.locator(`${card(status.id)} [data-act=favourite]`).click();
    await has(page, 'Record not found', '.toasts');
    await page.waitForSelector(`${card(status.id)} [data-act=favourite][aria-pressed=false]`);
    assert.equal((await dan.get(`/api/v1/statuses/${status.id}`)).favourites_count, 0);
  });

  test('edits and deletes', async () => {
    const status = await ann.write('A sentence with a mistkae');
    await goTo(page, server, `/@ann/${status.id}`);
    await has(page, 'mistkae');
    await choose(status.id, 'Edit');
    await page.waitForFunction(() => document.querySelector('dialog.compose textarea')?.value.includes('mistkae'));
    await page.$eval('dialog.compose textarea', (one) => one.select());
    await page.type('dialog.compose textarea', 'A sentence without a mistake');
    await page.locator('dialog.compose button[type=submit]').click();
    await published();
    await has(page, 'without a mistake');
    await choose(status.id, 'Delete');
    await page.locator('dialog.small .primary').click();
    await gone(page, 'without a mistake');
    await eventually('it is gone', async () => (await fetch(`${server.base}/api/v1/statuses/${status.id}`)).status === 404);
  });

  test('asks and votes', async () => {
    await goTo(page, server, '/');
    await write();
    await page.type('dialog.compose textarea', 'Tea or coffee?');
    await page.locator('dialog.compose [aria-label="Poll"]').click();
    await page.type('.poll-editor input[aria-label="Choice 1"]', 'Tea');
    await page.type('.poll-editor input[aria-label="Choice 2"]', 'Coffee');
    await page.locator('dialog.compose button[type=submit]').click();
    await published();
    await has(page, 'Tea or coffee?');
    const [own] = await ann.get(`/api/v1/accounts/${ann.id}/statuses?limit=1`);
    assert.deepEqual(own.poll.options.map((one) => one.title), ['Tea', 'Coffee']);
    await choose(own.id, 'Edit');
    await page.waitForFunction(() => document.querySelector('dialog.compose textarea')?.value === 'Tea or coffee?');
    assert.equal(await page.$eval('.poll-editor select', (one) => one.value), '0', 'it ends when it would have');
    await page.type('dialog.compose textarea', ' Or water?');
    await page.locator('dialog.compose button[type=submit]').click();
    await published();
    await has(page, 'Or water?');
    assert.equal((await ann.get(`/api/v1/statuses/${own.id}`)).poll.expires_at, own.poll.expires_at);
    const asked = await ben.write('Rain tomorrow?', { poll: { options: ['Yes', 'No'], expires_in: 3600 } });
    await goTo(page, server, `/@ben/${asked.id}`);
    await page.locator(`${card(asked.id)} .poll .option`).click();
    await page.locator(`${card(asked.id)} .poll button[type=submit]`).click();
    await has(page, '100%', `${card(asked.id)} .poll`);
    await eventually('the vote', async () => (await ben.get(`/api/v1/polls/${asked.poll.id}`)).options[0].votes_count === 1);
  });

  test('loses nothing that was typed when the page goes away', async () => {
    await goTo(page, server, '/');
    await write();
    await page.type('dialog.compose textarea', 'Half a thought');
    await page.reload();
    await page.waitForSelector('.columns .head');
    await write();
    assert.equal(await page.$eval('dialog.compose textarea', (one) => one.value), 'Half a thought');
    await page.setOfflineMode(true);
    await page.locator('dialog.compose button[type=submit]').click();
    await has(page, 'Not published yet', '.toasts');
    assert.equal(await page.$eval('dialog.compose textarea', (one) => one.value), 'Half a thought');
    await page.setOfflineMode(false);
    await page.locator('dialog.compose button[type=submit]').click();
    await published();
    await has(page, 'Half a thought');
  });

  test('goes on where a crash broke it off, uploads too', async () => {
    const context = page.browserContext();
    const doomed = await newPage(browser, server, { context });
    await goTo(doomed, server, '/');
    await doomed.keyboard.press('n');
    await doomed.waitForSelector('dialog.compose textarea');
    await doomed.type('dialog.compose textarea', 'Before the crash');
    const file = join(mkdtempSync(join(tmpdir(), 'dunlin-picture-')), 'crash.png');
    writeFileSync(file, picture(600, 400, 1));
    await doomed.emulateNetworkConditions({ download: 50_000, upload: 500, latency: 10 });
    await (await doomed.$('dialog.compose input[type=file]')).uploadFile(file);
    await doomed.waitForFunction(() => Number(document.querySelector('.attached progress')?.value) > 0);
    await eventually('the browser has kept the file', () => doomed.evaluate(() => new Promise((done) => {
      const opened = indexedDB.open('dunlin');
      opened.onsuccess = () => {
        const count = opened.result.transaction('files').objectStore('files').count();
        count.onsuccess = () => { opened.result.close(); done(count.result === 1); };
      };
    })));
    const crashed = new Promise((done) => doomed.once('error', done));
    (await doomed.createCDPSession()).send('Page.crash').catch(() => undefined);
    await crashed;

    await page.bringToFront();
    await goTo(page, server, '/');
    await write();
    assert.equal(await page.$eval('dialog.compose textarea', (one) => one.value), 'Before the crash');
    await page.waitForSelector('.attached .describe');
    await page.locator('dialog.compose button[type=submit]').click();
    await published();
    const [status] = await ann.get(`/api/v1/accounts/${ann.id}/statuses?limit=1`);
    assert.deepEqual([status.content, status.media_attachments.length], ['<p>Before the crash</p>', 1]);
  });

  test('deletes and writes anew, with what was quoted', async () => {
    const bread = await ben.write('Quote me');
    const mine = await ann.write('As ben says', { quoted_status_id: bread.id });
    await goTo(page, server, `/@ann/${mine.id}`);
    await choose(mine.id, 'Delete and redraft');
    await page.locator('dialog.small .primary').click();
    await page.waitForFunction(() => document.querySelector('dialog.compose textarea')?.value === 'As ben says');
    await page.type('dialog.compose textarea', ' again');
    await page.locator('dialog.compose button[type=submit]').click();
    await published();
    const [anew] = await ann.get(`/api/v1/accounts/${ann.id}/statuses?limit=1`);
    assert.deepEqual([anew.content.includes('again'), anew.quote?.quoted_status?.id], [true, bread.id]);
  });

  test('tells of what others did, in groups', async () => {
    const status = await ann.write('Do you like this one?');
    await ben.post(`/api/v1/statuses/${status.id}/favourite`);
    await ben.write('@ann I do', { in_reply_to_id: status.id });
    await eventually('both arrive', async () => (await ann.get('/api/v1/notifications')).length >= 2);
    await goTo(page, server, '/notifications');
    await has(page, 'liked your post');
    await has(page, 'mentioned you');
    await eventually('they count as read', async () => (await ann.get('/api/v2/notifications/unread_count')).count === 0);
  });

  test('shows people, follows and searches', async () => {
    const cleo = await server.person('cleo');
    await goTo(page, server, '/search?q=cleo');
    await page.locator('main .person .primary').click();
    await eventually('the follow', async () => (await ann.get(`/api/v1/accounts/relationships?id[]=${cleo.id}`))[0].following);
    await page.locator('main .person a').click();
    await page.waitForSelector('.profile');
    assert.match(page.url(), /\/app\/@cleo$/);
    await page.goBack();
    await has(page, 'cleo');
  });

  test('changes the own profile', async () => {
    await goTo(page, server, '/@ann');
    await page.locator('.front .tools ::-p-text(Edit profile)').click();
    await page.waitForSelector('dialog input[type=text]');
    await page.type('dialog input[type=text]', 'Ann of the Marsh');
    await page.type('dialog textarea', 'Counts birds');
    await page.type('dialog [aria-label="Label 1"]', 'Town');
    await page.type('dialog [aria-label="Content 1"]', 'By the sea');
    await page.locator('dialog button[type=submit]').click();
    await has(page, 'Ann of the Marsh', '.profile');
    await has(page, 'Counts birds', '.profile');
    const self = await ann.get('/api/v1/accounts/verify_credentials');
    assert.deepEqual([self.display_name, self.source.note, self.fields[0].name], ['Ann of the Marsh', 'Counts birds', 'Town']);
  });

  test('makes a list and fills it', async () => {
    await goTo(page, server, '/lists');
    await page.type('main .line-form input', 'Bakers');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /\/lists\/\d+$/.test(location.pathname));
    await page.locator('main [aria-label="Change list"]').click();
    await page.type('dialog [aria-label="Find people you follow"]', 'ben');
    await page.keyboard.press('Enter');
    await page.locator('dialog [aria-label="Add to list"]').click();
    await page.waitForSelector('dialog [aria-label="Remove from list"]');
    const [list] = await ann.get('/api/v1/lists');
    assert.deepEqual((await ann.get(`/api/v1/lists/${list.id}/accounts`)).map((one) => one.id), [ben.id]);
  });

  test('folds away what a filter names', async () => {
    await goTo(page, server, '/filters');
    await page.type('form.settings input[type=text]', 'marzipan');
    await page.locator('form.settings .primary').click();
    await has(page, 'marzipan', '.row-link');
    await ben.write('Today: marzipan');
    await goTo(page, server, '/');
    await has(page, 'Filtered: marzipan');
    assert.ok(!(await text(page, 'main')).includes('Today: marzipan'));
    await press('Show anyway', 'main');
    await has(page, 'Today: marzipan');
  });

  test('walks by the keyboard alone', async () => {
    const status = await ben.write('For the keyboard');
    await goTo(page, server, '/');
    await has(page, 'For the keyboard');
    await page.keyboard.press('j');
    await page.waitForFunction((id) => document.activeElement.dataset.status === id, {}, status.id);
    await page.keyboard.press('f');
    await page.waitForSelector(`${card(status.id)} [data-act=favourite][aria-pressed=true]`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.whole');
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await page.waitForFunction(() => location.pathname === '/app/notifications' && document.activeElement.tagName === 'H1');
    // Parts of the program that are fetched first have their heading later.
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.waitForFunction(() => location.pathname === '/app/explore' && document.activeElement.tagName === 'H1');
  });

  test('keeps a long timeline small and comes back to its place', async () => {
    for (let round = 0; round < 12; ++round) await Promise.all(Array.from({ length: 10 }, (_, at) => ben.write(`line ${round * 10 + at}`)));
    await goTo(page, server, '/');
    await page.waitForSelector('article.status');
    let deepest = 0;
    await eventually('the end comes', async () => {
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      deepest = Math.max(deepest, (await page.$$('article.status')).length);
      return page.evaluate(() => document.documentElement.scrollHeight > 12_000);
    }, 30_000);
    assert.ok(deepest < 60, `${deepest} posts stand in the document`);
    await page.evaluate(() => window.scrollTo(0, 6000));
    // Heights are measured as posts come into sight: it stands still when two looks find the same.
    const still = async () => { const before = await seen(); await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))); return isDeepStrictEqual(before, await seen()); };
    const seen = () => page.evaluate(() => { const one = [...document.querySelectorAll('article.status')].find((each) => each.getBoundingClientRect().top > 100); return [one.dataset.status, Math.round(one.getBoundingClientRect().top)]; });
    await eventually('the page stands still', still);
    const [id, top] = await seen();
    await page.click(`${card(id)} .when`);
    await page.waitForSelector('.whole');
    await page.goBack();
    await page.waitForSelector(card(id));
    const [again, where] = await seen();
    assert.equal(again, id);
    assert.ok(Math.abs(where - top) < 40, `${where} and not ${top}`);
  });

  test('gathers what arrives, within a second, and shows it when asked', async () => {
    await goTo(page, server, '/');
    await page.waitForSelector('article.status');
    await eventually('the app listens', async () => / [1-9]\d*$/m.test(/^dunlin_streams_open.*$/m.exec(await (await fetch(`${server.base}/metrics`)).text())?.[0] ?? ''));
    const status = await ben.write('Fresh from the oven');
    const begin = Date.now();
    await page.waitForSelector('.fresh button');
    assert.ok(Date.now() - begin < 1000, `after ${Date.now() - begin} ms`);
    assert.equal(await page.$(card(status.id)), null);
    await page.keyboard.press('.');
    await page.waitForSelector(card(status.id));
    await ben.call('DELETE', `/api/v1/statuses/${status.id}`);
    await page.waitForFunction((at) => !document.querySelector(at), {}, card(status.id));
  });

  test('lives through a restart of the server', async () => {
    await goTo(page, server, '/');
    await page.waitForSelector('article.status');
    await server.end();
    await page.waitForSelector('[data-act=favourite]');
    const id = await page.$eval('article.status', (one) => one.dataset.status);
    await page.locator(`${card(id)} [data-act=bookmark]`).click();
    await has(page, 'Could not bookmark', '.toasts');
    await page.waitForSelector(`${card(id)} [data-act=bookmark][aria-pressed=false]`);
    await server.serve();
    await ben.write('We are back');
    await page.waitForFunction(() => document.querySelector('.fresh button') || document.querySelector('main').textContent.includes('We are back'), { timeout: 40_000 });
    // That the server was away is no fault of the page; whom else it asked would be.
    page.wrongs = page.wrongs.filter((one) => one.startsWith('asked'));
  });

  test('answers at once however slow the network is', async () => {
    const status = await ben.write('Patience', { poll: { options: ['now', 'later'], expires_in: 3600 } });
    const own = await ann.write('Not for long');
    const dora = await server.person('dora');
    /** How long after a click the page shows that it was taken. */
    const taken = (button, shown) => page.evaluate(async (pressed, wanted) => {
      const begin = performance.now();
      document.querySelector(pressed).click();
      while (!document.querySelector(wanted)) await new Promise((done) => requestAnimationFrame(done));
      return performance.now() - begin;
    }, button, shown);
    const slow = () => page.emulateNetworkConditions({ download: 4000, upload: 2000, latency: 2000 });
    const waits = {};
    await goTo(page, server, `/@ben/${status.id}`);
    await page.waitForSelector(`${card(status.id)} [data-act=favourite]`);
    await slow();
    for (const act of ['favourite', 'bookmark', 'boost']) waits[act] = await taken(`${card(status.id)} [data-act=${act}]`, `${card(status.id)} [data-act=${act}][aria-pressed=true]`);
    waits.choose = await taken(`${card(status.id)} .poll input`, `${card(status.id)} .poll button[type=submit]:not([disabled])`);
    waits.vote = await taken(`${card(status.id)} .poll button[type=submit]`, `${card(status.id)} .poll .result`);
    waits.reply = await taken(`${card(status.id)} [data-act=reply]`, 'dialog.compose[open]');
    await page.keyboard.press('Escape');
    await page.emulateNetworkConditions(null);
    await eventually('the server knows', async () => {
      const now = await ann.get(`/api/v1/statuses/${status.id}`);
      return now.favourited && now.bookmarked && now.reblogged && now.poll.voted;
    });

    await goTo(page, server, '/@dora');
    await page.waitForSelector('.profile [aria-pressed]');
    await slow();
    waits.follow = await taken('.profile [aria-pressed=false]', '.profile [aria-pressed=true]');
    await page.emulateNetworkConditions(null);
    await eventually('the server knows', async () => (await ann.get(`/api/v1/accounts/relationships?id[]=${dora.id}`))[0].following);

    await goTo(page, server, '/@ann');
    await page.waitForSelector(card(own.id));
    await choose(own.id, 'Delete');
    await page.waitForSelector('dialog.small .primary');
    await slow();
    waits.delete = await taken('dialog.small .primary', `${card(own.id)}.leaving`);
    await page.emulateNetworkConditions(null);
    await page.waitForFunction((at) => !document.querySelector(at), {}, card(own.id));
    for (const [act, ms] of Object.entries(waits)) assert.ok(ms < 100, `${act}: ${ms} ms`);
  });

  test('reports, with the reason', async () => {
    const status = await ben.write('Buy my watches');
    await goTo(page, server, `/@ben/${status.id}`);
    await page.waitForSelector(card(status.id));
    await choose(status.id, 'Report');
    await page.waitForSelector('dialog textarea');
    await page.type('dialog textarea', 'Not the first time');
    await page.locator('dialog button[type=submit]').click();
    await has(page, 'Thank you for reporting', '.toasts');
  });

  test('shows a thread of 200 answers as a tree that folds', async () => {
    const top = await ben.write('Count with me');
    let last = top.id;
    const sides = [];
    for (let at = 0; at < 100; ++at) {
      const [next, side] = await Promise.all([ben.write(`@ann line ${at}`, { in_reply_to_id: last }), ann.write(`@ben side ${at}`, { in_reply_to_id: last })]);
      sides.push(side.id);
      last = next.id;
    }
    await goTo(page, server, `/@ben/${top.id}`);
    await page.waitForSelector(card(last));
    assert.equal((await page.$$('.thread .branch')).length, 200);
    await page.locator('.fold').click();
    await page.waitForFunction(() => document.querySelectorAll('.thread .branch').length < 200);
  });

  test('fits a phone', async () => {
    const phone = await newPage(browser, server, { width: 360, height: 700, phone: true });
    await signIn(phone, server, ben);
    for (const path of ['/', '/notifications', '/@ann', '/explore', '/settings']) {
      await goTo(phone, server, path);
      await phone.waitForNetworkIdle({ idleTime: 100 });
      assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), 360, path);
    }
    assert.deepEqual(phone.wrongs.filter((one) => !/streaming/.test(one)), []);
  });

  test('holds several accounts, and signs out for good', async () => {
    await goTo(page, server, '/');
    await page.locator('.side .self > button').click();
    await press('Add another account', '.choices');
    await page.locator('form.aside button').click();
    await page.waitForSelector('input[type=password]');
    await page.type('input[type=text]', ben.email);
    await page.type('input[type=password]', ben.password);
    await Promise.all([page.waitForNavigation(), page.click('form button.primary')]);
    if (page.url().includes('/oauth/authorize')) await Promise.all([page.waitForNavigation(), page.click('form button.primary')]);
    await has(page, '@ben', '.side .self');
    await page.locator('.side .self > button').click();
    await press('Switch to @ann', '.choices');
    await has(page, '@ann', '.side .self');
    const token = await page.evaluate(() => JSON.parse(window.localStorage.getItem('dunlin.accounts')).find((one) => one.acct === 'ann').token);
    await page.locator('.side .self > button').click();
    await press('Sign out', '.choices');
    await has(page, '@ben', '.side .self');
    await page.locator('.side .self > button').click();
    await press('Sign out', '.choices');
    await page.waitForSelector('.welcome');
    await eventually('the token is void', async () => (await fetch(`${server.base}/api/v1/accounts/verify_credentials`, { headers: { authorization: `Bearer ${token}` } })).status === 401);
    assert.equal(await page.evaluate(() => window.localStorage.getItem('dunlin.accounts')), '[]');
  });

  test('asked nobody else, and nothing broke on the way', () => {
    assert.deepEqual([...wrongs, ...page.wrongs].filter((one) => !/streaming|ERR_INTERNET_DISCONNECTED|status of 404/.test(one)), []);
  });
});
