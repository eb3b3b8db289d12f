import { useEffect, useState } from 'preact/hooks';
import type { Account } from '../api/entities';
import type { Bond } from '../api/calls';
import { Problem } from '../api/problem';
import { write } from '../compose/opening';
import { Html } from '../content/html';
import { account as mine, api, me } from '../session/session';
import { lazy, Suspense } from '../shell/lazy';
import { report } from '../settings/report_state';
import { Head, Tabs } from '../shell/head';
import { feed } from '../state/feed';
import { bondOf, keepBond, keepPeople, personOf } from '../state/people';
import { keepAll } from '../state/statuses';
import { Card } from '../status/card';
import { Statuses, statusFeed } from '../timelines/statuses';
import { Endless } from '../ui/endless';
import { Icon } from '../ui/icon';
import { Avatar, Busy, IconButton, Menu, Name, Nothing, type Choice } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { look } from '../ui/viewer_state';
import { full, onDay, short } from '../words/amounts';
import { t } from '../words/words';
import { FollowButton } from './follow_button';
import { ListChooser } from './list_chooser';
import { PersonRow } from './person_row';

const editing = lazy(() => import('./edit'));
const byAcct = new Map<string, Account>();

/** Somebody by address. */
export function usePerson(acct: string): { person: Account | null; missing: boolean; failed: string } {
  const [state, set] = useState<{ person: Account | null; missing: boolean; failed: string }>({ person: byAcct.get(acct) ?? null, missing: false, failed: '' });
  useEffect(() => {
    set({ person: byAcct.get(acct) ?? null, missing: false, failed: '' });
    const known = (person: Account) => { byAcct.set(acct, person); keepPeople([person]); set({ person, missing: false, failed: '' }); };
    const wrong = (error: unknown) => set({ person: null, missing: error instanceof Problem && error.status === 404, failed: reasonOf(error) });
    api.lookup(acct).then(known, (error: unknown) => {
      if (!(error instanceof Problem && error.status === 404) || !acct.includes('@')) return wrong(error);
      // Nobody here met them yet: the server looks them up.
      return api.search({ q: `@${acct}`, type: 'accounts', resolve: true, limit: 1 }).then(({ accounts: [found] }) => (found ? known(found) : wrong(error)), wrong);
    });
  }, [acct]);
  return state;
}

function Missing({ missing, failed }: { missing: boolean; failed: string }) {
  if (!missing && !failed) return <Busy />;
  return <Nothing icon="person" title={missing ? t('profile.missing') : t('problem.broken')}>{missing ? '' : failed}</Nothing>;
}

function more(of: Account, set: (what: 'lists') => void): (Choice | null | false)[] {
  const bond = bondOf(of.id).value;
  const name = `@${of.acct}`;
  const act = (how: Bond, params = {}) => () => void api.bond(of.id, how, params).then(keepBond, (error: unknown) => tell(t('failed.person'), reasonOf(error)));
  const remote = !!of.url && !of.url.startsWith(location.origin);
  return [
    { label: t('act.mention', { name }), icon: 'at', call: () => write(`@${of.acct} `) },
    { label: t('status.copy'), icon: 'link', call: () => void navigator.clipboard.writeText(of.url ?? of.uri).then(() => tell(t('copied'))) },
    remote && { label: t('status.original_page'), icon: 'out', href: of.url! },
    !!bond?.following && { label: t('profile.lists'), icon: 'list', call: () => set('lists') },
    !!bond?.following && { label: bond.showing_reblogs ? t('profile.hide_boosts') : t('profile.show_boosts'), icon: 'boost', call: act('follow', { reblogs: !bond.showing_reblogs }) },
    !!bond && { label: t(bond.muting ? 'act.unmute' : 'act.mute', { name }), icon: 'mute', call: act(bond.muting ? 'unmute' : 'mute') },
    !!bond && { label: t(bond.blocking ? 'act.unblock' : 'act.block', { name }), icon: 'close', grave: true, call: act(bond.blocking ? 'unblock' : 'block') },
    { label: t('act.report', { name }), icon: 'flag', grave: true, call: () => report(of) },
  ];
}

