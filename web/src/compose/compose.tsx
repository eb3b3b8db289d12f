import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Visibility } from '../api/entities';
import { instance, loadEmojis, me } from '../session/session';
import { statusOf } from '../state/statuses';
import { visibilityIcons } from '../status/card';
import { Html } from '../content/html';
import { Avatar, Confirm, Dialog, IconButton, Menu, Name } from '../ui/pieces';
import { Icon } from '../ui/icon';
import { locale, t } from '../words/words';
import { Attachments } from './attachments';
import { lengthOf } from './count';
import { usual } from './lasting';
import { blank, close, dropDraft, drafts, isBlank, loadDrafts, put, writing, type ReplyPolicy } from './draft';
import { EmojiPicker } from './emoji_picker';
import { resume } from './opening';
import { PollEditor } from './poll_editor';
import { publish } from './send';
import { TextField } from './text_field';
import { attach } from './upload';

const visibilities: Visibility[] = ['public', 'unlisted', 'private', 'direct'];
const writtenLanguages = 'en de fr es it pt nl sv da nb fi pl cs sk hu ro bg uk ru el tr he ar fa hi bn ta th vi id ja ko zh eo eu ca gl ga cy is lv lt et sl hr sr'.split(' ');

export function languageName(code: string): string {
  try { return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code; } catch { return code; }
}

let guessing = 0;
/** The language of what stands there, unless somebody chose one by hand. */
function guessLanguage() {
  clearTimeout(guessing);
  if (writing.value?.languageChosen) return;
  guessing = window.setTimeout(() => void import('./language').then(({ languageOf }) => {
    const now = writing.value;
    const found = now && !now.languageChosen ? languageOf(now.text) : null;
    if (found && found !== now!.language) put({ language: found });
  }, () => undefined), 300);
}

function Above() {
  const { replyTo, quoting } = writing.value!;
  const about = replyTo ?? quoting;
  const status = about && statusOf(about.id).value;
  if (!about) return null;
  return (
    <div class="about">
      <p>{replyTo ? t('compose.replying', { name: `@${about.acct}` }) : t('compose.quoting', { name: `@${about.acct}` })}</p>
      {status && <Html class="prose cut" html={status.content} emojis={status.emojis} lang={status.language} />}
    </div>
  );
}

function Drafts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('drafts.title')} onClose={onClose} class="small">
      <ul class="draft-list">
        {drafts.value.map((one) => (
          <li key={one.key}>
            <button type="button" class="plain" onClick={() => { resume(one); onClose(); }}>{one.text.trim().slice(0, 120) || one.warning || t('drafts.untitled')}</button>
            <IconButton icon="trash" label={t('drafts.drop')} onClick={() => { dropDraft(one.key); if (one.key === writing.value?.key) writing.value = blank(); }} />
          </li>
        ))}
      </ul>
      {drafts.value.length === 0 && <p class="hint">{t('drafts.none')}</p>}
    </Dialog>
  );
}

