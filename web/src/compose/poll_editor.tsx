import { instance } from '../session/session';
import { IconButton } from '../ui/pieces';
import { t } from '../words/words';
import { put, writing } from './draft';

const lasting = [300, 1800, 3600, 21600, 43200, 86400, 259200, 604800];

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
  return (
    <fieldset class="poll-editor">
      <legend class="hidden">{t('compose.poll')}</legend>
      {poll.options.map((one, at) => (
        <div class="row" key={at}>
          <input type="text" value={one} maxLength={limits?.max_characters_per_option ?? 50} placeholder={t('poll.option', { number: at + 1 })} aria-label={t('poll.option', { number: at + 1 })}
            onInput={(event) => change({ options: poll.options.map((other, where) => (where === at ? event.currentTarget.value : other)) })} />
          {poll.options.length > 2 && <IconButton icon="close" label={t('poll.remove')} onClick={() => change({ options: poll.options.filter((_, where) => where !== at) })} />}
        </div>
      ))}
      <div class="row">
        {poll.options.length < most && <button type="button" class="small" onClick={() => change({ options: [...poll.options, ''] })}>{t('poll.add')}</button>}
        <label class="check"><input type="checkbox" checked={poll.multiple} onChange={(event) => change({ multiple: event.currentTarget.checked })} />{t('poll.multiple')}</label>
        <select aria-label={t('poll.lasts')} value={poll.expires_in} onChange={(event) => change({ expires_in: Number(event.currentTarget.value) })}>
          {lasting.map((one) => <option key={one} value={one}>{lastingText(one)}</option>)}
        </select>
      </div>
    </fieldset>
  );
}
