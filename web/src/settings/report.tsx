import { useState } from 'preact/hooks';
import { api, instance } from '../session/session';
import { Dialog } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';
import { reported } from './report_state';

const categories = ['spam', 'violation', 'legal', 'other'] as const;

export function ReportDialog() {
  const { account, status } = reported.value!;
  const [category, choose] = useState<(typeof categories)[number]>('spam');
  const [rules, setRules] = useState<string[]>([]);
  const [comment, setComment] = useState('');
  const [forward, setForward] = useState(false);
  const [busy, setBusy] = useState(false);
  const host = account.acct.split('@')[1];
  const close = () => { reported.value = null; };
  const send = async () => {
    setBusy(true);
    try {
      await api.report({ account_id: account.id, category, comment, ...(status ? { status_ids: [status.id] } : {}), ...(category === 'violation' ? { rule_ids: rules } : {}), ...(host ? { forward } : {}) });
      close();
      tell(t('done.reported'), t('done.reported_more'));
    } catch (error) {
      setBusy(false);
      tell(t('failed.report'), reasonOf(error));
    }
  };
  const known = instance.value?.rules ?? [];
  return (
    <Dialog title={t('report.title', { name: `@${account.acct}` })} onClose={close} class="small">
      <form class="stack" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <fieldset><legend>{t('report.why')}</legend>
          {categories.filter((one) => one !== 'violation' || known.length > 0).map((one) => <label class="check" key={one}><input type="radio" name="category" checked={one === category} onChange={() => choose(one)} />{t(`report.${one}`)}</label>)}
        </fieldset>
        {category === 'violation' && <fieldset><legend>{t('report.rules')}</legend>{known.map((one) => <label class="check" key={one.id}><input type="checkbox" checked={rules.includes(one.id)} onChange={(event) => setRules(event.currentTarget.checked ? [...rules, one.id] : rules.filter((other) => other !== one.id))} />{one.text}</label>)}</fieldset>}
        <label class="field">{t('report.comment')}<textarea rows={3} maxLength={1000} value={comment} onInput={(event) => setComment(event.currentTarget.value)} /></label>
        {host && <label class="check"><input type="checkbox" checked={forward} onChange={(event) => setForward(event.currentTarget.checked)} />{t('report.forward', { host })}</label>}
        <div class="ends"><button type="button" onClick={close}>{t('cancel')}</button><button type="submit" class="primary" disabled={busy || (category === 'violation' && rules.length === 0)}>{t('report.send')}</button></div>
      </form>
    </Dialog>
  );
}
