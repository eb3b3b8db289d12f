// Chromium, driven as a person uses it.
import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const binary = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** `profile`: a folder that outlives the browser. */
export async function openBrowser(profile) {
  if (!binary) throw new Error('no chromium: scripts/install-deps --test, or name one with CHROMIUM');
  return puppeteer.launch({ executablePath: binary, headless: true, userDataDir: profile, args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb', '--lang=en-US'] });
}

/** A page that remembers what went wrong on it, and asks nobody but its own server. Without a context it is somebody else's. */
export async function newPage(browser, server, { width = 1000, height = 800, phone = false, context } = {}) {
  context ??= await browser.createBrowserContext();
  const page = await context.newPage();
  page.wrongs = [];
  page.on('console', (message) => { if (message.type() === 'error') page.wrongs.push(message.text()); });
  page.on('pageerror', (error) => page.wrongs.push(String(error)));
  page.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).host !== server.domain) page.wrongs.push(`asked ${request.url()}`); });
  await page.setViewport({ width, height, isMobile: phone, hasTouch: phone, deviceScaleFactor: 1 });
  page.setDefaultTimeout(15_000);
  return page;
}

/** Walks the app's own sign-in, the server's pages, and back. */
export async function signIn(page, server, person) {
  await page.goto(`${server.base}/app/`);
  await page.locator('.welcome .primary').click();
  await page.waitForSelector('input[type=password]');
  await page.type('input[type=text]', person.email);
  await page.type('input[type=password]', person.password);
  await Promise.all([page.waitForNavigation(), page.click('form button.primary')]);
  if (page.url().includes('/oauth/authorize')) await Promise.all([page.waitForNavigation(), page.click('form button.primary')]);
  await page.waitForSelector('.columns .head', { timeout: 20_000 });
}

export const goTo = async (page, server, path) => { await page.goto(`${server.base}/app${path}`); await page.waitForSelector('.columns .head'); };
