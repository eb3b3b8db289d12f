import { useState } from 'preact/hooks';
import type { Status } from '../api/entities';
import { editStatus, quote, redraft, reply } from '../compose/opening';
import { account as mine, api } from '../session/session';
import { bondOf, keepBond } from '../state/people';
import { erase, isMine, toggle } from '../state/deeds';
import { report } from '../settings/report_state';
import { Icon, type IconName } from '../ui/icon';
import { Confirm, Menu, pageOf, type Choice } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { short } from '../words/amounts';
import { t, type Key } from '../words/words';

function Toggle({ icon, name, label, on, count, off, call }: { icon: IconName; name: string; label: Key; on?: boolean; count?: number; off?: boolean; call: () => void }) {
  return (
    <button type="button" class={`act ${name} ${on ? 'on' : ''}`} aria-pressed={on} title={t(label)} disabled={off} data-act={name} onClick={call}>
      <Icon name={icon} filled={on && name !== 'boost'} /><span class="hidden">{t(label)}</span>{count ? <span>{short(count)}</span> : null}
    </button>
  );
}

export const canBoost = (status: Status) => /^(public|unlisted)$/.test(status.visibility) || (status.visibility === 'private' && isMine(status));
export const canQuote = (status: Status) => status.visibility !== 'direct' && /^(automatic|manual)$/.test(status.quote_approval?.current_user ?? 'denied');

export async function share(status: Status) {
  const url = status.url ?? status.uri;
  if (navigator.share && matchMedia('(pointer: coarse)').matches) return void navigator.share({ url }).catch(() => undefined);
  await navigator.clipboard.writeText(url).then(() => tell(t('copied')), () => tell(t('failed.copy')));
}

async function bond(account: string, how: 'mute' | 'unmute' | 'block' | 'unblock', done: Key) {
  try {
    keepBond(await api.bond(account, how));
    tell(t(done));
  } catch (error) {
    tell(t('failed.person'), reasonOf(error));
  }
}

function more(status: Status, ask: (what: 'delete' | 'redraft') => void): (Choice | null | false)[] {
  const own = isMine(status);
  const name = `@${status.account.acct}`;
  const between = own ? null : bondOf(status.account.id).value;
  return [
    { label: t('status.open'), icon: 'eye', href: pageOf(status) },
    { label: t('status.copy'), icon: 'link', call: () => void share(status) },
    !!status.url && !status.url.startsWith(location.origin) && { label: t('status.original_page'), icon: 'out', href: status.url },
    canQuote(status) && { label: t('act.quote'), icon: 'quote', call: () => quote(status) },
    own && { label: status.pinned ? t('act.unpin') : t('act.pin'), icon: 'pin', call: () => void toggle(status.id, 'pin') },
    (own || status.mentions.some((one) => one.id === mine?.id)) && { label: status.muted ? t('act.unmute_thread') : t('act.mute_thread'), icon: 'mute', call: () => void toggle(status.id, 'mute') },
    own && { label: t('act.edit'), icon: 'pen', call: () => void editStatus(status) },
    own && { label: t('act.redraft'), icon: 'pen', call: () => ask('redraft') },
    own && { label: t('act.delete'), icon: 'trash', grave: true, call: () => ask('delete') },
    !own && { label: t(between?.muting ? 'act.unmute' : 'act.mute', { name }), icon: 'mute', call: () => void bond(status.account.id, between?.muting ? 'unmute' : 'mute', between?.muting ? 'done.unmuted' : 'done.muted') },
    !own && { label: t(between?.blocking ? 'act.unblock' : 'act.block', { name }), icon: 'close', grave: true, call: () => void bond(status.account.id, between?.blocking ? 'unblock' : 'block', between?.blocking ? 'done.unblocked' : 'done.blocked') },
    !own && { label: t('act.report', { name }), icon: 'flag', grave: true, call: () => report(status.account, status) },
  ];
}

export function Actions({ status }: { status: Status }) {
  const [asked, ask] = useState<'delete' | 'redraft' | null>(null);
  const remove = async (again: boolean) => {
    const here = document.querySelector(`[data-status="${status.id}"]`);
    const all = [...document.querySelectorAll<HTMLElement>('main [data-status]')].filter((one) => one !== here && !here?.contains(one));
    // Whoever stood on what is gone goes on with the one after it.
    const next = all.find((one) => here && here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) ?? all.at(-1);
    const gone = await erase(status.id);
    if (gone) requestAnimationFrame(() => { if (document.activeElement === document.body) (next?.isConnected ? next : document.getElementById('main'))?.focus({ preventScroll: true }); });
    if (gone && again) redraft(status, gone.text ?? '');
  };
  return (
    <div class="actions">
      <Toggle icon="reply" name="reply" label="act.reply" count={status.replies_count} call={() => reply(status)} />
      <Toggle icon="boost" name="boost" label={status.reblogged ? 'act.unboost' : 'act.boost'} on={status.reblogged ?? false} count={status.reblogs_count} off={!canBoost(status)} call={() => void toggle(status.id, 'boost')} />
      <Toggle icon="star" name="favourite" label={status.favourited ? 'act.unfavourite' : 'act.favourite'} on={status.favourited ?? false} count={status.favourites_count} call={() => void toggle(status.id, 'favourite')} />
      <Toggle icon="bookmark" name="bookmark" label={status.bookmarked ? 'act.unbookmark' : 'act.bookmark'} on={status.bookmarked ?? false} call={() => void toggle(status.id, 'bookmark')} />
      <Menu label={t('act.more')} choices={() => more(status, ask)} />
      {asked && <Confirm title={t(asked === 'delete' ? 'delete.title' : 'redraft.title')} text={t(asked === 'delete' ? 'delete.text' : 'redraft.text')} yes={t(asked === 'delete' ? 'act.delete' : 'act.redraft')} onYes={() => void remove(asked === 'redraft')} onClose={() => ask(null)} />}
    </div>
  );
}
