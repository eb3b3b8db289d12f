import { useState } from 'preact/hooks';
import type { MediaAttachment } from '../api/entities';
import { api, instance } from '../session/session';
import { Dialog, IconButton } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { t } from '../words/words';
import { detach, putAttached, writing, type Attached } from './draft';

export const focusText = ({ x, y }: { x: number; y: number }) => `${x.toFixed(2)},${y.toFixed(2)}`;

/** Words for who cannot see it, and the point that must stay in sight where it is cut. */
function Describe({ one, media, onClose }: { one: Attached; media: MediaAttachment; onClose: () => void }) {
  const [text, setText] = useState(one.description);
  const [focus, setFocus] = useState(one.focus ?? { x: 0, y: 0 });
  const most = instance.value?.configuration.media_attachments.description_limit ?? 1500;
  const save = async () => {
    putAttached(writing.value!.key, one.key, { description: text, focus });
    onClose();
    // What hangs on a published post is described with the edit of it.
    if (writing.value?.editing) return;
    await api.describe(media.id, { description: text, focus: focusText(focus) }).catch((error: unknown) => tell(t('failed.describe'), reasonOf(error)));
  };
  const point = (event: MouseEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    setFocus({ x: ((event.clientX - box.left) / box.width) * 2 - 1, y: 1 - ((event.clientY - box.top) / box.height) * 2 });
  };
  return (
    <Dialog title={t('describe.title')} onClose={onClose} class="describe">
      {media.type === 'image' && (
        <div class="aim" onClick={point}>
          <img src={media.preview_url ?? media.url ?? ''} alt="" />
          <span class="aimed" style={{ left: `${((focus.x + 1) / 2) * 100}%`, top: `${((1 - focus.y) / 2) * 100}%` }} />
        </div>
      )}
      <label class="field">{t('describe.label')}<textarea rows={4} maxLength={most} value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
      <p class="hint">{media.type === 'image' ? t('describe.hint_picture') : t('describe.hint')}</p>
      <div class="ends"><button type="button" onClick={onClose}>{t('cancel')}</button><button type="button" class="primary" onClick={() => void save()}>{t('save')}</button></div>
    </Dialog>
  );
}

export function Attachments() {
  const [described, describe] = useState<string | null>(null);
  const attached = writing.value?.attached ?? [];
  const one = attached.find((item) => item.key === described);
  if (attached.length === 0) return null;
  return (
    <ul class="attached">
      {attached.map((item) => (
        <li key={item.key}>
          {item.media?.preview_url ? <img src={item.media.preview_url} alt={item.description} /> : <span class="blank" />}
          {item.progress < 1 && <progress max={1} value={item.progress} aria-label={t('compose.uploading')} />}
          {item.media && <button type="button" class={`describe ${item.description ? '' : 'missing'}`} onClick={() => describe(item.key)}>{item.description ? t('compose.described') : t('compose.describe')}</button>}
          <IconButton icon="close" label={t('compose.detach')} onClick={() => detach(writing.value!.key, item.key)} />
        </li>
      ))}
      {one?.media && <Describe one={one} media={one.media} onClose={() => describe(null)} />}
    </ul>
  );
}
