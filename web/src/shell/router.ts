import { signal } from '@preact/signals';

/** Everything of ours stands below this. */
export const root = '/app';

export interface Place {
  path: string; // below the root: "/", "/@ann/123"
  query: URLSearchParams;
  key: string; // of the entry in the browser's history
}

const fresh = () => Math.random().toString(36).slice(2);

function read(): Place {
  const path = location.pathname.slice(root.length).replace(/\/$/, '') || '/';
  return { path: decodeURIComponent(path), query: new URLSearchParams(location.search), key: (history.state as { key?: string } | null)?.key ?? 'first' };
}

export const place = signal<Place>(read());
/** Whether the last step went back or forth, so that a list returns to where it was. */
export let returning = true;
let depth = 0;
const leaving = new Set<() => void>();

/** Called before the place changes, while everything still stands where it was. */
export function onLeaving(call: () => void) {
  leaving.add(call);
  return () => { leaving.delete(call); };
}

/** `to` is a path below the root, with its query. */
export function go(to: string, how: { replace?: boolean } = {}) {
  const address = root + to;
  if (address === location.pathname + location.search) return void window.scrollTo({ top: 0, behavior: 'smooth' });
  for (const call of leaving) call();
  returning = false;
  if (how.replace) history.replaceState({ key: fresh() }, '', address);
  else {
    history.pushState({ key: fresh() }, '', address);
    ++depth;
  }
  place.value = read();
  window.scrollTo(0, 0);
}

/** One step back inside the app, or home where this was its first page. */
export function back() {
  if (depth > 0) history.back();
  else go('/', { replace: true });
}

/** Links below the root move inside the app; all others do what links do. */
function clicked(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest?.('a');
  if (!link || link.target === '_blank' || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.pathname !== root && !link.pathname.startsWith(root + '/')) return;
  event.preventDefault();
  go((link.pathname.slice(root.length) || '/') + link.search);
}

export function startRouter() {
  history.scrollRestoration = 'manual';
  document.addEventListener('click', clicked);
  window.addEventListener('popstate', () => {
    for (const call of leaving) call();
    returning = true;
    --depth;
    place.value = read();
  });
}

export interface Found {
  [name: string]: string;
}

/** "/lists/:id" against "/lists/5" gives { id: "5" }. ":acct" after "@" takes "ann@example.org". */
export function match(pattern: string, path: string): Found | null {
  const wanted = pattern.split('/'), given = path.split('/');
  if (wanted.length !== given.length) return null;
  const found: Found = {};
  for (const [at, part] of wanted.entries()) {
    const text = given[at]!;
    const colon = part.indexOf(':');
    if (colon < 0) {
      if (part !== text) return null;
      continue;
    }
    if (!text.startsWith(part.slice(0, colon)) || text.length === colon) return null;
    found[part.slice(colon + 1)] = text.slice(colon);
  }
  return found;
}
