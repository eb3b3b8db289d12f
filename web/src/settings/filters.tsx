import { useEffect, useState } from 'preact/hooks';
import type { Filter, FilterContext } from '../api/entities';
import { api } from '../session/session';
import { Head } from '../shell/head';
import { Busy, IconButton, Nothing } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { until } from '../words/amounts';
import { t } from '../words/words';
import { lastingText } from '../compose/poll_editor';

const contexts: FilterContext[] = ['home', 'notifications', 'public', 'thread', 'account'];
const wrong = (error: unknown) => tell(t('failed.filter'), reasonOf(error));

function Make({ onMade }: { onMade: (filter: Filter) => void }) {
  const [words, setWords] = useState('');
  const [where, setWhere] = useState<FilterContext[]>(['home', 'public']);
  const [action, setAction] = useState<Filter['filter_action']>('warn');
  const [lasts, setLasts] = useState(0);
  const [whole, setWhole] = useState(true);
  const make = () => {
    const all = words.split(',').map((one) => one.trim()).filter(Boolean);
    if (all.length === 0 || where.length === 0) return;
    api.makeFilter({ title: all.join(', ').slice(0, 100), context: where, filter_action: action, ...(lasts ? { expires_in: lasts } : {}), keywords_attributes: all.map((keyword) => ({ keyword, whole_word: whole })) })
      .then((made) => { setWords(''); onMade(made); }, wrong);
  };
  return (
    <form class="settings" onSubmit={(event) => { event.preventDefault(); make(); }}>
      <label class="field">{t('filters.words')}<input type="text" value={words} onInput={(event) => setWords(event.currentTarget.value)} placeholder={t('filters.words_hint')} /></label>
      <fieldset><legend>{t('filters.where')}</legend>{contexts.map((one) => <label class="check" key={one}><input type="checkbox" checked={where.includes(one)} onChange={(event) => setWhere(event.currentTarget.checked ? [...where, one] : where.filter((other) => other !== one))} />{t(`filters.in_${one}`)}</label>)}</fieldset>
      <label class="field">{t('filters.action')}<select value={action} onChange={(event) => setAction(event.currentTarget.value as Filter['filter_action'])}>{(['warn', 'hide', 'blur'] as const).map((one) => <option key={one} value={one}>{t(`filters.${one}`)}</option>)}</select></label>
      <label class="field">{t('filters.lasts')}<select value={lasts} onChange={(event) => setLasts(Number(event.currentTarget.value))}><option value={0}>{t('filters.always')}</option>{[1800, 3600, 21600, 43200, 86400, 604800].map((one) => <option key={one} value={one}>{lastingText(one)}</option>)}</select></label>
      <label class="check"><input type="checkbox" checked={whole} onChange={(event) => setWhole(event.currentTarget.checked)} />{t('filters.whole')}</label>
      <div class="ends"><button type="submit" class="primary" disabled={!words.trim() || where.length === 0}>{t('filters.make')}</button></div>
    </form>
  );
}

export function Filters() {
  const [all, set] = useState<Filter[] | null>(null);
  useEffect(() => { api.filters().then(set, wrong); }, []);
  const drop = (one: Filter) => { set(all!.filter((other) => other.id !== one.id)); api.dropFilter(one.id).catch((error: unknown) => { set(all); wrong(error); }); };
  return (
    <>
      <Head title={t('filters.title')} up />
      {!all && <Busy />}
      {all?.length === 0 && <Nothing icon="filter" title={t('filters.empty')}>{t('filters.empty_more')}</Nothing>}
      {all?.map((one) => (
        <div class="row-link" key={one.id}>
          <span class="words"><strong>{one.title}</strong><small>{t(`filters.${one.filter_action}`)} · {one.context.map((context) => t(`filters.in_${context}`)).join(', ')}{one.expires_at && ` · ${until(one.expires_at)}`}</small></span>
          <IconButton icon="trash" label={t('filters.drop')} onClick={() => drop(one)} />
        </div>
      ))}
      <Make onMade={(made) => set([...(all ?? []), made])} />
    </>
  );
}
