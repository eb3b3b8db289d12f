import { useEffect } from 'preact/hooks';
import type { NotificationGroup } from '../api/entities';
import { Head, Tabs } from '../shell/head';
import { personOf } from '../state/people';
import { statusOf } from '../state/statuses';
import { Card } from '../status/card';
import { Html, plain } from '../content/html';
import { FollowButton } from '../profile/follow_button';
import { Endless } from '../ui/endless';
import { Icon, type IconName } from '../ui/icon';
import { Avatar, Name, Nothing, pageOf, profileOf, Time } from '../ui/pieces';
import { t, type Key } from '../words/words';
import { RequestButtons } from './follow_requests';
import { markRead, notificationFeed, unread } from './notifications_state';
import { api } from '../session/session';
import { useState } from 'preact/hooks';

const kinds: Record<string, { icon: IconName; text: Key }> = {
  mention: { icon: 'at', text: 'notice.mention' },
  status: { icon: 'bell', text: 'notice.status' },
  reblog: { icon: 'boost', text: 'notice.boost' },
  favourite: { icon: 'star', text: 'notice.favourite' },
  follow: { icon: 'person', text: 'notice.follow' },
  follow_request: { icon: 'person', text: 'notice.follow_request' },
  poll: { icon: 'poll', text: 'notice.poll' },
  update: { icon: 'pen', text: 'notice.update' },
  quote: { icon: 'quote', text: 'notice.quote' },
  quoted_update: { icon: 'pen', text: 'notice.quoted_update' },
  'admin.sign_up': { icon: 'people', text: 'notice.sign_up' },
  'admin.report': { icon: 'flag', text: 'notice.report' },
  severed_relationships: { icon: 'link', text: 'notice.severed' },
  moderation_warning: { icon: 'warning', text: 'notice.warning' },
};
/** These show the post as a card, since one wants to answer it. */
const conversational = new Set(['mention', 'status', 'quote', 'poll', 'update', 'quoted_update']);

function Who({ ids, count }: { ids: string[]; count: number }) {
  const first = personOf(ids[0] ?? '').value;
  if (!first) return null;
  return <><a href={profileOf(first)}><Name of={first} /></a>{count > 1 && ` ${t('notice.others', { count: count - 1 })}`}</>;
}

function Group({ group }: { group: NotificationGroup }) {
  const status = group.status_id ? statusOf(group.status_id).value : null;
  const kind = kinds[group.type] ?? { icon: 'bell' as const, text: 'notice.other' as const };
  const people = group.sample_account_ids.map((id) => personOf(id).value).filter((one) => one !== null);
  const words = <><Who ids={group.sample_account_ids} count={group.notifications_count} /> {t(kind.text, { count: group.notifications_count })}</>;
  if (status && conversational.has(group.type)) {
    return <Card id={status.id} context="notifications" reason={<p class={`reason ${group.type}`}><Icon name={kind.icon} /><span>{words}</span></p>} />;
  }
  const person = people[0];
  return (
    <article class={`notice ${group.type.replace('.', '-')}`} tabIndex={0} {...(status ? { 'data-status': status.id } : {})}>
      <span class="sign"><Icon name={kind.icon} filled={group.type === 'favourite'} /></span>
      <div class="inside">
        <p class="faces">{people.map((one) => <a key={one.id} href={profileOf(one)} aria-label={one.display_name || one.username}><Avatar of={one} size="s" /></a>)}</p>
        <p class="words">{words}{group.latest_page_notification_at && <span class="meta"><Time at={group.latest_page_notification_at} /></span>}</p>
        {status && <a class="about" href={pageOf(status)}>{status.spoiler_text || plain(status.content).slice(0, 240) || t('notice.picture')}</a>}
        {group.type === 'follow' && group.notifications_count === 1 && person && <div class="about"><Html class="prose cut" html={person.note} emojis={person.emojis} /><FollowButton of={person} /></div>}
        {group.type === 'follow_request' && person && <RequestButtons of={person} />}
      </div>
    </article>
  );
}

/** How many of strangers wait to be let in. */
function Waiting() {
  const [count, setCount] = useState(0);
  useEffect(() => { api.requests({ limit: 40 }).then((page) => setCount(page.items.length), () => undefined); }, []);
  return count > 0 ? <a class="row-link" href="/app/notifications/requests"><Icon name="filter" /><span>{t('requests.waiting', { count })}</span><Icon name="next" /></a> : null;
}

export function Notifications({ mentions = false }: { mentions?: boolean }) {
  const list = notificationFeed(mentions ? 'mention' : undefined);
  const ready = list.state.value;
  useEffect(() => { if (!mentions && ready !== 'new' && ready !== 'loading') void markRead(); }, [ready, mentions, unread.value]);
  return (
    <>
      <Head title={t('notifications.title')} />
      <Tabs all={[['/notifications', t('notifications.all')], ['/notifications/mentions', t('notifications.mentions')]]} />
      {!mentions && <Waiting />}
      <Endless articles key={String(mentions)} feed={list} label={t('notifications.title')} estimate={110} render={(one) => <Group group={one} />} empty={<Nothing icon="bell" title={t('notifications.empty')}>{t('notifications.empty_more')}</Nothing>} />
    </>
  );
}
