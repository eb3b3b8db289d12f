import { useEffect, useState } from 'preact/hooks';
import { Client } from '../api/client';
import type { Instance } from '../api/entities';
import { Denied, finishSignIn, signIn } from '../session/oauth';
import { Busy } from '../ui/pieces';
import { reasonOf } from '../ui/toast';
import { t } from '../words/words';
import { place } from './router';

/** For who is not signed in, and for who comes back from signing in. */
export function Welcome() {
  const { path, query } = place.value;
  const [busy, setBusy] = useState(path === '/signed_in' || path === '/sign_in');
  const [wrong, setWrong] = useState('');
  const [about, setAbout] = useState<Instance | null>(null);
  const start = () => {
    setBusy(true);
    signIn().catch((error: unknown) => { setBusy(false); setWrong(reasonOf(error)); });
  };
  useEffect(() => {
    if (path === '/sign_in') start();
    else if (path === '/signed_in') {
      finishSignIn(query).then(() => location.replace('/app/'), (error: unknown) => {
        setBusy(false);
        setWrong(error instanceof Denied ? t('welcome.denied') : reasonOf(error));
      });
    }
    new Client('').get<Instance>('/api/v2/instance').then(setAbout, () => undefined);
  }, []);
  if (busy) return <main class="welcome"><Busy label={t('welcome.signing_in')} /></main>;
  return (
    <main class="welcome">
      <img src="/favicon.ico" alt="" width="72" height="72" />
      <h1>{about?.title ?? location.host}</h1>
      {about?.description && <p class="lead">{about.description}</p>}
      {wrong && <p class="problem" role="alert">{wrong}</p>}
      <button type="button" class="primary" onClick={start}>{t('welcome.sign_in')}</button>
      <p><a href="/about">{t('about')}</a></p>
    </main>
  );
}
