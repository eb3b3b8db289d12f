import { useState } from 'preact/hooks';
import type { Poll as APoll } from '../api/entities';
import { Text } from '../content/html';
import { api } from '../session/session';
import { vote } from '../state/deeds';
import { changePoll } from '../state/statuses';
import { Icon } from '../ui/icon';
import { full, until } from '../words/amounts';
import { t } from '../words/words';

export function shareOf(poll: APoll, votes: number | null): number {
  const all = poll.voters_count || poll.votes_count;
  return votes && all ? Math.round((votes / all) * 100) : 0;
}

export function Poll({ status, poll }: { status: string; poll: APoll }) {
  const [chosen, choose] = useState<number[]>([]);
  const [looking, setLooking] = useState(false);
  const over = poll.expired || (poll.expires_at !== null && Date.parse(poll.expires_at) < Date.now());
  const asks = !over && !poll.voted && !looking;
  const most = Math.max(...poll.options.map((one) => one.votes_count ?? 0));
  const pick = (at: number, on: boolean) => choose(poll.multiple ? (on ? [...chosen, at] : chosen.filter((one) => one !== at)) : [at]);
  return (
    <form class="poll" onSubmit={(event) => { event.preventDefault(); if (chosen.length) void vote(status, chosen); }}>
      {poll.options.map((one, at) => {
        const share = shareOf(poll, one.votes_count);
        const own = poll.own_votes?.includes(at);
        return asks
          ? <label class="option" key={at}><input type={poll.multiple ? 'checkbox' : 'radio'} name={`poll-${poll.id}`} checked={chosen.includes(at)} onChange={(event) => pick(at, event.currentTarget.checked)} /><span><Text text={one.title} emojis={poll.emojis} /></span></label>
          : (
            <div class={`option result ${one.votes_count === most && most > 0 ? 'leads' : ''}`} key={at}>
              <span class="bar" style={{ width: `${share}%` }} />
              <span class="title"><Text text={one.title} emojis={poll.emojis} />{own && <><Icon name="check" /><span class="hidden">{t('poll.yours')}</span></>}</span>
              <span class="share">{one.votes_count === null ? '–' : `${share}%`}</span>
            </div>
          );
      })}
      <p class="under">
        {asks && <button type="submit" class="primary small" disabled={chosen.length === 0}>{t('poll.vote')}</button>}
        {!over && !poll.voted && <button type="button" class="plain" onClick={() => setLooking(!looking)}>{looking ? t('poll.back') : t('poll.results')}</button>}
        {!over && poll.voted && <button type="button" class="plain" onClick={() => void api.poll(poll.id).then((now) => changePoll(status, now)).catch(() => undefined)}>{t('poll.refresh')}</button>}
        <span>{t('poll.people', { count: poll.voters_count ?? poll.votes_count, shown: full(poll.voters_count ?? poll.votes_count) })} · {over ? t('poll.over') : poll.expires_at ? t('poll.ends', { when: until(poll.expires_at) }) : t('poll.open')}</span>
      </p>
    </form>
  );
}