function About({ of: given }: { of: Account }) {
  const [open, set] = useState<'lists' | 'edit' | null>(null);
  // What was changed here shows at once.
  const of = personOf(given.id).value ?? given;
  const bond = bondOf(of.id).value;
  const own = of.id === mine?.id;
  const base = `/app/@${of.acct}`;
  const showAvatar = () => look([{ id: of.id, type: 'image', url: of.avatar, preview_url: of.avatar_static, remote_url: null, meta: null, description: of.avatar_description || null, blurhash: null }], 0);
  return (
    <section class="profile">
      <div class="banner">{!of.header.endsWith('missing.png') && <img src={of.header} alt="" />}</div>
      <div class="front">
        <button type="button" class="plain portrait" aria-label={t('profile.portrait')} onClick={showAvatar}><Avatar of={of} size="xl" /></button>
        <div class="tools">
          {bond?.following && <IconButton icon="bell" label={bond.notifying ? t('profile.bell_off') : t('profile.bell_on')} aria-pressed={bond.notifying} filled={bond.notifying} onClick={() => void api.bond(of.id, 'follow', { notify: !bond.notifying }).then(keepBond, (error: unknown) => tell(t('failed.person'), reasonOf(error)))} />}
          {!own && <Menu label={t('act.more')} choices={() => more(of, set)} />}
          {own && me.value ? <button type="button" onClick={() => set('edit')}>{t('profile.edit')}</button> : <FollowButton of={of} />}
        </div>
      </div>
      <h2 class="big-name"><Name of={of} /></h2>
      <p class="acct">@{of.acct}{of.locked && <span title={t('profile.locked')}><Icon name="lock" /></span>}{of.bot && <span class="badge">{t('profile.bot')}</span>}{bond?.followed_by && <span class="badge">{t('profile.follows_you')}</span>}{bond?.muting && <span class="badge">{t('profile.muted')}</span>}</p>
      {of.moved && <p class="moved">{t('profile.moved')} <a href={`/app/@${of.moved.acct}`}>@{of.moved.acct}</a></p>}
      <Html html={of.note} emojis={of.emojis} />
      {of.fields.length > 0 && (
        <dl class="fields">
          {of.fields.map((one) => <div key={one.name} class={one.verified_at ? 'verified' : ''}><dt>{one.name}</dt><dd>{one.verified_at && <span title={t('profile.verified', { when: onDay(one.verified_at) })}><Icon name="check" /></span>}<Html class="" html={one.value} emojis={of.emojis} /></dd></div>)}
        </dl>
      )}
      <p class="numbers">
        <span><strong title={full(of.statuses_count)}>{short(of.statuses_count)}</strong> {t('profile.posts', { count: of.statuses_count })}</span>
        <a href={`${base}/following`}><strong title={full(of.following_count)}>{short(of.following_count)}</strong> {t('profile.following')}</a>
        <a href={`${base}/followers`}><strong title={full(of.followers_count)}>{short(of.followers_count)}</strong> {t('profile.followers', { count: of.followers_count })}</a>
        <span class="since">{t('profile.since', { when: onDay(of.created_at) })}</span>
      </p>
      {open === 'edit' && me.value && <Suspense of={editing} show={(all) => <all.EditProfile of={me.value!} onClose={() => set(null)} />} />}
      {open === 'lists' && <ListChooser of={of} onClose={() => set(null)} />}
    </section>
  );
}

export type Part = 'posts' | 'with_replies' | 'media';

export function Profile({ acct, part }: { acct: string; part: Part }) {
  const { person, missing, failed } = usePerson(acct);
  if (!person) return <><Head title={`@${acct}`} up /><Missing missing={missing} failed={failed} /></>;
  const path = `/api/v1/accounts/${person.id}/statuses`;
  const query = part === 'posts' ? { exclude_replies: true } : part === 'media' ? { only_media: true } : {};
  return (
    <>
      <Head title={person.display_name || person.username} up under={t('profile.count', { count: person.statuses_count })} />
      <About of={person} />
      <Tabs all={[[`/@${acct}`, t('profile.tab_posts')], [`/@${acct}/with_replies`, t('profile.tab_replies')], [`/@${acct}/media`, t('profile.tab_media')]]} />
      {part === 'posts' && <Pinned key={person.id} id={person.id} />}
      <Statuses key={`${acct} ${part}`} feed={statusFeed(`@${acct} ${part}`, path, query)} label={t('profile.posts', { count: 2 })} context="account" empty={<Nothing icon="pen" title={t('profile.empty')} />} />
    </>
  );
}

function Pinned({ id }: { id: string }) {
  const [pinned, set] = useState<string[]>([]);
  useEffect(() => { api.timeline(`/api/v1/accounts/${id}/statuses`, { pinned: true }).then((page) => set(keepAll(page.items)), () => undefined); }, [id]);
  return <>{pinned.map((one) => <Card key={one} id={one} context="account" pinned />)}</>;
}

/** Any list of people. */
export function People({ name, path, empty }: { name: string; path: string; empty: string }) {
  const list = feed(name, async (query) => {
    const page = await api.people(path, query);
    keepPeople(page.items);
    return page;
  }, (one: Account) => one.id);
  return <Endless feed={list} label={name} estimate={84} render={(one) => <PersonRow of={one} />} empty={<Nothing icon="people" title={empty} />} />;
}

export function Follows({ acct, way }: { acct: string; way: 'followers' | 'following' }) {
  const { person, missing, failed } = usePerson(acct);
  const title = way === 'followers' ? t('profile.followers_title') : t('profile.following_title');
  return (
    <>
      <Head title={title} under={`@${acct}`} up />
      {person ? <People key={way} name={`@${acct} ${way}`} path={`/api/v1/accounts/${person.id}/${way}`} empty={person.hide_collections ? t('profile.hidden') : t('profile.nobody')} /> : <Missing missing={missing} failed={failed} />}
    </>
  );
}
