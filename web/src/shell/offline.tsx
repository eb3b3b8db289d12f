import { signal } from '@preact/signals';
import { Icon } from '../ui/icon';
import { t } from '../words/words';

export const online = signal(navigator.onLine);
window.addEventListener('online', () => { online.value = true; });
window.addEventListener('offline', () => { online.value = false; });

export function Offline() {
  return <div role="status">{!online.value && <p class="offline"><Icon name="warning" />{t('offline')}</p>}</div>;
}
