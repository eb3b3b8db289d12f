// The timelines beside home.
import { useEffect, useState } from 'preact/hooks';
import type { Tag } from '../api/entities';
import { api } from '../session/session';
import { Head, Tabs } from '../shell/head';
import { Nothing } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';
import { Statuses, statusFeed } from './statuses';

export function Public({ local }: { local: boolean }) {
  const feed = local ? statusFeed('local', '/api/v1/timelines/public', { local: true }) : statusFeed('federated', '/api/v1/timelines/public');
  return (
    <>
      <Head title={t('public.title')} />
      <Tabs all={[['/public/local', t('public.local')], ['/public', t('public.federated')]]} />
      <Statuses key={String(local)} feed={feed} label={local ? t('public.local') : t('public.federated')} context="public" empty={<Nothing icon="people" title={t('public.empty')} />} />
    </>
  );
}

export function TagTimeline({ name }: { name: string }) {
  const [tag, setTag] = useState<Tag | null>(null);
  useEffect(() => { setTag(null); api.tag(name).then(setTag, () => undefined); }, [name]);
  const follow = () => {
    if (!tag) return;
    const following = !tag.following;
    setTag({ ...tag, following });
    api.followTag(tag.name, following).then(setTag, (error: unknown) => { setTag(tag); tell(t('failed.tag'), reasonOf(error)); });
  };
  return (
    <>
      <Head title={`#${tag?.name ?? name}`}>{tag && <button type="button" class={tag.following ? '' : 'primary'} aria-pressed={tag.following} onClick={follow}>{tag.following ? t('tag.unfollow') : t('tag.follow')}</button>}</Head>
      <Statuses key={name} feed={statusFeed(`tag ${name}`, `/api/v1/timelines/tag/${encodeURIComponent(name)}`)} label={`#${name}`} context="public" empty={<Nothing icon="hash" title={t('tag.empty')} />} />
    </>
  );
}

export function Bookmarks() {
  return (
    <>
      <Head title={t('bookmarks.title')} />
      <Statuses feed={statusFeed('bookmarks', '/api/v1/bookmarks')} label={t('bookmarks.title')} empty={<Nothing icon="bookmark" title={t('bookmarks.empty')}>{t('bookmarks.empty_more')}</Nothing>} />
    </>
  );
}

export function Favourites() {
  return (
    <>
      <Head title={t('favourites.title')} />
      <Statuses feed={statusFeed('favourites', '/api/v1/favourites')} label={t('favourites.title')} empty={<Nothing icon="star" title={t('favourites.empty')}>{t('favourites.empty_more')}</Nothing>} />
    </>
  );
}
