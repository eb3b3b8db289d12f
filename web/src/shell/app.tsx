import { useLayoutEffect, useRef } from 'preact/hooks';
import { Compose } from '../compose/compose';
import { writing } from '../compose/draft';
import { reported } from '../settings/report_state';
import { Toasts } from '../ui/toast';
import { looked } from '../ui/viewer_state';
import { Beside } from './beside';
import { focusHeading } from './head';
import { helping } from './keys';
import { lazy, Suspense } from './lazy';
import { Bar, Side } from './navigation';
import { Offline } from './offline';
import { place } from './router';
import { View } from './views';
import { t } from '../words/words';

const viewer = lazy(() => import('../ui/viewer'));
const settings = lazy(() => import('../settings/views'));
const reporting = lazy(() => import('../settings/report'));

export function App() {
  const at = place.value;
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useLayoutEffect(() => {
    if (first.current) { first.current = false; return; }
    focusHeading(main.current!);
  }, [at.path]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t('skip')}</a>
      <div class="columns">
        <Side />
        <main id="main" ref={main} tabIndex={-1}><Offline /><View key={at.key} at={at} /></main>
        <Beside />
      </div>
      <Bar />
      {writing.value && <Compose key={writing.value.key} />}
      {looked.value && <Suspense of={viewer} show={(all) => <all.Viewer />} />}
      {reported.value && <Suspense of={reporting} show={(all) => <all.ReportDialog />} />}
      {helping.value && <Suspense of={settings} show={(all) => <all.ShortcutsDialog onClose={() => { helping.value = false; }} />} />}
      <Toasts />
    </>
  );
}
