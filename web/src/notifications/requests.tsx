import type { NotificationRequest } from '../api/entities';
import { plain } from '../content/html';
import { PersonRow } from '../profile/person_row';
import { api } from '../session/session';
import { Head } from '../shell/head';
import { feed } from '../state/feed';
import { Endless } from '../ui/endless';
import { Nothing } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';

/** Strangers whose notifications are held back until they are let in. */
export function NotificationRequests() {
  const list = feed('notification requests', (query) => api.requests(query), (one: NotificationRequest) => one.id);
  const answer = (one: NotificationRequest, how: 'accept' | 'dismiss') => {
    list.remove(one.id);
    api.answerNotificationRequest(one.id, how).catch((error: unknown) => { list.add(one, true); tell(t('failed.person'), reasonOf(error)); });
  };
  return (
    <>
      <Head title={t('requests.title')} up />
      <Endless feed={list} label={t('requests.title')} estimate={130} render={(one) => (
        <div class="request">
          <PersonRow of={one.account} brief><span class="badge">{t('requests.count', { count: Number(one.notifications_count) })}</span></PersonRow>
          {one.last_status && <p class="about">{plain(one.last_status.content).slice(0, 300)}</p>}
          <div class="ends"><button type="button" class="primary small" onClick={() => answer(one, 'accept')}>{t('requests.accept')}</button><button type="button" class="small" onClick={() => answer(one, 'dismiss')}>{t('requests.dismiss')}</button></div>
        </div>
      )} empty={<Nothing icon="filter" title={t('requests.empty')} />} />
    </>
  );
}
