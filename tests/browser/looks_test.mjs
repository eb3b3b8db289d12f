// Every view of the app as people with other eyes, hands and directions of writing meet it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Server } from '../federation/drive/server.mjs';
import { faults } from './drive/audit.mjs';
import { goTo, newPage, openBrowser, signIn } from './drive/browser.mjs';
import { town } from './drive/town.mjs';
import { calm, open, viewsOf } from './drive/views.mjs';

describe('every view', { timeout: 600_000 }, () => {
  let server, browser, people, views, page;

  before(async () => {
    [server, browser] = await Promise.all([Server.start('looks'), openBrowser()]);
    people = await town(server);
    views = viewsOf(server, people);
    page = await newPage(browser, server, { width: 360, height: 740, phone: true });
    await page.evaluateOnNewDocument(() => {
      window.refusedByPolicy = [];
      document.addEventListener('securitypolicyviolation', (event) => window.refusedByPolicy.push(`${event.violatedDirective} ${event.blockedURI}`));
    });
    await signIn(page, server, people.ann);
  });
  after(async () => { await browser?.close(); await server?.stop(); });

  /** Walks all views; what is wrong with them, each with its name. */
  async function walk(look, prepare) {
    const wrong = [];
    for (const [name, way] of Object.entries(views)) {
      await open(page, server, way).catch((error) => { throw new Error(`${name}: ${error.message}`, { cause: error }); });
      await prepare?.();
      for (const one of [...await faults(page), ...await page.evaluate(() => window.refusedByPolicy)]) wrong.push(`${name}, ${look}: ${one}`);
    }
    return wrong;
  }
  const scheme = (value, ...more) => page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }, ...more]);

  for (const theme of ['light', 'dark']) {
    test(`passes axe and fits 360 pixels, ${theme}`, async () => {
      await scheme(theme);
      assert.deepEqual(await walk(theme), []);
    });
  }

  test('fits from right to left', async () => {
    await scheme('light');
    const wrong = await walk('right to left', () => page.evaluate(() => { document.documentElement.dir = 'rtl'; }));
    assert.deepEqual(wrong, []);
  });

  test('stands still for who asks for it', async () => {
    await scheme('light', { name: 'prefers-reduced-motion', value: 'reduce' });
    await open(page, server, views.compose);
    const longest = await page.$$eval('*', (all) => Math.max(...all.flatMap((one) => { const style = getComputedStyle(one); return [style.animationDuration, style.transitionDuration].flatMap((text) => text.split(',').map(parseFloat)); })));
    assert.ok(longest <= 0.001, `something moves for ${longest} s`);
  });

  test('gives every control a name that is told', async () => {
    await scheme('light');
    const nameless = [];
    for (const name of ['home', 'thread', 'profile', 'compose_all', 'settings', 'notifications', 'viewer']) {
      await open(page, server, views[name]);
      const walkTree = (node) => {
        if (/^(button|link|textbox|combobox|checkbox|radio|menuitem|searchbox|dialog|navigation)$/.test(node.role) && !node.name?.trim()) nameless.push(`${name}: ${node.role}`);
        node.children?.forEach(walkTree);
      };
      walkTree(await page.accessibility.snapshot());
    }
    assert.deepEqual(nameless, []);
  });

  test('shows where the focus is, and brings it back from where it went', async () => {
    await goTo(page, server, `/@ann/${people.first.id}`);
    await calm(page);
    const here = () => page.evaluate(() => { const one = document.activeElement; return { at: one.dataset.act ?? one.ariaLabel ?? one.tagName, body: one === document.body }; });
    await page.focus('.whole [data-act=reply]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.compose textarea:focus');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog'));
    assert.equal((await here()).at, 'reply');
    for (let step = 0; step < 25; ++step) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => { const one = document.activeElement; if (one === document.body) return true; const style = getComputedStyle(one.matches('.segments input') ? one.nextElementSibling : one); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; });
      assert.ok(seen, `the focus is invisible on ${(await here()).at}`);
    }
  });

  test('keeps the focus when the post under it is deleted', async () => {
    const gone = await people.ann.write('Not for long.');
    await goTo(page, server, '/');
    const card = `article[data-status="${gone.id}"]`;
    await page.waitForSelector(card);
    await page.locator(`${card} .actions .menu > button`).click();
    await page.locator('.choices ::-p-text(Delete)').click();
    await page.locator('dialog[open] .grave').click();
    await page.waitForFunction((one) => !document.querySelector(one), {}, card);
    await page.waitForFunction(() => document.activeElement && document.activeElement !== document.body);
  });

  test('keeps its outlines where the system paints the colours', async () => {
    await page.emulateMediaFeatures([]);
    const client = await page.createCDPSession();
    await client.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    await open(page, server, views.settings);
    const chosen = await page.$eval('.segments input:checked + span', (one) => getComputedStyle(one).backgroundColor);
    const other = await page.$eval('.segments input:not(:checked) + span', (one) => getComputedStyle(one).backgroundColor);
    assert.notEqual(chosen, other);
    await client.detach();
  });

  test('asked nobody but its own server', () => {
    assert.deepEqual(page.wrongs.filter((one) => /^asked|Content Security Policy/.test(one)), []);
  });
});
