// Takes a picture of every view in light and dark, phone and wide: node tests/browser/screens.mjs FOLDER [only these views…]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Server } from '../federation/drive/server.mjs';
import { faults } from './drive/audit.mjs';
import { newPage, openBrowser, signIn } from './drive/browser.mjs';
import { town } from './drive/town.mjs';
import { open, viewsOf } from './drive/views.mjs';

const [, , folder, ...only] = process.argv;
if (!folder) throw new Error('where to? screens.mjs FOLDER');
mkdirSync(folder, { recursive: true });

const server = await Server.start('screens');
const browser = await openBrowser();
try {
  const people = await town(server);
  const views = viewsOf(server, people);
  for (const [size, shape] of Object.entries({ phone: { width: 360, height: 740, phone: true }, wide: { width: 1440, height: 900 } })) {
    const page = await newPage(browser, server, shape);
    await signIn(page, server, people.ann);
    for (const [look, theme] of [['light', 'light'], ['dark', 'dark'], ['rtl', 'light']]) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      for (const [name, way] of Object.entries(views)) {
        if (only.length && !only.includes(name)) continue;
        try {
          await open(page, server, way);
          if (look === 'rtl') await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
          await page.screenshot({ path: join(folder, `${name}-${size}-${look}.png`) });
          for (const one of await faults(page)) console.log(`${name} ${size} ${look}: ${one}`);
        } catch (error) {
          console.log(`${name} ${size} ${look}: ${error.message}`);
        }
      }
    }
    for (const wrong of new Set(page.wrongs)) console.log(`${size}: ${wrong}`);
  }
} finally {
  await browser.close();
  await server.stop();
}
