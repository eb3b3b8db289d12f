import { useState } from 'preact/hooks';
import type { Account } from '../api/entities';
import { api } from '../session/session';
import { feed } from '../state/feed';
import { PersonRow } from '../profile/person_row';
import { Head } from '../shell/head';
import { Endless } from '../ui/endless';
import { Nothing } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';

export function RequestButtons({ of }: { of: Account }) {
  const [answered, set] = useState<'authorize' | 'reject' | null>(null);
  const answer = (how: 'authorize' | 'reject') => {
    set(how);
    api.answerRequest(of.id, how).catch((error: unknown) => { set(null); tell(t('failed.person'), reasonOf(error)); });
  };
  if (answered) return <p class="hint">{answered === 'authorize' ? t('requests.accepted') : t('requests.rejected')}</p>;
  return <div class="ends"><button type="button" class="primary small" onClick={() => answer('authorize')}>{t('requests.accept')}</button><button type="button" class="small" onClick={() => answer('reject')}>{t('requests.reject')}</button></div>;
}

export function FollowRequests() {
  const list = feed('follow requests', (query) => api.people('/api/v1/follow_requests', query), (one: Account) => one.id);
  return (
    <>
      <Head title={t('follow_requests.title')} up />
      <Endless feed={list} label={t('follow_requests.title')} estimate={90} render={(one) => <PersonRow of={one}><RequestButtons of={one} /></PersonRow>} empty={<Nothing icon="person" title={t('follow_requests.empty')} />} />
    </>
  );
}
