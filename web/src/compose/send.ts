import type { Draft } from '../api/calls';
import type { ScheduledStatus, Status } from '../api/entities';
import { api } from '../session/session';
import { knownFeed } from '../state/feed';
import { change, keep, statusOf } from '../state/statuses';
import { go } from '../shell/router';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';
import { answered } from '../thread/thread_state';
import { dropDraft, writing, type PollWriting, type ReplyPolicy, type Writing } from './draft';
import { focusText } from './attachments';

function pollOf({ options, expires_in, multiple }: PollWriting): NonNullable<Draft['poll']> {
  return { options: options.filter((text) => text.trim()), multiple, ...(expires_in ? { expires_in } : {}) };
}

/** Who may answer, as the server takes it; the author and whom it mentions always may. */
const repliesOf = (one: ReplyPolicy) => (one === 'mentioned' ? ['author', 'mentioned'] : ['author', 'mentioned', one]);

export function formOf(one: Writing): Draft {
  const media = one.attached.filter((item) => item.media);
  return {
    status: one.text, visibility: one.visibility, language: one.language, sensitive: one.sensitive || one.warned,
    ...(one.warned && one.warning ? { spoiler_text: one.warning } : one.editing ? { spoiler_text: '' } : {}),
    ...(media.length || one.editing ? { media_ids: media.map((item) => item.media!.id) } : {}),
    ...(one.editing && media.length ? { media_attributes: media.map((item) => ({ id: item.media!.id, description: item.description, ...(item.focus ? { focus: focusText(item.focus) } : {}) })) } : {}),
    ...(one.poll ? { poll: pollOf(one.poll) } : {}),
    ...(one.replyTo && !one.editing ? { in_reply_to_id: one.replyTo.id } : {}),
    ...(one.quoting && !one.editing ? { quoted_status_id: one.quoting.id } : {}),
    ...(!one.editing && /^(public|unlisted)$/.test(one.visibility) ? { quote_approval_policy: one.quotePolicy } : {}),
    ...(!one.editing && one.replyPolicy !== 'public' && one.visibility !== 'direct' ? { interaction_policy: { can_reply: { always: repliesOf(one.replyPolicy) } } } : {}),
    ...(!one.editing && one.localOnly ? { local_only: true } : {}),
    ...(one.scheduledAt && !one.editing ? { scheduled_at: new Date(one.scheduledAt).toISOString() } : {}),
  };
}

/** True when the server has it. Otherwise it stands as it was, to be sent again. */
export async function publish(one: Writing): Promise<boolean> {
  let made: Status | ScheduledStatus;
  try {
    made = one.editing ? await api.edit(one.editing, formOf(one)) : await api.publish(formOf(one), one.key);
  } catch (error) {
    tell(t('failed.publish'), reasonOf(error));
    return false;
  }
  dropDraft(one.key);
  writing.value = null;
  if (!('content' in made)) {
    tell(t('done.scheduled'), undefined, { label: t('scheduled.title'), call: () => go('/scheduled') });
    return true;
  }
  const status = made;
  keep(status);
  if (one.editing) {
    tell(t('done.edited'));
    return true;
  }
  if (one.replyTo) {
    const parent = statusOf(one.replyTo.id).value;
    if (parent) change(parent.id, { replies_count: parent.replies_count + 1 });
    answered(status);
  }
  for (const name of ['home', ...(status.visibility === 'public' && !one.replyTo ? ['local'] : [])]) knownFeed<string>(name)?.add(status.id, true);
  tell(t('done.published'), undefined, { label: t('status.open'), call: () => go(`/@${status.account.acct}/${status.id}`) });
  return true;
}
