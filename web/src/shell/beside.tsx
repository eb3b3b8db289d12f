import { useEffect, useState } from 'preact/hooks';
import type { Tag } from '../api/entities';
import { api, instance } from '../session/session';
import { Icon } from '../ui/icon';
import { t } from '../words/words';
import { go, place, root } from './router';

export function SearchBox() {
  const asked = place.value.path === '/search' ? place.value.query.get('q') ?? '' : '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  return (
    <form class="search" role="search" onSubmit={(event) => { event.preventDefault(); if (text.trim()) go(`/search?${new URLSearchParams({ q: text.trim() })}`); }}>
      <Icon name="search" />
      <input type="search" data-search value={text} placeholder={t('search.placeholder')} aria-label={t('search.placeholder')} enterkeyhint="search" onInput={(event) => setText(event.currentTarget.value)} />
    </form>
  );
}

export function TagRow({ tag }: { tag: Tag }) {
  const uses = tag.history.slice(0, 2).reduce((sum, one) => sum + Number(one.accounts), 0);
  const days = tag.history.slice(0, 7).map((one) => Number(one.uses)).reverse();
  const most = Math.max(1, ...days);
  const line = days.map((one, at) => `${(at / Math.max(1, days.length - 1)) * 60},${22 - (one / most) * 20}`).join(' ');
  return (
    <a class="tag-row" href={`${root}/tags/${encodeURIComponent(tag.name)}`}>
      <span class="words"><strong>#{tag.name}</strong>{uses > 0 && <small>{t('tag.people', { count: uses })}</small>}</span>
      {days.length > 1 && <svg class="spark" viewBox="0 0 60 24" aria-hidden="true"><polyline points={line} /></svg>}
    </a>
  );
}

/** What stands beside the column where the screen is wide. */
export function Beside() {
  const [tags, setTags] = useState<Tag[]>([]);
  useEffect(() => { api.trendingTags().then(setTags, () => undefined); }, []);
  return (
    <aside class="beside" aria-label={t('beside.label')}>
      <SearchBox />
      {tags.length > 0 && <section class="panel"><h2>{t('beside.trends')}</h2>{tags.slice(0, 5).map((one) => <TagRow key={one.name} tag={one} />)}</section>}
      <footer>
        <p>{instance.value?.description}</p>
        <p><a href="/about">{t('about')}</a> · <a href={`${root}/shortcuts`}>{t('shortcuts.title')}</a></p>
      </footer>
    </aside>
  );
}
