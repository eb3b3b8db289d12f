import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { FilterContext, FilterResult, Status } from '../api/entities';
import { Html, Text } from '../content/html';
import { go } from '../shell/router';
import { leaving } from '../state/deeds';
import { statusOf } from '../state/statuses';
import { Icon, type IconName } from '../ui/icon';
import { Avatar, Name, pageOf, profileOf, Time } from '../ui/pieces';
import { full, inFull } from '../words/amounts';
import { t } from '../words/words';
import { Actions } from './actions';
import { LinkCard } from './link_card';
import { Media } from './media';
import { Poll } from './poll';
import { Quoted } from './quoted';
import { Translated } from './translated';
import { Versions } from './versions';

export const visibilityIcons: Record<Status['visibility'], IconName> = { public: 'globe', unlisted: 'quiet', private: 'lock', direct: 'at' };

/** The filters of this person that speak here: hides it, or the first that warns. */
export function filterFor(status: Status, context: FilterContext): { action: 'hide' | 'warn' | 'blur' | null; title: string } {
  const here = (one: FilterResult) => one.filter.context.includes(context) && !(one.filter.expires_at && Date.parse(one.filter.expires_at) < Date.now());
  const found = (status.filtered ?? []).filter(here);
  const first = found.find((one) => one.filter.filter_action === 'hide') ?? found.find((one) => one.filter.filter_action === 'warn') ?? found[0];
  return { action: first?.filter.filter_action ?? null, title: first?.filter.title ?? '' };
}

/** What a screen reader says first of a post. */
function labelOf(status: Status): string {
  return t('status.label', { who: status.account.display_name || status.account.username, when: inFull(status.created_at) });
}

/** Warning, text, poll, pictures, quote, link: what was written. */
export function Body({ status, open = false, blurred = false, nested = false }: { status: Status; open?: boolean; blurred?: boolean; nested?: boolean }) {
  const [shown, show] = useState(false);
  const warned = status.spoiler_text !== '';
  const visible = !warned || shown;
  return (
    <>
      {warned && (
        <div class="warned">
          <p lang={status.language ?? undefined} dir="auto"><Icon name="warning" /><span><Text text={status.spoiler_text} emojis={status.emojis} /></span></p>
          <button type="button" class="small" aria-expanded={shown} data-warning onClick={() => show(!shown)}>{shown ? t('status.less') : t('status.more')}</button>
        </div>
      )}
      {visible && <Html html={status.content} emojis={status.emojis} mentions={status.mentions} quotes={status.quote !== null} lang={status.language} />}
      {visible && <Translated status={status} />}
      {visible && status.poll && <Poll status={status.id} poll={status.poll} />}
      {visible && status.media_attachments.length > 0 && <Media key={String(shown)} all={status.media_attachments} sensitive={status.sensitive || blurred} open={warned && shown && !blurred} />}
      {visible && status.quote && !nested && <Quoted quote={status.quote} />}
      {visible && !status.quote && status.card && status.media_attachments.length === 0 && !nested && <LinkCard card={status.card} large={open} />}
    </>
  );
}

export function Head({ status, detailed = false }: { status: Status; detailed?: boolean }) {
  const { account } = status;
  return (
    <header>
      <a class="who" href={profileOf(account)}><Name of={account} /> <span class="acct">@{account.acct}</span></a>
      {!detailed && (
        <span class="meta">
          {status.visibility !== 'public' && <span title={t(`visibility.${status.visibility}`)}><Icon name={visibilityIcons[status.visibility]} /><span class="hidden">{t(`visibility.${status.visibility}`)}</span></span>}
          {status.edited_at && <span class="edited" title={t('status.edited', { when: inFull(status.edited_at) })}><Icon name="pen" /></span>}
          <a href={pageOf(status)} class="when"><Time at={status.created_at} /></a>
        </span>
      )}
    </header>
  );
}

interface Props {
  id: string;
  context?: FilterContext;
  /** In a thread: lines to the post above and below. */
  above?: boolean;
  below?: boolean;
  reason?: ComponentChildren;
  pinned?: boolean;
}

