import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../words/words';
import { IconButton } from './pieces';
import { looked } from './viewer_state';

/** Far enough to mean the next picture, in pixels. */
const swipe = 60;

export function Viewer() {
  const box = useRef<HTMLDialogElement>(null);
  const { media, at } = looked.value!;
  const one = media[at];
  const [scale, zoom] = useState(1);
  const [shift, move] = useState({ x: 0, y: 0 });
  const [reading, read] = useState(true);
  const held = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const spread = useRef(0);

  useEffect(() => { const before = document.activeElement as HTMLElement | null; box.current!.showModal(); return () => before?.focus?.(); }, []);
  const close = () => { looked.value = null; };
  const turn = (by: number) => { zoom(1); move({ x: 0, y: 0 }); looked.value = { media, at: (at + by + media.length) % media.length }; };
  const scaleTo = (next: number) => { const bound = Math.min(6, Math.max(1, next)); zoom(bound); if (bound === 1) move({ x: 0, y: 0 }); };
  const keys = (event: KeyboardEvent) => {
    const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
    if (event.key === 'ArrowRight' && media.length > 1) turn(rtl);
    else if (event.key === 'ArrowLeft' && media.length > 1) turn(-rtl);
    else if (event.key === '+') scaleTo(scale * 1.4);
    else if (event.key === '-') scaleTo(scale / 1.4);
  };
  const distance = () => { const [a, b] = [...fingers.current.values()]; return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0; };
  const down = (event: PointerEvent) => {
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    spread.current = distance();
    held.current = { x: event.clientX - shift.x, y: event.clientY - shift.y, moved: false };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent) => {
    if (!held.current || !fingers.current.has(event.pointerId)) return;
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.current.size > 1) {
      const now = distance();
      if (spread.current) scaleTo(scale * (now / spread.current));
      spread.current = now;
      held.current.moved = true;
      return;
    }
    const next = { x: event.clientX - held.current.x, y: event.clientY - held.current.y };
    if (Math.hypot(next.x - shift.x, next.y - shift.y) > 3) held.current.moved = true;
    move(scale > 1 ? next : { x: next.x, y: Math.max(0, next.y) });
  };
  const up = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId);
    const was = held.current;
    if (fingers.current.size > 0) return;
    held.current = null;
    if (!was || scale > 1) return;
    if (shift.y > swipe * 2) return close();
    if (media.length > 1 && Math.abs(shift.x) > swipe) return turn(shift.x < 0 ? 1 : -1);
    move({ x: 0, y: 0 });
  };
  if (!one) return null;
  return (
    <dialog ref={box} class="viewer" aria-label={t('viewer.label', { at: at + 1, count: media.length })} onCancel={(event) => { event.preventDefault(); close(); }} onClose={close} onKeyDown={keys}>
      <div class="stage" onClick={(event) => { if (event.target === event.currentTarget) close(); }} onWheel={(event) => { event.preventDefault(); scaleTo(scale * (event.deltaY < 0 ? 1.15 : 0.87)); }}>
        <img key={one.id} src={one.url ?? one.preview_url ?? ''} alt={one.description ?? ''} draggable={false} onDblClick={() => scaleTo(scale > 1 ? 1 : 2.5)}
          style={{ transform: `translate(${shift.x}px, ${shift.y}px) scale(${scale})` }} onPointerDown={down} onPointerMove={drag} onPointerUp={up} onPointerCancel={up} />
      </div>
      <div class="controls">
        <IconButton icon="close" label={t('close')} onClick={close} />
        {one.description && <button type="button" class="round alt" aria-pressed={reading} onClick={() => read(!reading)}>ALT</button>}
        <a class="round" href={one.url ?? ''} target="_blank" rel="noopener noreferrer" aria-label={t('status.original_page')} title={t('status.original_page')}>↗</a>
      </div>
      {media.length > 1 && <><IconButton class="previous" icon="previous" label={t('viewer.previous')} onClick={() => turn(-1)} /><IconButton class="next" icon="next" label={t('viewer.next')} onClick={() => turn(1)} /></>}
      {one.description && reading && <p class="description">{one.description}</p>}
    </dialog>
  );
}
