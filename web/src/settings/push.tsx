import { useEffect, useState } from 'preact/hooks';
import { api, instance } from '../session/session';
import { reasonOf, tell } from '../ui/toast';
import { locale, t } from '../words/words';

const types = ['mention', 'status', 'reblog', 'follow', 'follow_request', 'favourite', 'poll', 'update', 'quote', 'quoted_update'];

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (one) => one.charCodeAt(0));
}

const possible = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

async function subscribe() {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error(t('push.denied'));
  const worker = await navigator.serviceWorker.ready;
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(instance.value!.configuration.vapid.public_key) });
  const { endpoint, keys } = made.toJSON();
  await api.subscribePush({ subscription: { endpoint, keys, standard: true }, data: { policy: 'all', alerts: Object.fromEntries(types.map((one) => [one, true])) }, locale });
}

async function unsubscribe() {
  const worker = await navigator.serviceWorker.ready;
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  await api.unsubscribePush();
}

export function Push() {
  const [on, set] = useState<boolean | null>(null);
  useEffect(() => {
    if (possible()) navigator.serviceWorker.ready.then((worker) => worker.pushManager.getSubscription()).then((found) => set(found !== null), () => set(false));
  }, []);
  if (!possible()) return <p class="hint">{t('push.impossible')}</p>;
  const toggle = (want: boolean) => {
    set(want);
    (want ? subscribe() : unsubscribe()).catch((error: unknown) => { set(!want); tell(t('failed.push'), error instanceof Error && error.message ? error.message : reasonOf(error)); });
  };
  return <label class="check"><input type="checkbox" checked={on ?? false} onChange={(event) => toggle(event.currentTarget.checked)} />{t('push.on')}</label>;
}
