import { useEffect, useState } from 'preact/hooks';
import type { Account, List } from '../api/entities';
import { PersonRow } from '../profile/person_row';
import { api } from '../session/session';
import { Head } from '../shell/head';
import { go, root } from '../shell/router';
import { forgetFeed } from '../state/feed';
import { Statuses, statusFeed } from '../timelines/statuses';
import { Icon } from '../ui/icon';
import { Busy, Confirm, Dialog, IconButton, Nothing } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';

const wrong = (error: unknown) => tell(t('failed.list'), reasonOf(error));

export function Lists() {
  const [lists, setLists] = useState<List[] | null>(null);
  const [title, setTitle] = useState('');
  useEffect(() => { api.lists().then(setLists, wrong); }, []);
  const make = () => {
    if (!title.trim()) return;
    api.makeList(title.trim()).then((made) => { setTitle(''); setLists([...(lists ?? []), made]); go(`/lists/${made.id}`); }, wrong);
  };
  return (
    <>
      <Head title={t('lists.title')} />
      <form class="line-form" onSubmit={(event) => { event.preventDefault(); make(); }}>
        <input type="text" value={title} placeholder={t('lists.name')} aria-label={t('lists.name')} maxLength={256} onInput={(event) => setTitle(event.currentTarget.value)} />
        <button type="submit" class="primary" disabled={!title.trim()}>{t('lists.make')}</button>
      </form>
      {!lists && <Busy />}
      {lists?.length === 0 && <Nothing icon="list" title={t('lists.empty')}>{t('lists.empty_more')}</Nothing>}
      {lists?.map((one) => <a class="row-link" key={one.id} href={`${root}/lists/${one.id}`}><Icon name="list" /><span>{one.title}</span><Icon name="next" /></a>)}
    </>
  );
}

function Change({ list, onChange, onClose }: { list: List; onChange: (list: List) => void; onClose: () => void }) {
  const [members, setMembers] = useState<Account[] | null>(null);
  const [wanted, want] = useState('');
  const [found, setFound] = useState<Account[]>([]);
  const [title, setTitle] = useState(list.title);
  useEffect(() => { api.listMembers(list.id).then(setMembers, wrong); }, [list.id]);
  const changed = () => forgetFeed(`list ${list.id}`);
  const change = (how: Partial<List>) => api.changeList(list.id, { title: list.title, ...how }).then(onChange, wrong);
  const toggle = (one: Account, add: boolean) => {
    (add ? api.addToList(list.id, one.id) : api.dropFromList(list.id, one.id)).then(() => { changed(); setMembers((all) => (add ? [...(all ?? []), one] : (all ?? []).filter((other) => other.id !== one.id))); }, wrong);
  };
  const look = () => {
    if (!wanted.trim()) return setFound([]);
    api.searchPeople(wanted.trim()).then(setFound, wrong);
  };
  return (
    <Dialog title={list.title} onClose={onClose}>
      <form class="line-form" onSubmit={(event) => { event.preventDefault(); void change({ title }); }}><input type="text" aria-label={t('lists.name')} value={title} onInput={(event) => setTitle(event.currentTarget.value)} /><button type="submit">{t('save')}</button></form>
      <label class="check"><input type="checkbox" checked={list.exclusive} onChange={(event) => void change({ exclusive: event.currentTarget.checked })} />{t('lists.exclusive')}</label>
      <label class="field">{t('lists.replies')}<select value={list.replies_policy} onChange={(event) => void change({ replies_policy: event.currentTarget.value as List['replies_policy'] })}>{(['list', 'followed', 'none'] as const).map((one) => <option key={one} value={one}>{t(`lists.replies_${one}`)}</option>)}</select></label>
      <form class="line-form" role="search" onSubmit={(event) => { event.preventDefault(); look(); }}><input type="search" value={wanted} placeholder={t('lists.find')} aria-label={t('lists.find')} onInput={(event) => want(event.currentTarget.value)} /><button type="submit">{t('search.title')}</button></form>
      {found.filter((one) => !members?.some((other) => other.id === one.id)).map((one) => <PersonRow key={one.id} of={one} brief><IconButton icon="plus" label={t('lists.add')} onClick={() => toggle(one, true)} /></PersonRow>)}
      <h3>{t('lists.members')}</h3>
      {members?.map((one) => <PersonRow key={one.id} of={one} brief><IconButton icon="close" label={t('lists.remove')} onClick={() => toggle(one, false)} /></PersonRow>)}
    </Dialog>
  );
}

export function ListTimeline({ id }: { id: string }) {
  const [list, setList] = useState<List | null>(null);
  const [open, set] = useState<'change' | 'drop' | null>(null);
  useEffect(() => { api.list(id).then(setList, wrong); }, [id]);
  return (
    <>
      <Head title={list?.title ?? t('lists.one')} up>{list && <><IconButton icon="gear" label={t('lists.change')} onClick={() => set('change')} /><IconButton icon="trash" label={t('lists.drop')} onClick={() => set('drop')} /></>}</Head>
      <Statuses key={id} feed={statusFeed(`list ${id}`, `/api/v1/timelines/list/${id}`)} label={list?.title ?? t('lists.one')} empty={<Nothing icon="list" title={t('lists.quiet')}>{t('lists.quiet_more')}</Nothing>} />
      {open === 'change' && list && <Change list={list} onChange={setList} onClose={() => set(null)} />}
      {open === 'drop' && list && <Confirm title={t('lists.drop')} text={t('lists.drop_text', { name: list.title })} yes={t('lists.drop')} onClose={() => set(null)} onYes={() => api.dropList(id).then(() => go('/lists', { replace: true }), wrong)} />}
    </>
  );
}
