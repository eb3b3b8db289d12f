import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Announcement } from '../api/entities';
import { Html } from '../content/html';
import { api } from '../session/session';
import { Icon } from '../ui/icon';
import { IconButton, Menu } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { onDay } from '../words/amounts';
import { t } from '../words/words';

export const announcements = signal<Announcement[] | null>(null);
const quick = ['👍', '❤️', '🎉', '😄', '👀'];

export async function loadAnnouncements() {
  announcements.value = await api.announcements().catch(() => announcements.value ?? []);
}

async function react(one: Announcement, name: string) {
  const had = one.reactions.find((other) => other.name === name)?.me ?? false;
  try {
    await api.react(one.id, name, !had);
    await loadAnnouncements();
  } catch (error) {
    tell(t('failed.react'), reasonOf(error));
  }
}

function dismiss(one: Announcement) {
  announcements.value = announcements.value!.map((other) => (other.id === one.id ? { ...other, read: true } : other));
  api.dismissAnnouncement(one.id).catch(() => undefined);
}

export function Announcements() {
  useEffect(() => { if (announcements.value === null) void loadAnnouncements(); }, []);
  const unread = (announcements.value ?? []).filter((one) => !one.read);
  return (
    <>
      {unread.map((one) => (
        <section class="announcement" key={one.id} aria-label={t('announcement')}>
          <header><Icon name="bullhorn" /><strong>{t('announcement')}</strong><small>{onDay(one.published_at)}</small><IconButton icon="close" label={t('announcement.read')} onClick={() => dismiss(one)} /></header>
          <Html html={one.content} emojis={one.emojis} mentions={one.mentions} />
          <div class="reactions">
            {one.reactions.map((reaction) => <button type="button" class="chip" key={reaction.name} aria-pressed={reaction.me} onClick={() => void react(one, reaction.name)}>{reaction.url ? <img class="emoji" src={reaction.url} alt={reaction.name} /> : reaction.name} {reaction.count}</button>)}
            <Menu label={t('announcement.react')} icon="smile" choices={() => quick.map((name) => ({ label: name, call: () => void react(one, name) }))} />
          </div>
        </section>
      ))}
    </>
  );
}
