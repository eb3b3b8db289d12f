// Takes a picture of every view in light and dark, phone and wide: node tests/browser/screens.mjs FOLDER [only this view]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Server } from '../federation/drive/server.mjs';
import { goTo, newPage, openBrowser, signIn } from './drive/browser.mjs';
import { town } from './drive/town.mjs';

const [, , folder, only] = process.argv;
if (!folder) throw new Error('where to? screens.mjs FOLDER');
mkdirSync(folder, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const server = await Server.start('screens');
const browser = await openBrowser();
try {
  const people = await town(server);
  const views = {
    home: '/', notifications: '/notifications', thread: `/@ann/${people.first.id}`, picture: `/@mia/${people.coast.id}`, profile: '/@mia', explore: '/explore/people', search: '/search?q=tide', local: '/public/local',
    tag: '/tags/birds', lists: '/lists', conversations: '/conversations', bookmarks: '/bookmarks', settings: '/settings', filters: '/filters', shortcuts: '/shortcuts', followers: '/@ann/followers', missing: '/nowhere' };
  const dialogs = {
    compose: async (page) => { await page.keyboard.press('n'); await page.waitForSelector('dialog.compose'); },
    viewer: async (page) => { await goTo(page, server, views.picture); await page.locator('.picture').click(); await page.waitForSelector('dialog.viewer img'); },
    edit: async (page) => { await goTo(page, server, '/@ann'); await page.locator('.front .tools ::-p-text(Edit profile)').click(); await page.waitForSelector('dialog input'); },
    menu: async (page) => { await page.locator('article .menu button').click(); await page.waitForSelector('.choices'); },
  };
  for (const [size, shape] of Object.entries({ phone: { width: 360, height: 740, phone: true }, wide: { width: 1440, height: 900 } })) {
    const page = await newPage(browser, server, shape);
    await signIn(page, server, people.ann);
    for (const theme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      for (const [name, path] of Object.entries({ ...views, ...dialogs })) {
        if (only && only !== name) continue;
        await goTo(page, server, typeof path === 'string' ? path : '/');
        await page.waitForNetworkIdle({ idleTime: 250, timeout: 8000 }).catch(() => undefined);
        if (typeof path === 'function') { await path(page); await new Promise((done) => setTimeout(done, 350)); }
        await page.screenshot({ path: join(folder, `${name}-${size}-${theme}.png`) });
        await page.evaluate(`(() => { ${axe} })()`);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        for (const one of violations) if (['serious', 'critical'].includes(one.impact)) console.log(`${name} ${size} ${theme}: ${one.id} (${one.impact}) ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (overflow > 0) console.log(`${name} ${size}: ${overflow} pixels too wide`);
      }
    }
    for (const wrong of new Set(page.wrongs)) console.log(`${size}: ${wrong}`);
  }
} finally {
  await browser.close();
  await server.stop();
}
