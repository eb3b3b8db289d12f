// Which address shows what. Views that are seldom opened come when they are.
import { lazy, Suspense } from './lazy';
import type { ComponentChildren } from 'preact';
import { Follows, Profile } from '../profile/profile';
import { Notifications } from '../notifications/notifications';
import { ThreadView } from '../thread/thread';
import { Home } from '../timelines/home';
import { Bookmarks, Favourites, Public, TagTimeline } from '../timelines/others';
import { Nothing } from '../ui/pieces';
import { t } from '../words/words';
import { Head } from './head';
import { match, type Found, type Place } from './router';

const discover = lazy(() => import('../discover/views'));
const settings = lazy(() => import('../settings/views'));
const lists = lazy(() => import('../lists/views'));

type View = (found: Found, place: Place) => ComponentChildren;

const views: [string, View][] = [
  ['/', () => <Home />],
  ['/home', () => <Home />],
  ['/notifications', () => <Notifications />],
  ['/notifications/mentions', () => <Notifications mentions />],
  ['/notifications/requests', () => <Suspense of={lists} show={(all) => <all.NotificationRequests />} />],
  ['/follow_requests', () => <Suspense of={lists} show={(all) => <all.FollowRequests />} />],
  ['/public', () => <Public local={false} />],
  ['/public/local', () => <Public local />],
  ['/tags/:name', ({ name }) => <TagTimeline name={name!} />],
  ['/bookmarks', () => <Bookmarks />],
  ['/favourites', () => <Favourites />],
  ['/explore', () => <Suspense of={discover} show={(all) => <all.Explore part="posts" />} />],
  ['/explore/:part', ({ part }) => <Suspense of={discover} show={(all) => <all.Explore part={part!} />} />],
  ['/search', (_, place) => <Suspense of={discover} show={(all) => <all.SearchView query={place.query.get('q') ?? ''} />} />],
  ['/followed_tags', () => <Suspense of={lists} show={(all) => <all.FollowedTags />} />],
  ['/lists', () => <Suspense of={lists} show={(all) => <all.Lists />} />],
  ['/lists/:id', ({ id }) => <Suspense of={lists} show={(all) => <all.ListTimeline id={id!} />} />],
  ['/conversations', () => <Suspense of={lists} show={(all) => <all.Conversations />} />],
  ['/blocks', () => <Suspense of={lists} show={(all) => <all.Shunned how="blocks" />} />],
  ['/mutes', () => <Suspense of={lists} show={(all) => <all.Shunned how="mutes" />} />],
  ['/scheduled', () => <Suspense of={settings} show={(all) => <all.Scheduled />} />],
  ['/filters', () => <Suspense of={settings} show={(all) => <all.Filters />} />],
  ['/settings', () => <Suspense of={settings} show={(all) => <all.Settings />} />],
  ['/shortcuts', () => <Suspense of={settings} show={(all) => <all.Shortcuts />} />],
  ['/@:acct', ({ acct }) => <Profile acct={acct!} part="posts" />],
  ['/@:acct/with_replies', ({ acct }) => <Profile acct={acct!} part="with_replies" />],
  ['/@:acct/media', ({ acct }) => <Profile acct={acct!} part="media" />],
  ['/@:acct/followers', ({ acct }) => <Follows acct={acct!} way="followers" />],
  ['/@:acct/following', ({ acct }) => <Follows acct={acct!} way="following" />],
  ['/@:acct/:id', ({ id }) => <ThreadView id={id!} />],
  ['/@:acct/:id/boosts', ({ id }) => <Suspense of={lists} show={(all) => <all.PeopleWho id={id!} deed="reblogged_by" />} />],
  ['/@:acct/:id/favourites', ({ id }) => <Suspense of={lists} show={(all) => <all.PeopleWho id={id!} deed="favourited_by" />} />],
];

export function View({ at }: { at: Place }) {
  for (const [pattern, view] of views) {
    const found = match(pattern, at.path);
    if (found) return <>{view(found, at)}</>;
  }
  return <><Head title={t('missing.title')} up /><Nothing icon="compass" title={t('missing.title')}>{t('missing.text')}</Nothing></>;
}
