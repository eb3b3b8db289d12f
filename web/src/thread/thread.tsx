import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { reply } from '../compose/opening';
import { Head } from '../shell/head';
import { returning } from '../shell/router';
import { statusOf } from '../state/statuses';
import { Card, Whole } from '../status/card';
import { Busy, Nothing } from '../ui/pieces';
import { t } from '../words/words';
import { branches, load, sizeOf, threadOf, type Branch } from './thread_state';

/** Deeper replies stand below each other, so that a phone has room for their words. */
const deepest = 3;

function Replies({ all }: { all: Branch[] }) {
  return <>{all.map((one) => <Reply key={one.id} branch={one} />)}</>;
}

function Reply({ branch }: { branch: Branch }) {
  const [folded, fold] = useState(false);
  const { children } = branch;
  // A single answer goes on below its post; several branch off.
  const straight = children.length === 1;
  const inner = branch.depth < deepest && !straight;
  return (
    <div class="branch">
      <Card id={branch.id} context="thread" above={branch.depth > 0} below={children.length > 0} />
      {children.length > 0 && (
        <div class={inner ? 'twigs' : ''}>
          {children.length > 1 && <button type="button" class="fold plain" aria-expanded={!folded} onClick={() => fold(!folded)}>{folded ? t('thread.unfold', { count: sizeOf(branch) - 1 }) : t('thread.fold')}</button>}
          {!folded && <Replies all={children} />}
        </div>
      )}
    </div>
  );
}

export function ThreadView({ id }: { id: string }) {
  const thread = threadOf(id).value;
  const status = statusOf(id).value;
  const whole = useRef<HTMLDivElement>(null);
  useEffect(() => { void load(id); }, [id]);
  // What comes before it is read by scrolling up: the post itself stands in sight.
  useLayoutEffect(() => {
    if (returning || thread.state !== 'ready' || thread.above.length === 0) return;
    const top = (whole.current?.getBoundingClientRect().top ?? 0) + window.scrollY - 72;
    window.scrollTo(0, top);
  }, [id, thread.state]);
  if (!status) return <><Head title={t('thread.title')} up />{thread.state === 'failed' ? <Nothing icon="search" title={t('thread.gone')}>{t('thread.gone_more')}</Nothing> : <Busy />}</>;
  return (
    <>
      <Head title={t('thread.title')} up />
      <div class="thread">
        {thread.above.map((one, at) => <Card key={one} id={one} context="thread" above={at > 0} below />)}
        <div ref={whole} key={id}><Whole id={id} /></div>
        <button type="button" class="invitation" onClick={() => reply(status)}><span>{t('thread.answer', { name: status.account.display_name || status.account.username })}</span></button>
        {thread.state === 'loading' && <Busy />}
        <Replies all={branches(id, thread.below)} />
        {thread.filling && <Busy label={t('thread.filling')} />}
      </div>
    </>
  );
}
