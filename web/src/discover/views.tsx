import { useEffect, useState } from 'preact/hooks';
import type { Search, Suggestion, Tag, TrendsLink } from '../api/entities';
import { Problem } from '../api/problem';
import { PersonRow } from '../profile/person_row';
import { api } from '../session/session';
import { SearchBox, TagRow } from '../shell/beside';
import { Head, Tabs } from '../shell/head';
import { go } from '../shell/router';
import { feed } from '../state/feed';
import { keepPeople } from '../state/people';
import { keepAll } from '../state/statuses';
import { Card } from '../status/card';
import { LinkCard } from '../status/link_card';
import { Statuses, statusFeed } from '../timelines/statuses';
import { Endless } from '../ui/endless';
import { Busy, Nothing } from '../ui/pieces';
import { reasonOf } from '../ui/toast';
import { t } from '../words/words';

/** Asked once when it comes into sight. */
function useAnswer<T>(ask: () => Promise<T>, on: unknown[]): { found: T | null; wrong: string } {
  const [state, set] = useState<{ found: T | null; wrong: string }>({ found: null, wrong: '' });
  useEffect(() => {
    let here = true;
    set({ found: null, wrong: '' });
    ask().then((found) => { if (here) set({ found, wrong: '' }); }, (error: unknown) => { if (here) set({ found: null, wrong: reasonOf(error) }); });
    return () => { here = false; };
  }, on);
  return state;
}

function Tags() {
  const { found, wrong } = useAnswer<Tag[]>(() => api.trendingTags(), []);
  if (!found) return wrong ? <Nothing icon="hash" title={wrong} /> : <Busy />;
  return found.length ? <div class="panel flat">{found.map((one) => <TagRow key={one.name} tag={one} />)}</div> : <Nothing icon="hash" title={t('explore.no_tags')} />;
}

function News() {
  const list = feed('trending links', (query) => api.trendingLinks(query), (one: TrendsLink) => one.url);
  return <Endless feed={list} label={t('explore.news')} estimate={150} render={(one) => <div class="news"><LinkCard card={one} large /></div>} empty={<Nothing icon="link" title={t('explore.no_news')} />} />;
}

function Suggested() {
  const { found, wrong } = useAnswer<Suggestion[]>(() => api.suggestions().then((all) => { keepPeople(all.map((one) => one.account)); return all; }), []);
  if (!found) return wrong ? <Nothing icon="people" title={wrong} /> : <Busy />;
  return found.length ? <>{found.map((one) => <PersonRow key={one.account.id} of={one.account} />)}</> : <Nothing icon="people" title={t('explore.no_people')} />;
}

export function Explore({ part }: { part: string }) {
  return (
    <>
      <Head title={t('explore.title')} />
      <div class="search-line"><SearchBox /></div>
      <Tabs all={[['/explore', t('explore.posts')], ['/explore/tags', t('explore.tags')], ['/explore/people', t('explore.people')], ['/explore/news', t('explore.news')]]} />
      {part === 'tags' ? <Tags /> : part === 'people' ? <Suggested /> : part === 'news' ? <News />
        : <Statuses feed={statusFeed('trending', '/api/v1/trends/statuses')} label={t('explore.posts')} context="public" empty={<Nothing icon="compass" title={t('explore.no_posts')} />} />}
    </>
  );
}

const operators = ['from:me', 'has:media', 'has:poll', 'is:reply', 'language:en', 'before:2026-01-01', 'after:2025-01-01'];

function Results({ found }: { found: Search }) {
  const posts = found.statuses.map((one) => one.id);
  if (found.accounts.length + posts.length + found.hashtags.length === 0) return <Nothing icon="search" title={t('search.nothing')}>{t('search.nothing_more')}</Nothing>;
  return (
    <>
      {found.accounts.length > 0 && <section aria-label={t('search.people')}><h2 class="section">{t('search.people')}</h2>{found.accounts.map((one) => <PersonRow key={one.id} of={one} />)}</section>}
      {found.hashtags.length > 0 && <section aria-label={t('search.tags')}><h2 class="section">{t('search.tags')}</h2><div class="panel flat">{found.hashtags.map((one) => <TagRow key={one.name} tag={one} />)}</div></section>}
      {posts.length > 0 && <section aria-label={t('search.posts')}><h2 class="section">{t('search.posts')}</h2>{posts.map((one) => <Card key={one} id={one} context="public" />)}</section>}
    </>
  );
}

/** An address or a handle leads straight to what it names. */
const names = (query: string) => /^https?:\/\/\S+$/.test(query) || /^@?[\w.]+@[\w.:-]+$/.test(query);

export function SearchView({ query }: { query: string }) {
  const { found, wrong } = useAnswer<Search | null>(async () => {
    if (!query) return null;
    const known = (all: Search) => { keepPeople(all.accounts); keepAll(all.statuses); return all; };
    try {
      return known(await api.search({ q: query, resolve: names(query), limit: 20 }));
    } catch (error) {
      // Somebody else's server may be away: what is known here is better than nothing.
      if (error instanceof Problem && error.status >= 500 && names(query)) return known(await api.search({ q: query, limit: 20 }));
      throw error;
    }
  }, [query]);
  useEffect(() => {
    if (!found || !/^https?:/.test(query)) return;
    const [status] = found.statuses, [person] = found.accounts;
    if (status) go(`/@${status.account.acct}/${status.id}`, { replace: true });
    else if (person) go(`/@${person.acct}`, { replace: true });
  }, [found]);
  return (
    <>
      <Head title={query ? t('search.title_for', { query }) : t('search.title')} up />
      <div class="search-line"><SearchBox /></div>
      {!query ? <div class="hints"><p>{t('search.hint')}</p><p>{operators.map((one) => <code key={one}>{one}</code>)}</p></div> : wrong ? <Nothing icon="search" title={wrong} /> : found ? <Results found={found} /> : <Busy />}
    </>
  );
}
