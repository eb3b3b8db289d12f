import type { Quote, ShallowQuote } from '../api/entities';
import { go } from '../shell/router';
import { statusOf } from '../state/statuses';
import { Avatar, Name, pageOf, Time } from '../ui/pieces';
import { t } from '../words/words';
import { Body } from './card';

export function Quoted({ quote }: { quote: Quote | ShallowQuote }) {
  const given = 'quoted_status' in quote ? quote.quoted_status : null;
  const status = given ? (statusOf(given.id).value ?? given) : null;
  if (!status) return <div class="quoted gone">{quote.state === 'pending' ? t('quote.pending') : t('quote.gone')}</div>;
  return (
    <blockquote class="quoted" onClick={(event) => {
      if ((event.target as Element).closest('a, button, input, label, video, audio')) return;
      event.preventDefault();
      go(`/@${status.account.acct}/${status.id}`);
    }}>
      <header><Avatar of={status.account} size="s" /><a class="who" href={pageOf(status)}><Name of={status.account} /> <span class="acct">@{status.account.acct}</span></a><span class="meta"><Time at={status.created_at} /></span></header>
      <Body status={status} nested />
    </blockquote>
  );
}