export function Compose() {
  const now = writing.value!;
  const [sending, setSending] = useState(false);
  const [listing, setListing] = useState(false);
  const [asked, ask] = useState(false);
  const [picking, pick] = useState(false);
  const [over, setOver] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);
  // Before anything is typed: later it would move the cursor under the hands.
  useLayoutEffect(() => { loadDrafts(); field.current?.setSelectionRange(now.text.length, now.text.length); }, []);

  const limits = instance.value?.configuration;
  const most = limits?.statuses.max_characters ?? 500;
  const left = most - lengthOf((now.warned ? now.warning : '') + now.text, limits?.statuses.characters_reserved_per_url);
  const busy = now.attached.some((one) => one.progress < 1);
  const enough = now.text.trim() || now.attached.length > 0 || now.poll;
  const ready = !sending && !busy && left >= 0 && enough && (!now.poll || now.poll.options.filter((one) => one.trim()).length >= 2);
  const undescribed = now.attached.some((one) => one.media && !one.description);
  const send = async () => {
    if (!ready) return;
    setSending(true);
    if (!(await publish(now))) setSending(false);
  };
  const insert = (text: string) => {
    const at = field.current?.selectionStart ?? now.text.length;
    put({ text: now.text.slice(0, at) + text + now.text.slice(at) });
    requestAnimationFrame(() => { field.current?.focus(); field.current?.setSelectionRange(at + text.length, at + text.length); });
  };
  const title = now.editing ? t('compose.edit') : now.replyTo ? t('compose.reply') : now.quoting ? t('compose.quote') : t('compose.title');
  return (
    <Dialog title={title} onClose={close} class={`compose ${over ? 'over' : ''}`}>
      <form onSubmit={(event) => { event.preventDefault(); void send(); }} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); if (event.dataTransfer?.files.length) void attach(event.dataTransfer.files); }}>
        <div class="top">
          {me.value && <><Avatar of={me.value} /><Name of={me.value} /></>}
          <Menu label={t('compose.visibility')} class="chip" choices={() => now.editing ? [] : visibilities.map((one) => ({ label: t(`visibility.${one}`), icon: visibilityIcons[one], checked: one === now.visibility, call: () => put({ visibility: one }) }))}>
            <Icon name={visibilityIcons[now.visibility]} />{t(`visibility.${now.visibility}`)}
          </Menu>
        </div>
        <Above />
        {now.warned && <input class="warning" type="text" value={now.warning} placeholder={t('compose.warning')} aria-label={t('compose.warning')} onInput={(event) => put({ warning: event.currentTarget.value })} />}
        <TextField field={field} value={now.text} label={t('compose.text')} onInput={(text) => { put({ text }); guessLanguage(); }} onFiles={(all) => void attach(all)} onSend={() => void send()} />
        <Attachments />
        {undescribed && <p class="hint">{t('compose.undescribed')}</p>}
        <PollEditor />
        {picking && <EmojiPicker onPick={insert} />}
        {now.scheduledAt && <label class="field">{t('compose.schedule')}<input type="datetime-local" value={now.scheduledAt} onInput={(event) => put({ scheduledAt: event.currentTarget.value })} /></label>}
        <div class="tools">
          <input ref={files} type="file" multiple hidden accept={limits?.media_attachments.supported_mime_types.join(',')} onChange={(event) => { void attach([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ''; }} />
          <IconButton icon="picture" label={t('compose.media')} disabled={now.poll !== null} onClick={() => files.current?.click()} />
          <IconButton icon="poll" label={t('compose.poll')} aria-pressed={now.poll !== null} disabled={now.attached.length > 0} onClick={() => put({ poll: now.poll ? null : { options: ['', ''], expires_in: usual, multiple: false } })} />
          <IconButton icon="warning" label={t('compose.warn')} aria-pressed={now.warned} onClick={() => put({ warned: !now.warned })} />
          <IconButton icon="smile" label={t('compose.emoji')} aria-pressed={picking} onClick={() => { void loadEmojis(); pick(!picking); }} />
          {!now.editing && <IconButton icon="clock" label={t('compose.schedule')} aria-pressed={now.scheduledAt !== ''} onClick={() => put({ scheduledAt: now.scheduledAt ? '' : new Date(Date.now() + 7200_000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16) })} />}
          {!now.editing && <IconButton icon="home" label={t('compose.local_only')} aria-pressed={now.localOnly} onClick={() => put({ localOnly: !now.localOnly })} />}
          {drafts.value.length > 0 && <IconButton icon="pen" label={t('drafts.title')} onClick={() => setListing(true)} />}
          <select class="language" aria-label={t('compose.language')} title={t('compose.language')} value={now.language} onChange={(event) => put({ language: event.currentTarget.value, languageChosen: true })}>
            {[...new Set([now.language, ...writtenLanguages])].map((one) => <option key={one} value={one}>{languageName(one)}</option>)}
          </select>
        </div>
        <div class="ends">
          {/^(public|unlisted)$/.test(now.visibility) && !now.editing && (
            <select aria-label={t('compose.who_quotes')} title={t('compose.who_quotes')} value={now.quotePolicy} onChange={(event) => put({ quotePolicy: event.currentTarget.value })}>
              {(['public', 'followers', 'nobody'] as const).map((one) => <option key={one} value={one}>{t(`quotes.${one}`)}</option>)}
            </select>
          )}
          {now.visibility !== 'direct' && !now.editing && (
            <select aria-label={t('compose.who_replies')} title={t('compose.who_replies')} value={now.replyPolicy} onChange={(event) => put({ replyPolicy: event.currentTarget.value as ReplyPolicy })}>
              {(['public', 'followers', 'following', 'mentioned'] as const).map((one) => <option key={one} value={one}>{t(`replies.${one}`)}</option>)}
            </select>
          )}
          <span class={`left ${left < 0 ? 'over' : ''}`} aria-live={left < 20 ? 'polite' : 'off'}><span class="hidden">{t('compose.left')} </span>{left}</span>
          {!isBlank(now) && <IconButton icon="trash" label={t('compose.discard')} onClick={() => ask(true)} />}
          <button type="submit" class="primary" disabled={!ready}>{sending ? t('compose.sending') : now.editing ? t('save') : now.scheduledAt ? t('compose.schedule') : t('compose.publish')}</button>
        </div>
      </form>
      {listing && <Drafts onClose={() => setListing(false)} />}
      {asked && <Confirm title={t('discard.title')} text={t('discard.text')} yes={t('compose.discard')} onClose={() => ask(false)} onYes={() => { dropDraft(now.key); close(); }} />}
    </Dialog>
  );
}
