// Any list of posts.
import type { ComponentChildren } from 'preact';
import type { Params } from '../api/client';
import type { FilterContext } from '../api/entities';
import { api } from '../session/session';
import { feed, type Feed } from '../state/feed';
import { keepAll } from '../state/statuses';
import { Card } from '../status/card';
import { Endless } from '../ui/endless';
import { t } from '../words/words';

export function statusFeed(name: string, path: string, query: Params = {}): Feed<string> {
  return feed(name, async (where, signal) => {
    const page = await api.timeline(path, { ...query, ...where }, signal);
    return { ...page, items: keepAll(page.items) };
  }, (id) => id);
}

/** New ones wait behind this until they are wanted. */
export function Fresh({ feed }: { feed: Feed<string> }) {
  const count = feed.fresh.value.length;
  return (
    <div class="fresh" role="status" aria-live="polite">
      {count > 0 && <button type="button" class="primary" onClick={() => { feed.show(); window.scrollTo({ top: 0 }); }}>{t('fresh', { count })}</button>}
    </div>
  );
}

export function Statuses({ feed: shown, label, context = 'home', empty }: { feed: Feed<string>; label: string; context?: FilterContext; empty?: ComponentChildren }) {
  return (
    <>
      <Fresh feed={shown} />
      <Endless articles feed={shown} label={label} render={(id) => <Card id={id} context={context} />} empty={empty} />
    </>
  );
}
