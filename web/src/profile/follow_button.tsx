import type { Account } from '../api/entities';
import { account as mine, api } from '../session/session';
import { bondOf, keepBond } from '../state/people';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';

export function FollowButton({ of }: { of: Account }) {
  const bond = bondOf(of.id).value;
  if (of.id === mine?.id || !bond) return null;
  const on = bond.following || bond.requested;
  const press = async () => {
    keepBond({ ...bond, following: !on && !of.locked, requested: !on && of.locked });
    try {
      keepBond(await api.bond(of.id, on ? 'unfollow' : 'follow'));
    } catch (error) {
      keepBond(bond);
      tell(t('failed.follow'), reasonOf(error));
    }
  };
  const takeBack = (deed: 'unblock' | 'unmute') => {
    keepBond({ ...bond, ...(deed === 'unblock' ? { blocking: false } : { muting: false }) });
    api.bond(of.id, deed).then(keepBond, (error: unknown) => { keepBond(bond); tell(t('failed.person'), reasonOf(error)); });
  };
  if (bond.blocking) return <button type="button" onClick={() => takeBack('unblock')}>{t('profile.unblock')}</button>;
  if (bond.muting && !on) return <button type="button" onClick={() => takeBack('unmute')}>{t('profile.unmute')}</button>;
  return <button type="button" class={on ? '' : 'primary'} aria-pressed={on} onClick={() => void press()}>{bond.requested ? t('profile.requested') : bond.following ? t('profile.following_button') : bond.followed_by ? t('profile.follow_back') : t('profile.follow')}</button>;
}
