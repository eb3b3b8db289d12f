import { useEffect } from 'preact/hooks';
import { api, me } from '../session/session';
import { write } from '../compose/opening';
import { Head } from '../shell/head';
import { Avatar, Nothing } from '../ui/pieces';
import { t } from '../words/words';
import { Announcements } from './announcements';
import { Statuses, statusFeed } from './statuses';

export const homeFeed = () => statusFeed('home', '/api/v1/timelines/home');

/** How long something must stand in sight to count as seen. */
const seenAfter = 3000;
let marked = '';

/** Tells the server, and so one's other devices, how far one has read. */
function useMarker(newest: string | undefined) {
  useEffect(() => {
    if (!newest || newest === marked) return;
    const later = setTimeout(() => {
      if (document.hidden) return;
      marked = newest;
      api.mark('home', newest).catch(() => { marked = ''; });
    }, seenAfter);
    return () => clearTimeout(later);
  }, [newest]);
}

export function Home() {
  useMarker(homeFeed().items.value[0]);
  return (
    <>
      <Head title={t('home.title')} />
      <Announcements />
      <button type="button" class="invitation" onClick={() => write()}>{me.value && <Avatar of={me.value} />}<span>{t('compose.placeholder')}</span></button>
      <Statuses feed={homeFeed()} label={t('home.title')} empty={<Nothing icon="home" title={t('home.empty')}>{t('home.empty_more')} <a href="/app/explore/people">{t('explore.people')}</a></Nothing>} />
    </>
  );
}
