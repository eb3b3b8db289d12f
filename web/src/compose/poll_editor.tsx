import { instance } from '../session/session';
import { IconButton } from '../ui/pieces';
import { t } from '../words/words';
import { put, writing } from './draft';
import { lasting, usual } from './lasting';

export function lastingText(seconds: number): string {
  if (seconds < 3600) return t('lasting.minutes', { count: seconds / 60 });
  if (seconds < 86400) return t('lasting.hours', { count: seconds / 3600 });
  return t('lasting.days', { count: seconds / 86400 });
}

export function PollEditor() {
  const poll = writing.value?.poll;
  if (!poll) return null;
  const limits = instance.value?.configuration.polls;
  const most = limits?.max_options ?? 4;
  const change = (how: Partial<typeof poll>) => put({ poll: { ...poll, ...how } });
  // Another question needs an end of its own.
  const ask = (how: Partial<typeof poll>) => change({ ...how, expires_in: poll.expires_in || usual });
  return (
    <fieldset class="poll-editor">
      <legend class="hidden">{t('compose.poll')}</legend>
      {poll.options.map((one, at) => (
        <div class="row" key={at}>
          <input type="text" value={one} maxLength={limits?.max_characters_per_option ?? 50} placeholder={t('poll.option', { number: at + 1 })} aria-label={t('poll.option', { number: at + 1 })}
            onInput={(event) => ask({ options: poll.options.map((other, where) => (where === at ? event.currentTarget.value : other)) })} />
          {poll.options.length > 2 && <IconButton icon="close" label={t('poll.remove')} onClick={() => ask({ options: poll.options.filter((_, where) => where !== at) })} />}
        </div>
      ))}
      <div class="row">
        {poll.options.length < most && <button type="button" class="small" onClick={() => ask({ options: [...poll.options, ''] })}>{t('poll.add')}</button>}
        <label class="check"><input type="checkbox" checked={poll.multiple} onChange={(event) => ask({ multiple: event.currentTarget.checked })} />{t('poll.multiple')}</label>
        <select aria-label={t('poll.lasts')} value={poll.expires_in} onChange={(event) => change({ expires_in: Number(event.currentTarget.value) })}>
          {poll.expires_in === 0 && <option value={0}>{t('poll.as_before')}</option>}
          {lasting.map((one) => <option key={one} value={one}>{lastingText(one)}</option>)}
        </select>
      </div>
    </fieldset>
  );
}
