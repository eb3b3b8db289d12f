// A list of any length of which only what is near the window stands in the document. Heights are measured once and
// remembered; whoever comes back to the list stands where he left it.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Feed } from '../state/feed';
import { onLeaving, place, returning } from '../shell/router';
import { t } from '../words/words';
import { Busy } from './pieces';
import { reasonOf } from './toast';

/** How far above and below the window the list is kept standing. */
const margin = 1200;
/** How near the end must come before the next page is asked for. */
const ahead = 2000;

interface Anchor {
  key: string;
  offset: number; // of the item's top from the window's
}
const places = new Map<string, Anchor>();

export interface Range {
  first: number;
  last: number; // after the last
  before: number;
  after: number;
}

/** Which of the items with these heights stand between `from` and `to` below the list's top. */
export function rangeOf(heights: readonly number[], from: number, to: number): Range {
  let first = 0, before = 0;
  while (first < heights.length && before + heights[first]! < from) before += heights[first++]!;
  let last = first, end = before;
  while (last < heights.length && end < to) end += heights[last++]!;
  let after = 0;
  for (let at = last; at < heights.length; ++at) after += heights[at]!;
  return { first, last, before, after };
}

interface Props<T> {
  feed: Feed<T>;
  render: (item: T, index: number) => ComponentChildren;
  label: string;
  estimate?: number;
  empty?: ComponentChildren;
  /** Its items are articles by themselves. */
  articles?: boolean;
}

export function Endless<T>({ feed, render, label, estimate = 170, empty, articles = false }: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  const items = feed.items.value;
  const { key } = place.value;
  const known = feed.heights;
  const [, redraw] = useState({});
  const range = useRef<Range>({ first: 0, last: 0, before: 0, after: 0 });

  const measure = () => {
    const top = box.current?.getBoundingClientRect().top ?? 0;
    const heights = items.map((one) => known.get(feed.keyOf(one)) ?? estimate);
    return rangeOf(heights, -top - margin, -top + window.innerHeight + margin);
  };
  range.current = box.current ? measure() : rangeOf(items.map((one) => known.get(feed.keyOf(one)) ?? estimate), 0, window.innerHeight + margin);

  useEffect(() => { if (feed.state.peek() === 'new') void feed.more(); }, [feed]);

  // Back to where it was, before the first painting.
  useLayoutEffect(() => {
    const anchor = returning ? places.get(key) : undefined;
    if (!anchor || !box.current) return;
    const at = items.findIndex((one) => feed.keyOf(one) === anchor.key);
    if (at < 0) return;
    const above = items.slice(0, at).reduce((sum, one) => sum + (known.get(feed.keyOf(one)) ?? estimate), 0);
    window.scrollTo(0, box.current.getBoundingClientRect().top + window.scrollY + above - anchor.offset);
    redraw({});
  }, [feed]);
  useEffect(() => onLeaving(() => {
    const first = [...(box.current?.querySelectorAll<HTMLElement>(':scope > [data-key]') ?? [])].find((one) => one.getBoundingClientRect().bottom > 0);
    if (first) places.set(key, { key: first.dataset.key!, offset: first.getBoundingClientRect().top });
  }), [key]);

  useEffect(() => {
    let waiting = 0;
    const look = () => {
      waiting = 0;
      const next = measure();
      const now = range.current;
      if (next.first !== now.first || next.last !== now.last) redraw({});
      const bottom = box.current?.getBoundingClientRect().bottom ?? 0;
      if (bottom < window.innerHeight + ahead && feed.state.peek() === 'ready') void feed.more();
    };
    const later = () => { waiting ||= requestAnimationFrame(look); };
    window.addEventListener('scroll', later, { passive: true });
    window.addEventListener('resize', later);
    later();
    return () => {
      window.removeEventListener('scroll', later);
      window.removeEventListener('resize', later);
      cancelAnimationFrame(waiting);
    };
  });

  const watcher = useRef<ResizeObserver>();
  watcher.current ??= new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const height = (target as HTMLElement).offsetHeight;
      if (height > 0) known.set((target as HTMLElement).dataset.key!, height);
    }
  });
  useEffect(() => () => watcher.current?.disconnect(), []);
  const watch = (element: HTMLElement | null) => { if (element) watcher.current!.observe(element); };

  const state = feed.state.value;
  const { first, last, before, after } = range.current;
  return (
    <>
      <div class="endless" ref={box} role={items.length === 0 ? undefined : articles ? 'feed' : 'list'} aria-label={items.length === 0 ? undefined : label} aria-busy={state === 'loading'}>
        <div role="none" style={{ height: `${before}px` }} />
        {items.slice(first, last).map((one, at) => <div key={feed.keyOf(one)} data-key={feed.keyOf(one)} role={articles ? undefined : 'listitem'} ref={watch}>{render(one, first + at)}</div>)}
        <div role="none" style={{ height: `${after}px` }} />
      </div>
      {(state === 'new' || state === 'loading') && <Busy />}
      {state === 'failed' && <div class="nothing"><p>{reasonOf(feed.failure.value)}</p><button type="button" onClick={() => void feed.more()}>{t('again')}</button></div>}
      {feed.isEmpty.value && empty}
      {state === 'end' && items.length > 5 && <p class="the-end" aria-hidden="true">·</p>}
    </>
  );
}
