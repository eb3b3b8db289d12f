import type { MediaAttachment } from '../api/entities';
import { api, client, instance } from '../session/session';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';
import { keep, load } from '../session/kept';
import { detach, put, putAttached, writing, type Writing } from './draft';

/** fetch() does not tell how much has gone up. */
function send(file: File, onProgress: (share: number) => void): Promise<{ status: number; media: MediaAttachment }> {
  return new Promise((done, failed) => {
    const form = new FormData();
    form.append('file', file);
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v2/media');
    request.setRequestHeader('Authorization', `Bearer ${client.token}`);
    request.responseType = 'json';
    request.upload.onprogress = (event) => { if (event.lengthComputable) onProgress((event.loaded / event.total) * 0.95); };
    request.onerror = () => failed(new Error(t('problem.offline')));
    request.onload = () => (request.status < 300 ? done({ status: request.status, media: request.response as MediaAttachment }) : failed(new Error((request.response as { error?: string } | null)?.error ?? t('problem.refused'))));
    request.send(form);
  });
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Film is worked on after it arrived: asks until it is ready. */
async function ready(media: MediaAttachment): Promise<MediaAttachment> {
  for (let wait = 500; ; wait = Math.min(5000, wait * 1.5)) {
    await pause(wait);
    const response = await api.mediaState(media.id);
    if (response.status === 200) return (await response.json()) as MediaAttachment;
  }
}

export async function attach(files: Iterable<File>) {
  const most = instance.value?.configuration.statuses.max_media_attachments ?? 4;
  for (const file of files) {
    const now = writing.value;
    if (!now) return;
    if (now.poll) return tell(t('compose.poll_or_media'));
    if (now.attached.length >= most) return tell(t('compose.most_media', { count: most }));
    const key = `${Date.now()}-${Math.random()}`;
    put({ attached: [...now.attached, { key, description: '', progress: 0, name: file.name }] });
    void keep('files', key, file);
    void one(now.key, file, key);
  }
}

/** On their way up from this page. */
const running = new Set<string>();

/** Starts again what was on its way up when the page went away; says so where the file is no longer there. */
export async function resumeUploads(draft: Writing) {
  for (const item of draft.attached) {
    if (item.media || running.has(item.key)) continue;
    const file = await load<File>('files', item.key);
    if (file) void one(draft.key, file, item.key);
    else {
      detach(draft.key, item.key);
      tell(t('failed.upload', { name: item.name ?? '' }), t('failed.upload_lost'));
    }
  }
}

async function one(draft: string, file: File, key: string) {
  if (running.has(key)) return;
  running.add(key);
  try {
    const sent = await send(file, (progress) => putAttached(draft, key, { progress }));
    const media = sent.status === 200 ? sent.media : await ready(sent.media);
    putAttached(draft, key, { media, progress: 1 });
  } catch (error) {
    const reason = error instanceof Error && error.message ? error.message : reasonOf(error);
    detach(draft, key);
    tell(t('failed.upload', { name: file.name }), reason);
  } finally {
    running.delete(key);
  }
}
