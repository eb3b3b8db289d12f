import { useEffect, useRef, useState } from 'preact/hooks';
import type { MediaAttachment } from '../api/entities';
import { t } from '../words/words';
import { Icon } from '../ui/icon';
import { look } from '../ui/viewer_state';

/** The part of a picture that must stay in sight, in percent. */
export function focusOf(media: MediaAttachment): string {
  const { x, y } = media.meta?.focus ?? { x: 0, y: 0 };
  return `${((x + 1) / 2) * 100}% ${((1 - y) / 2) * 100}%`;
}

function aspectOf(media: MediaAttachment): number {
  const { width, height } = media.meta?.original ?? media.meta?.small ?? {};
  return width && height ? Math.min(2.2, Math.max(0.75, width / height)) : 16 / 9;
}

function One({ media, all, at, alone }: { media: MediaAttachment; all: MediaAttachment[]; at: number; alone: boolean }) {
  const url = media.url ?? media.remote_url ?? '';
  const shape = alone ? { aspectRatio: String(aspectOf(media)) } : undefined;
  if (media.type === 'audio') return <figure class="sound"><audio controls preload="none" src={url} aria-label={media.description ?? t('media.audio')} />{media.description && <figcaption>{media.description}</figcaption>}</figure>;
  if (media.type === 'video') return <video controls preload="metadata" src={url} poster={media.preview_url ?? undefined} aria-label={media.description ?? t('media.video')} style={shape} playsInline />;
  if (media.type === 'gifv') {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    return <video src={url} poster={media.preview_url ?? undefined} loop muted autoPlay={!still} controls={still} playsInline aria-label={media.description ?? t('media.animation')} style={shape} />;
  }
  if (media.type !== 'image') return <a class="file" href={url} target="_blank" rel="noopener noreferrer"><Icon name="link" />{media.description || t('media.file')}</a>;
  return (
    <a href={url} class="picture" style={shape} onClick={(event) => {
      if (event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      look(all, at);
    }}>
      <img src={media.preview_url ?? url} alt={media.description ?? ''} loading="lazy" decoding="async" style={{ objectPosition: focusOf(media) }} />
      {!media.description && <span class="hidden">{t('media.undescribed')}</span>}
      {media.description && <span class="alt" aria-hidden="true">ALT</span>}
    </a>
  );
}

/** Up to four beside each other, more in rows of three; what is sensitive waits behind a button. */
export function Media({ all, sensitive, open = false }: { all: MediaAttachment[]; sensitive: boolean; open?: boolean }) {
  const [shown, show] = useState(open || !sensitive);
  const box = useRef<HTMLDivElement>(null);
  // The keyboard shows and hides it.
  useEffect(() => {
    const veil = () => show((now) => !now);
    const listened = box.current;
    listened?.addEventListener('veil', veil);
    return () => listened?.removeEventListener('veil', veil);
  }, [shown]);
  const sounds = all.every((one) => one.type === 'audio' || one.type === 'unknown');
  if (!shown && !sounds) {
    return (
      <div ref={box} class="media veiled" key="veiled">
        <button type="button" onClick={() => show(true)}><Icon name="eye" /><span><strong>{t('media.sensitive')}</strong><small>{t('media.show', { count: all.length })}</small></span></button>
      </div>
    );
  }
  return <div ref={box} key="shown" class={sounds ? 'media sounds' : `media ${all.length > 4 ? 'many' : `n${all.length}`}`}>{all.map((one, at) => <One key={one.id} media={one} all={all} at={at} alone={all.length === 1} />)}</div>;
}
