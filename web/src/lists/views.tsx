// Lists, followed tags, conversations, and people who did something: what one opens now and then.
export { FollowRequests } from '../notifications/follow_requests';
export { NotificationRequests } from '../notifications/requests';
export { Conversations } from './conversations';
export { ListTimeline, Lists } from './lists';
import { Head } from '../shell/head';
import { api } from '../session/session';
import { feed } from '../state/feed';
import { People } from '../profile/profile';
import { TagRow } from '../shell/beside';
import type { Tag } from '../api/entities';
import { Endless } from '../ui/endless';
import { Nothing } from '../ui/pieces';
import { t } from '../words/words';

export function FollowedTags() {
  const list = feed('followed tags', (query) => api.followedTags(query), (one: Tag) => one.name);
  return (
    <>
      <Head title={t('followed_tags.title')} />
      <Endless feed={list} label={t('followed_tags.title')} estimate={64} render={(one) => <div class="panel flat"><TagRow tag={one} /></div>} empty={<Nothing icon="hash" title={t('followed_tags.empty')}>{t('followed_tags.empty_more')}</Nothing>} />
    </>
  );
}

export function Shunned({ how }: { how: 'blocks' | 'mutes' }) {
  const title = how === 'blocks' ? t('blocks.title') : t('mutes.title');
  return <><Head title={title} up /><People name={how} path={`/api/v1/${how}`} empty={t('people.nobody')} /></>;
}

export function PeopleWho({ id, deed }: { id: string; deed: 'favourited_by' | 'reblogged_by' }) {
  const title = deed === 'favourited_by' ? t('people.favourited') : t('people.boosted');
  return <><Head title={title} up /><People name={`${id} ${deed}`} path={`/api/v1/statuses/${id}/${deed}`} empty={t('people.nobody')} /></>;
}
