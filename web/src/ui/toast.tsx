import { signal } from '@preact/signals';
import { Problem } from '../api/problem';
import { t } from '../words/words';
import { Icon } from './icon';

interface Notice {
  id: number;
  text: string;
  reason?: string;
  act?: { label: string; call: () => void };
}

const notices = signal<Notice[]>([]);
let last = 0;
const shownFor = 7000;

export function tell(text: string, reason?: string, act?: Notice['act']) {
  const notice: Notice = { id: ++last, text, reason, act };
  notices.value = [...notices.value.slice(-2), notice];
  setTimeout(() => dismiss(notice.id), shownFor);
}

const dismiss = (id: number) => { notices.value = notices.value.filter((one) => one.id !== id); };

export function reasonOf(error: unknown): string {
  if (!(error instanceof Problem)) return t('problem.broken');
  if (error.isOffline) return t('problem.offline');
  if (error.status === 429) return t('problem.slower');
  if (error.status >= 500) return t('problem.server');
  return error.message || t('problem.refused');
}

/** One polite live region for everything that happens beside what one does. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {notices.value.map((one) => (
        <div class="toast" key={one.id}>
          <p><strong>{one.text}</strong>{one.reason && <span> {one.reason}</span>}</p>
          {one.act && <button type="button" class="plain" onClick={() => { dismiss(one.id); one.act!.call(); }}>{one.act.label}</button>}
          <button type="button" class="round" aria-label={t('close')} onClick={() => dismiss(one.id)}><Icon name="close" /></button>
        </div>
      ))}
    </div>
  );
}
