// The ways into writing.
import type { Status, Visibility } from '../api/entities';
import type { OurStatus } from '../api/ours';
import { account, api, me } from '../session/session';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';
import { blank, drafts, loadDrafts, writing, type Writing } from './draft';
import { nearestLasting } from './lasting';
import { statusOf } from '../state/statuses';
import { resumeUploads } from './upload';

const quietest: Visibility[] = ['public', 'unlisted', 'private', 'direct'];

/** Never louder than what it answers. */
export function quieter(one: Visibility, other: Visibility): Visibility {
  return quietest[Math.max(quietest.indexOf(one), quietest.indexOf(other))]!;
}

function open(with_: Partial<Writing>) { writing.value = { ...blank(), ...with_ }; }

/** A new post, or the one that was being written when the window was last closed. */
export function write(text = '') {
  loadDrafts();
  const left = text ? undefined : drafts.value.find((one) => !one.replyTo && !one.quoting && !one.editing);
  if (left) resume(left);
  else open({ text });
}

/** A new post whatever was being written, which stays among the drafts. */
export function writeAnew() {
  loadDrafts();
  open({});
}

/** Goes on with what was left. Drafts of older builds lack what those did not know. */
export function resume(draft: Writing) {
  writing.value = { ...blank(), ...draft };
  void resumeUploads(draft);
}

export function mentionsOf(status: Status): string {
  const names = [status.account, ...status.mentions].filter((one) => one.id !== account?.id).map((one) => `@${one.acct}`);
  return [...new Set(names)].map((one) => `${one} `).join('');
}

export function reply(status: Status) {
  loadDrafts();
  const left = drafts.value.find((one) => one.replyTo?.id === status.id && !one.editing);
  if (left) return resume(left);
  open({ replyTo: { id: status.id, acct: status.account.acct }, text: mentionsOf(status), warned: status.spoiler_text !== '', warning: status.spoiler_text,
    visibility: quieter(status.visibility, me.value?.source.privacy ?? 'public'), ...(status.language ? { language: status.language } : {}) });
}

export function quote(status: Status) {
  open({ quoting: { id: status.id, acct: status.account.acct }, ...(status.visibility === 'private' ? { visibility: 'private' as const } : {}) });
}

/** What it quotes, to be quoted again. */
function quoted({ quote }: Status): Partial<Writing> {
  if (!quote) return {};
  if ('quoted_status' in quote) return quote.quoted_status ? { quoting: { id: quote.quoted_status.id, acct: quote.quoted_status.account.acct } } : {};
  return 'quoted_status_id' in quote && quote.quoted_status_id ? { quoting: { id: quote.quoted_status_id, acct: statusOf(quote.quoted_status_id).peek()?.account.acct ?? '' } } : {};
}

function quotePolicyOf({ quote_approval: { automatic } }: Status): string {
  return ['public', 'followers'].find((one) => automatic.includes(one)) ?? 'nobody';
}

const carried = (status: Status): Partial<Writing> => ({
  warned: status.spoiler_text !== '', visibility: status.visibility, sensitive: status.sensitive, ...(status.language ? { language: status.language } : {}),
  attached: status.media_attachments.map((media) => ({ key: media.id, media, description: media.description ?? '', progress: 1, ...(media.meta?.focus ? { focus: media.meta.focus } : {}) })),
  poll: status.poll && { options: status.poll.options.map((one) => one.title), expires_in: nearestLasting(status.created_at, status.poll.expires_at), multiple: status.poll.multiple },
  ...(status.in_reply_to_id ? { replyTo: { id: status.in_reply_to_id, acct: status.mentions.find((one) => one.id === status.in_reply_to_account_id)?.acct ?? '' } } : {}),
});

export async function editStatus(status: Status) {
  try {
    const source = await api.source(status.id);
    const all = carried(status);
    open({ ...all, poll: all.poll ? { ...all.poll, expires_in: 0 } : null, text: source.text, warning: source.spoiler_text, editing: status.id, languageChosen: true });
  } catch (error) {
    tell(t('failed.edit'), reasonOf(error));
  }
}

/** A deleted post, to be written anew. */
export function redraft(status: Status, text: string) {
  open({ ...carried(status), ...quoted(status), text, warning: status.spoiler_text, languageChosen: true, quotePolicy: quotePolicyOf(status), localOnly: (status as OurStatus).local_only ?? false });
}
