import { useEffect, useState } from 'preact/hooks';
import type { CredentialAccount } from '../api/entities';
import { api, me } from '../session/session';
import { keepPeople } from '../state/people';
import { Dialog } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';

const pictureTypes = 'image/jpeg,image/png,image/gif,image/webp,image/heic,image/avif';
/** As many fields as a profile has. */
const most = 4;

function Picture({ label, now, file, onPick }: { label: string; now: string; file: File | null; onPick: (file: File) => void }) {
  const [url, setUrl] = useState('');
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <label class="pick">
      <img src={url || now} alt="" /><span>{label}</span>
      <input type="file" accept={pictureTypes} onChange={(event) => { const [picked] = event.currentTarget.files ?? []; if (picked) onPick(picked); }} />
    </label>
  );
}

export function EditProfile({ of, onClose }: { of: CredentialAccount; onClose: (changed?: CredentialAccount) => void }) {
  const [name, setName] = useState(of.display_name);
  const [note, setNote] = useState(of.source.note);
  const [locked, lock] = useState(of.locked);
  const [bot, setBot] = useState(of.bot);
  const [fields, setFields] = useState(() => Array.from({ length: most }, (_, at) => of.source.fields[at] ?? { name: '', value: '' }));
  const [avatar, setAvatar] = useState<File | null>(null);
  const [header, setHeader] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const form = new FormData();
    form.set('display_name', name);
    form.set('note', note);
    form.set('locked', String(locked));
    form.set('bot', String(bot));
    fields.forEach((one, at) => {
      form.set(`fields_attributes[${at}][name]`, one.name);
      form.set(`fields_attributes[${at}][value]`, one.value);
    });
    if (avatar) form.set('avatar', avatar);
    if (header) form.set('header', header);
    try {
      const changed = await api.changeMe(form);
      me.value = changed;
      keepPeople([changed]);
      tell(t('done.edited'));
      onClose(changed);
    } catch (error) {
      setBusy(false);
      tell(t('failed.profile'), reasonOf(error));
    }
  };
  return (
    <Dialog title={t('profile.edit')} onClose={() => onClose()}>
      <form class="stack" onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <div class="picks"><Picture label={t('edit.header')} now={of.header} file={header} onPick={setHeader} /><Picture label={t('edit.avatar')} now={of.avatar} file={avatar} onPick={setAvatar} /></div>
        <label class="field">{t('edit.name')}<input type="text" value={name} dir="auto" onInput={(event) => setName(event.currentTarget.value)} /></label>
        <label class="field">{t('edit.note')}<textarea rows={4} value={note} dir="auto" onInput={(event) => setNote(event.currentTarget.value)} /></label>
        <fieldset><legend>{t('edit.fields')}</legend>
          {fields.map((one, at) => (
            <div class="pair" key={at}>
              {(['name', 'value'] as const).map((part) => <input key={part} type="text" value={one[part]} maxLength={255} dir="auto" aria-label={t(`edit.field_${part}`, { number: at + 1 })} placeholder={t(`edit.field_${part}`, { number: at + 1 })}
                onInput={(event) => setFields(fields.map((other, where) => (where === at ? { ...other, [part]: event.currentTarget.value } : other)))} />)}
            </div>
          ))}
        </fieldset>
        <label class="check"><input type="checkbox" checked={locked} onChange={(event) => lock(event.currentTarget.checked)} />{t('edit.locked')}</label>
        <label class="check"><input type="checkbox" checked={bot} onChange={(event) => setBot(event.currentTarget.checked)} />{t('edit.bot')}</label>
        <div class="ends"><button type="button" onClick={() => onClose()}>{t('cancel')}</button><button type="submit" class="primary" disabled={busy}>{t('save')}</button></div>
      </form>
    </Dialog>
  );
}