export function Card({ id, context = 'home', above, below, reason, pinned }: Props) {
  const outer = statusOf(id).value;
  const [unfiltered, look] = useState(false);
  if (!outer) return null;
  const status = outer.reblog ? (statusOf(outer.reblog.id).value ?? null) : outer;
  if (!status) return null;
  const filter = filterFor(status, context);
  if (filter.action === 'hide') return null;
  if (filter.action === 'warn' && !unfiltered) {
    return <article class="status filtered" tabIndex={0} data-status={id}><p>{t('status.filtered', { title: filter.title })} <button type="button" class="plain" onClick={() => look(true)}>{t('status.look')}</button></p></article>;
  }
  const opened = (event: MouseEvent) => {
    // A click on the card opens it; one on anything in it does what that does, and marking text is no click.
    if (event.defaultPrevented || event.button !== 0 || (event.target as Element).closest('a, button, input, label, video, audio, form, [role=menu], details, dialog') || getSelection()?.toString()) return;
    go(`/@${status.account.acct}/${status.id}`);
  };
  return (
    <article class={`status ${above ? 'above' : ''} ${below ? 'below' : ''} ${leaving.value.has(status.id) ? 'leaving' : ''}`} tabIndex={0} data-status={id} aria-label={labelOf(status)} onClick={opened}>
      {reason}
      {!reason && pinned && <p class="reason"><Icon name="pin" />{t('status.pinned')}</p>}
      {!reason && outer.reblog && <p class="reason"><Icon name="boost" /><a href={profileOf(outer.account)}><Name of={outer.account} /></a> {t('status.boosted')}</p>}
      {!reason && !outer.reblog && status.in_reply_to_id && context !== 'thread' && <p class="reason"><Icon name="reply" />{replied(status)}</p>}
      <a class="face" href={profileOf(status.account)} tabIndex={-1} aria-hidden="true"><Avatar of={status.account} /></a>
      <div class="inside">
        <Head status={status} />
        <Body status={status} blurred={filter.action === 'blur'} />
        <Actions status={status} />
      </div>
    </article>
  );
}

function replied(status: Status): ComponentChildren {
  if (status.in_reply_to_account_id === status.account.id) return t('status.continued');
  const to = status.mentions.find((one) => one.id === status.in_reply_to_account_id);
  return to ? <span>{t('status.replied')} <a href={profileOf(to)}>@{to.acct}</a></span> : t('status.reply');
}

/** The one post a page is about. */
export function Whole({ id }: { id: string }) {
  const status = statusOf(id).value;
  const [versions, setVersions] = useState(false);
  if (!status) return null;
  return (
    <article class={`status whole ${leaving.value.has(id) ? 'leaving' : ''}`} tabIndex={-1} data-status={id} aria-label={labelOf(status)}>
      <a class="face" href={profileOf(status.account)} tabIndex={-1} aria-hidden="true"><Avatar of={status.account} size="l" /></a>
      <Head status={status} detailed />
      <Body status={status} open blurred={filterFor(status, 'thread').action === 'blur'} />
      <p class="facts">
        <time dateTime={status.created_at}>{inFull(status.created_at)}</time>
        <span><Icon name={visibilityIcons[status.visibility]} />{t(`visibility.${status.visibility}`)}</span>
        {status.application && <span>{status.application.name}</span>}
        {status.edited_at && <button type="button" class="plain" onClick={() => setVersions(true)}>{t('status.edited', { when: inFull(status.edited_at) })}</button>}
      </p>
      {status.reblogs_count + status.favourites_count > 0 && (
        <p class="facts counts">
          {status.reblogs_count > 0 && <a href={`${pageOf(status)}/boosts`}><strong>{full(status.reblogs_count)}</strong> {t('status.boosts', { count: status.reblogs_count })}</a>}
          {status.favourites_count > 0 && <a href={`${pageOf(status)}/favourites`}><strong>{full(status.favourites_count)}</strong> {t('status.favourites', { count: status.favourites_count })}</a>}
        </p>
      )}
      <Actions status={status} />
      {versions && <Versions of={status} onClose={() => setVersions(false)} />}
    </article>
  );
}
