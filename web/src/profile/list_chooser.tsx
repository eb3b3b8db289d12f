import { useEffect, useState } from 'preact/hooks';
import type { Account, List } from '../api/entities';
import { api } from '../session/session';
import { Busy, Dialog } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';

/** Which of our lists somebody stands on. */
export function ListChooser({ of, onClose }: { of: Account; onClose: () => void }) {
  const [lists, setLists] = useState<List[] | null>(null);
  const [on, setOn] = useState<string[]>([]);
  useEffect(() => {
    Promise.all([api.lists(), api.listsOf(of.id)]).then(([all, theirs]) => { setLists(all); setOn(theirs.map((one) => one.id)); }, (error: unknown) => tell(t('problem.broken'), reasonOf(error)));
  }, [of.id]);
  const toggle = async (list: List, add: boolean) => {
    const before = on;
    setOn(add ? [...on, list.id] : on.filter((one) => one !== list.id));
    try {
      await (add ? api.addToList(list.id, of.id) : api.dropFromList(list.id, of.id));
    } catch (error) {
      setOn(before);
      tell(t('failed.list'), reasonOf(error));
    }
  };
  return (
    <Dialog title={t('profile.lists')} onClose={onClose} class="small">
      {!lists && <Busy />}
      {lists?.length === 0 && <p>{t('lists.empty')}</p>}
      {lists?.map((one) => <label class="check" key={one.id}><input type="checkbox" checked={on.includes(one.id)} onChange={(event) => void toggle(one, event.currentTarget.checked)} />{one.title}</label>)}
    </Dialog>
  );
}
