export { Filters } from './filters';
export { Scheduled } from './scheduled';
import { languages, t } from '../words/words';
import { account } from '../session/session';
import { accounts, read, write } from '../session/stored';
import { languageName } from '../compose/compose';
import { Head } from '../shell/head';
import { root } from '../shell/router';
import { Icon, type IconName } from '../ui/icon';
import { Dialog } from '../ui/pieces';
import { changeLook, look, type Look } from './look';
import { Push } from './push';

function Row({ to, icon, text, outside = false }: { to: string; icon: IconName; text: string; outside?: boolean }) {
  return <a class="row-link" href={outside ? to : root + to}><Icon name={icon} /><span>{text}</span><Icon name="next" /></a>;
}

function Choose<K extends keyof Look>({ name, label, options }: { name: K; label: string; options: [Look[K], string][] }) {
  return (
    <fieldset class="segments"><legend>{label}</legend>
      {options.map(([value, text]) => <label key={value}><input type="radio" name={name} checked={look.value[name] === value} onChange={() => changeLook({ [name]: value })} /><span>{text}</span></label>)}
    </fieldset>
  );
}

export function Settings() {
  const language = read<string[]>('language', [])[0] ?? '';
  return (
    <>
      <Head title={t('settings.title')} />
      <section class="settings">
        <h2>{t('settings.look')}</h2>
        <Choose name="theme" label={t('settings.theme')} options={[['system', t('settings.system')], ['light', t('settings.light')], ['dark', t('settings.dark')]]} />
        <Choose name="contrast" label={t('settings.contrast')} options={[['normal', t('settings.normal')], ['more', t('settings.more_contrast')]]} />
        <Choose name="size" label={t('settings.size')} options={[['small', t('settings.small')], ['normal', t('settings.normal')], ['large', t('settings.large')]]} />
        <label class="field">{t('settings.language')}
          <select value={language} onChange={(event) => { write('language', event.currentTarget.value ? [event.currentTarget.value] : null); location.reload(); }}>
            <option value="">{t('settings.system')}</option>
            {languages.map((one) => <option key={one} value={one}>{languageName(one)}</option>)}
          </select>
        </label>
      </section>
      <section class="settings"><h2>{t('settings.notices')}</h2><Push /></section>
      <section>
        <h2 class="section">{t('settings.more')}</h2>
        <Row to="/filters" icon="filter" text={t('filters.title')} />
        <Row to="/scheduled" icon="clock" text={t('scheduled.title')} />
        <Row to="/follow_requests" icon="person" text={t('follow_requests.title')} />
        <Row to="/notifications/requests" icon="bell" text={t('requests.title')} />
        <Row to="/blocks" icon="close" text={t('blocks.title')} />
        <Row to="/mutes" icon="mute" text={t('mutes.title')} />
        <Row to="/shortcuts" icon="list" text={t('shortcuts.title')} />
        <Row to="/oauth/authorized_applications" icon="lock" text={t('settings.apps')} outside />
      </section>
      <p class="hint centre">{t('settings.signed_in', { name: `@${account!.acct}`, count: accounts().length })}</p>
    </>
  );
}

const keys: [string, string][] = [
  ['j / k', 'move'], ['↓ / ↑', 'move'], ['Enter / o', 'open'], ['n', 'write'], ['Alt+n', 'new'], ['Alt+x', 'warn'], ['Ctrl+Enter', 'send'], ['r', 'reply'], ['f', 'favourite'], ['b', 'boost'], ['d', 'bookmark'], ['q', 'quote'],
  ['m', 'mention'], ['p', 'profile'], ['e', 'media'], ['x', 'warning'], ['h', 'sensitive'], ['t', 'translate'], ['.', 'newest'], ['/', 'search'], ['s', 'search'], ['Esc', 'close'], ['⌫', 'back'], ['g h', 'home'], ['g n', 'notifications'],
  ['g e', 'explore'], ['g l', 'local'], ['g t', 'federated'], ['g d', 'conversations'], ['g f', 'favourites'], ['g k', 'bookmarks'], ['g i', 'lists'], ['g a', 'tags'], ['g u', 'own'], ['g p', 'pinned'], ['g b', 'blocked'],
  ['g m', 'muted'], ['g r', 'follow_requests'], ['g s', 'settings'], ['?', 'help']];

function Keys() {
  return <dl class="shortcuts">{keys.map(([key, name]) => <div key={key}><dt>{key.split(' ').map((one) => (one === '/' && key !== '/' ? ' / ' : <kbd key={one}>{one}</kbd>))}</dt><dd>{t(`key.${name}` as 'key.move')}</dd></div>)}</dl>;
}

export const Shortcuts = () => <><Head title={t('shortcuts.title')} up /><Keys /></>;
export const ShortcutsDialog = ({ onClose }: { onClose: () => void }) => <Dialog title={t('shortcuts.title')} onClose={onClose}><Keys /></Dialog>;
