import type { MediaAttachment } from '../api/entities';
import { api, client, instance } from '../session/session';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';
import { put, putAttached, writing, type Writing } from './draft';
import { dropFile, fileOf, keepFile } from './waiting_files';

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
    void keepFile(key, file);
    void one(file, key);
  }
}

/** Those on their way up in this page. */
const under_way = new Set<string>();

/** Sends again what was on its way up when the page went away. */
export async function goOn(draft: Writing) {
  for (const { key, media, name = '' } of draft.attached) {
    if (media || under_way.has(key)) continue;
    const file = await fileOf(key);
    if (file) void one(file, key);
    else giveUp(key, name, t('failed.upload_lost'));
  }
}

function giveUp(key: string, name: string, reason: string) {
  put({ attached: writing.value?.attached.filter((other) => other.key !== key) ?? [] });
  tell(t('failed.upload', { name }), reason);
}

async function one(file: File, key: string) {
  under_way.add(key);
  try {
    const sent = await send(file, (progress) => putAttached(key, { progress }));
    const media = sent.status === 200 ? sent.media : await ready(sent.media);
    putAttached(key, { media, progress: 1 });
  } catch (error) {
    giveUp(key, file.name, error instanceof Error && error.message ? error.message : reasonOf(error));
  }
  under_way.delete(key);
  void dropFile(key);
}
