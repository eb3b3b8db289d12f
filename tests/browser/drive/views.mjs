// Every view of the app, and how one comes to it.
import { goTo } from './browser.mjs';

/** Once nothing is on its way any more. */
export const calm = (page) => page.waitForNetworkIdle({ idleTime: 200, timeout: 8000 }).catch(() => undefined);

const click = async (page, selector, then) => { await page.locator(selector).click(); await page.waitForSelector(then); };
const compose = async (page) => {
  // What an earlier visit left unfinished would be taken up again.
  await page.evaluate(() => Object.keys(localStorage).filter((one) => one.startsWith('dunlin.drafts')).forEach((one) => localStorage.removeItem(one)));
  await page.keyboard.press('n');
  await page.waitForSelector('dialog.compose textarea');
};

/** The address of each view; a function does what leads there from the home timeline. */
export function viewsOf(server, people) {
  const { ann, mia, first, coast, news, quoted } = people;
  return {
    home: '/', notifications: '/notifications', mentions: '/notifications/mentions', requests: '/notifications/requests', follow_requests: '/follow_requests',
    explore: '/explore', trending_tags: '/explore/tags', people: '/explore/people', news: '/explore/news', search: '/search?q=tide', search_hints: '/search', search_nothing: '/search?q=xyzzy',
    thread: `/@ann/${first.id}`, picture: `/@mia/${coast.id}`, card: `/@mia/${news.id}`, quote: `/@ann/${quoted.id}`,
    profile: '/@mia', own_profile: '/@ann', long_name: '/@zoe', profile_media: '/@mia/media', followers: '/@ann/followers', local: '/public/local', federated: '/public', tag: '/tags/birds',
    lists: '/lists', list: `/lists/${people.list.id}`, followed_tags: '/followed_tags', bookmarks: '/bookmarks', favourites: '/favourites', conversations: '/conversations',
    filters: '/filters', scheduled: '/scheduled', settings: '/settings', shortcuts: '/shortcuts', blocks: '/blocks', mutes: '/mutes', missing: '/nowhere', missing_post: '/@ann/1',
    compose,
    compose_all: async (page) => {
      await compose(page);
      await page.type('dialog.compose textarea', 'What should grow by the gate? All of it is hardy, all of it is slow. #garden');
      await click(page, 'dialog.compose [aria-label="Content warning"]', 'dialog.compose .warning');
      await page.type('dialog.compose .warning', 'Gardening');
      await click(page, 'dialog.compose [aria-label="Poll"]', '.poll-editor');
      await page.type('.poll-editor input[type=text]', 'Rosemary');
    },
    emoji: async (page) => { await compose(page); await click(page, 'dialog.compose [aria-label="Emoji"]', '.emoji-picker button'); },
    proposals: async (page) => { await compose(page); await page.type('dialog.compose textarea', ' @m'); await page.waitForSelector('.proposals li'); },
    viewer: async (page) => { await goTo(page, server, `/@mia/${coast.id}`); await click(page, '.picture', 'dialog.viewer img'); },
    edit_profile: async (page) => { await goTo(page, server, '/@ann'); await click(page, '.front .tools ::-p-text(Edit profile)', 'dialog input'); },
    menu: async (page) => { await click(page, 'article .actions .menu button', '.choices'); },
    report: async (page) => { await goTo(page, server, `/@mia/${coast.id}`); await click(page, '.whole .actions .menu button', '.choices'); await click(page, '.choices ::-p-text(Report)', 'dialog input[type=radio]'); },
    accounts: async (page) => { await page.$$eval('.menu.self button', (all) => all.find((one) => one.offsetParent)?.click()); await page.waitForSelector('.choices'); },
    offline: async (page) => { await page.evaluate(() => window.dispatchEvent(new Event('offline'))); await page.waitForSelector('.offline'); },
  };
}

/** Opens a view and waits until it stands still. */
export async function open(page, server, way) {
  await goTo(page, server, typeof way === 'string' ? way : '/');
  await calm(page);
  if (typeof way !== 'function') return;
  await way(page);
  await calm(page);
  await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished.catch(() => undefined))));
}
