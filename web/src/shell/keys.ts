// Mastodon's keyboard shortcuts.
import { write } from '../compose/opening';
import { reply, quote } from '../compose/opening';
import { writing } from '../compose/draft';
import { toggle } from '../state/deeds';
import { statusOf } from '../state/statuses';
import { account } from '../session/session';
import { canBoost, canQuote } from '../status/actions';
import { looked } from '../ui/viewer_state';
import { back, go } from './router';

const afterG: Record<string, () => string> = {
  h: () => '/', n: () => '/notifications', e: () => '/explore', l: () => '/public/local', t: () => '/public', d: () => '/conversations',
  f: () => '/favourites', b: () => '/bookmarks', u: () => `/@${account?.acct}`, s: () => '/settings', i: () => '/lists', p: () => '/followed_tags' };

const articles = () => [...document.querySelectorAll<HTMLElement>('main article[tabindex]')];
const current = () => (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('article') ?? null;

function step(by: 1 | -1) {
  const all = articles();
  const now = current();
  const seen = all.findIndex((one) => one.getBoundingClientRect().bottom > 80);
  const next = now ? all[all.indexOf(now) + by] : all[seen];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
  // Below the heading that stays.
  if (next && next.getBoundingClientRect().top < 72) window.scrollBy(0, next.getBoundingClientRect().top - 72);
}

function onStatus(key: string): boolean {
  const at = current();
  const outer = at?.dataset.status ? statusOf(at.dataset.status).value : null;
  const status = outer?.reblog ? statusOf(outer.reblog.id).value : outer;
  if (!at || !status) return false;
  switch (key) {
    case 'r': reply(status); return true;
    case 'f': void toggle(status.id, 'favourite'); return true;
    case 'b': if (canBoost(status)) void toggle(status.id, 'boost'); return true;
    case 'd': void toggle(status.id, 'bookmark'); return true;
    case 'q': if (canQuote(status)) quote(status); return true;
    case 'm': write(`@${status.account.acct} `); return true;
    case 'p': go(`/@${status.account.acct}`); return true;
    case 'o':
    case 'Enter': go(`/@${status.account.acct}/${status.id}`); return true;
    case 'e': at.querySelector<HTMLElement>('.media a, .link-card a')?.click(); return true;
    case 'x': at.querySelector<HTMLElement>('[data-warning]')?.click(); return true;
    case 'h': at.querySelector<HTMLElement>('.veiled button')?.click(); return true;
  }
  return false;
}

let awaiting = 0; // "g" was pressed; until when the second key counts

function pressed(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target as HTMLElement;
  if (target.closest('input, textarea, select, [contenteditable], [role=menu]') || writing.value || looked.value || document.querySelector('dialog[open]')) return;
  const { key } = event;
  const second = awaiting > Date.now();
  awaiting = 0;
  const done = (() => {
    if (second && afterG[key]) { go(afterG[key]!()); return true; }
    switch (key) {
      case 'g': awaiting = Date.now() + 1500; return true;
      case 'j': step(1); return true;
      case 'k': step(-1); return true;
      case 'n': write(); return true;
      case '/':
      case 's': {
        const box = [...document.querySelectorAll<HTMLElement>('[data-search]')].find((one) => one.offsetParent);
        if (box) box.focus(); else go('/explore');
        return true;
      }
      case '.': document.querySelector<HTMLElement>('.fresh button')?.click(); window.scrollTo({ top: 0 }); return true;
      case '?': go('/shortcuts'); return true;
      case 'Backspace': back(); return true;
    }
    // Enter on a button or link is the button's.
    if (key === 'Enter' && target.closest('a, button')) return false;
    return onStatus(key);
  })();
  if (done) event.preventDefault();
}

export const startKeys = () => document.addEventListener('keydown', pressed);
