import type { Conversation } from '../api/entities';
import { plain } from '../content/html';
import { write } from '../compose/opening';
import { api } from '../session/session';
import { Head } from '../shell/head';
import { feed } from '../state/feed';
import { keep } from '../state/statuses';
import { Endless } from '../ui/endless';
import { Avatar, Name, Nothing, pageOf, Time } from '../ui/pieces';
import { t } from '../words/words';

function Row({ one }: { one: Conversation }) {
  const status = one.last_status;
  if (!status) return null;
  return (
    <a class={`conversation ${one.unread ? 'unread' : ''}`} href={pageOf(status)} onClick={() => { if (one.unread) void api.readConversation(one.id).catch(() => undefined); }}>
      <span class="faces">{one.accounts.slice(0, 3).map((person) => <Avatar key={person.id} of={person} />)}</span>
      <span class="words">
        <span class="names">{one.accounts.length ? one.accounts.map((person, at) => <span key={person.id}>{at > 0 && ', '}<Name of={person} /></span>) : t('conversations.alone')}{one.unread && <span class="hidden"> {t('conversations.unread')}</span>}</span>
        <span class="about" dir="auto">{status.spoiler_text || plain(status.content)}</span>
      </span>
      <Time at={status.created_at} />
    </a>
  );
}

export function Conversations() {
  const list = feed('conversations', async (query) => {
    const page = await api.conversations(query);
    for (const one of page.items) if (one.last_status) keep(one.last_status);
    return page;
  }, (one: Conversation) => one.id);
  return (
    <>
      <Head title={t('conversations.title')}><button type="button" onClick={() => write()}>{t('compose.title')}</button></Head>
      <Endless feed={list} label={t('conversations.title')} estimate={88} render={(one) => <Row one={one} />} empty={<Nothing icon="mail" title={t('conversations.empty')}>{t('conversations.empty_more')}</Nothing>} />
    </>
  );
}
