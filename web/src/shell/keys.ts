// Mastodon's keyboard shortcuts.
import { signal } from '@preact/signals';
import { write, writeAnew } from '../compose/opening';
import { reply, quote } from '../compose/opening';
import { put, writing } from '../compose/draft';
import { toggle } from '../state/deeds';
import { statusOf } from '../state/statuses';
import { account } from '../session/session';
import { canBoost, canQuote } from '../status/actions';
import { looked } from '../ui/viewer_state';
import { back, go } from './router';

const afterG: Record<string, () => string> = {
  h: () => '/', n: () => '/notifications', e: () => '/explore', l: () => '/public/local', t: () => '/public', d: () => '/conversations',
  f: () => '/favourites', b: () => '/blocks', m: () => '/mutes', r: () => '/follow_requests', k: () => '/bookmarks', u: () => `/@${account?.acct}`, p: () => `/@${account?.acct}`,
  s: () => '/settings', i: () => '/lists', a: () => '/followed_tags' };

/** The list of shortcuts stands over the page. */
export const helping = signal(false);

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
    case 'h': at.querySelector('.media')?.dispatchEvent(new Event('veil')); return true;
    case 't': at.querySelector<HTMLElement>('.translate button, .translation button')?.click(); return true;
  }
  return false;
}

function focusSearch(): boolean {
  const box = [...document.querySelectorAll<HTMLElement>('[data-search]')].find((one) => one.offsetParent);
  box?.focus();
  return box !== undefined;
}

/** Tries until it works, for as long as a view may take to come. */
function whenThere(call: () => boolean, until = Date.now() + 3000) {
  setTimeout(() => { if (!call() && Date.now() < until) whenThere(call, until); }, 30);
}

let awaiting = 0; // "g" was pressed; until when the second key counts

/** With Alt, and so also while one writes. By the key's place: with Alt some layouts type other signs. */
function withAlt({ code }: KeyboardEvent): boolean {
  if (looked.value || helping.value) return false;
  if (code === 'KeyN') { writeAnew(); return true; }
  if (code === 'KeyX') {
    if (!writing.value) write();
    const warned = !writing.value!.warned;
    put({ warned });
    requestAnimationFrame(() => document.querySelector<HTMLElement>(warned ? 'dialog.compose .warning' : 'dialog.compose textarea')?.focus());
    return true;
  }
  return false;
}

function pressed(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  if (event.altKey) { if (withAlt(event)) event.preventDefault(); return; }
  const target = event.target as HTMLElement;
  // Out of a field, back to what is read. A window has its own Escape.
  if (event.key === 'Escape' && !document.querySelector('dialog[open]') && target.closest('input, textarea, select')) return target.blur();
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
      // Where no post has the focus they scroll.
      case 'ArrowDown': if (current()) { step(1); return true; } return false;
      case 'ArrowUp': if (current()) { step(-1); return true; } return false;
      case 'n': write(); return true;
      case '/':
      case 's': {
        if (!focusSearch()) {
          go('/explore');
          whenThere(focusSearch);
        }
        return true;
      }
      case '.': document.querySelector<HTMLElement>('.fresh button')?.click(); window.scrollTo({ top: 0 }); return true;
      case '?': helping.value = true; return true;
      case 'Backspace': back(); return true;
    }
    // Enter on a button or link is the button's.
    if (key === 'Enter' && target.closest('a, button')) return false;
    return onStatus(key);
  })();
  if (done) event.preventDefault();
}

export const startKeys = () => document.addEventListener('keydown', pressed);
