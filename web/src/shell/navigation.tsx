import { useEffect, useState } from 'preact/hooks';
import type { List } from '../api/entities';
import { write } from '../compose/opening';
import { homeFeed } from '../timelines/home';
import { unread } from '../notifications/notifications_state';
import { account, api, instance, me, switchTo } from '../session/session';
import { signIn, signOut } from '../session/oauth';
import { accounts } from '../session/stored';
import { Icon, type IconName } from '../ui/icon';
import { Avatar, Menu, Name, type Choice } from '../ui/pieces';
import { t } from '../words/words';
import { place, root } from './router';

function Link({ to, icon, label, badge, also }: { to: string; icon: IconName; label: string; badge?: number; also?: string }) {
  const { path } = place.value;
  const on = path === to || (also !== undefined && path.startsWith(also)) || (to === '/' && path === '/home');
  return (
    <a href={root + (to === '/' ? '/' : to)} aria-current={on ? 'page' : undefined} title={label}>
      <span class="sign"><Icon name={icon} filled={on && !['hash', 'list', 'search', 'compass'].includes(icon)} />{badge ? <span class="badge" aria-hidden="true">{badge > 99 ? '99+' : badge}</span> : null}</span>
      <span class="label">{label}{badge ? <span class="hidden"> ({t('unread', { count: badge })})</span> : null}</span>
    </a>
  );
}

export function accountChoices(): (Choice | null | false)[] {
  return [
    { label: t('nav.profile'), icon: 'person', href: `${root}/@${account!.acct}` },
    { label: t('nav.bookmarks'), icon: 'bookmark', href: `${root}/bookmarks` },
    { label: t('nav.favourites'), icon: 'star', href: `${root}/favourites` },
    { label: t('nav.lists'), icon: 'list', href: `${root}/lists` },
    { label: t('nav.tags'), icon: 'hash', href: `${root}/followed_tags` },
    { label: t('nav.conversations'), icon: 'mail', href: `${root}/conversations` },
    { label: t('nav.settings'), icon: 'gear', href: `${root}/settings` },
    ...accounts().filter((one) => one.id !== account!.id).map((one) => ({ label: t('nav.switch', { name: `@${one.acct}` }), icon: 'people' as const, call: () => switchTo(one.id) })),
    { label: t('nav.add'), icon: 'plus', call: () => void signIn(true) },
    { label: t('nav.sign_out'), icon: 'out', call: () => void signOut(account!).then(() => location.assign('/app/')) },
  ];
}

/** Down the side where there is room. */
export function Side() {
  const [lists, setLists] = useState<List[]>([]);
  useEffect(() => { api.lists().then(setLists, () => undefined); }, []);
  return (
    <nav class="side" aria-label={t('nav.label')}>
      <a class="brand" href={root + '/'}><img src="/favicon.ico" alt="" width="32" height="32" /><span class="label">{instance.value?.title ?? location.host}</span></a>
      <Link to="/" icon="home" label={t('nav.home')} badge={homeFeed().fresh.value.length} />
      <Link to="/notifications" icon="bell" label={t('nav.notifications')} badge={unread.value} also="/notifications" />
      <Link to="/explore" icon="compass" label={t('nav.explore')} also="/explore" />
      <Link to="/public/local" icon="people" label={t('nav.public')} also="/public" />
      <Link to="/conversations" icon="mail" label={t('nav.conversations')} />
      <Link to="/bookmarks" icon="bookmark" label={t('nav.bookmarks')} />
      <Link to="/favourites" icon="star" label={t('nav.favourites')} />
      <Link to="/lists" icon="list" label={t('nav.lists')} />
      {lists.slice(0, 6).map((one) => <a class="sub" key={one.id} href={`${root}/lists/${one.id}`} aria-current={place.value.path === `/lists/${one.id}` ? 'page' : undefined}>{one.title}</a>)}
      <Link to="/settings" icon="gear" label={t('nav.settings')} />
      <button type="button" class="primary write" onClick={() => write()} title={t('compose.title')}><Icon name="pen" /><span class="label">{t('compose.title')}</span></button>
      {me.value && <Menu label={t('nav.account')} class="self" choices={accountChoices}><Avatar of={me.value} /><span class="label"><Name of={me.value} /><span class="acct">@{me.value.acct}</span></span></Menu>}
    </nav>
  );
}

/** Along the bottom of a phone. */
export function Bar() {
  return (
    <nav class="bar" aria-label={t('nav.label')}>
      <Link to="/" icon="home" label={t('nav.home')} badge={homeFeed().fresh.value.length} />
      <Link to="/explore" icon="search" label={t('nav.explore')} also="/explore" />
      <button type="button" class="primary write" aria-label={t('compose.title')} onClick={() => write()}><Icon name="pen" /></button>
      <Link to="/notifications" icon="bell" label={t('nav.notifications')} badge={unread.value} also="/notifications" />
      {me.value ? <Menu label={t('nav.account')} class="self" choices={accountChoices}><Avatar of={me.value} size="s" /></Menu> : <span />}
    </nav>
  );
}
