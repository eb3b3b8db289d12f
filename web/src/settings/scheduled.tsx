import type { ScheduledStatus } from '../api/entities';
import { api } from '../session/session';
import { Head } from '../shell/head';
import { feed, forgetFeed } from '../state/feed';
import { Endless } from '../ui/endless';
import { IconButton, Nothing } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { inFull } from '../words/amounts';
import { t } from '../words/words';
import { useEffect } from 'preact/hooks';

export function Scheduled() {
  const list = feed('scheduled', (query) => api.scheduled(query), (one: ScheduledStatus) => one.id);
  useEffect(() => () => forgetFeed('scheduled'), []);
  const drop = (one: ScheduledStatus) => { list.remove(one.id); api.dropScheduled(one.id).catch((error: unknown) => { list.add(one, true); tell(t('failed.delete'), reasonOf(error)); }); };
  return (
    <>
      <Head title={t('scheduled.title')} up />
      <Endless feed={list} label={t('scheduled.title')} estimate={96} render={(one) => (
        <div class="row-link"><span class="words"><strong>{inFull(one.scheduled_at)}</strong><small dir="auto">{one.params.spoiler_text || one.params.text}</small></span><IconButton icon="trash" label={t('scheduled.drop')} onClick={() => drop(one)} /></div>
      )} empty={<Nothing icon="clock" title={t('scheduled.empty')}>{t('scheduled.empty_more')}</Nothing>} />
    </>
  );
}
