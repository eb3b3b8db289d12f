import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { instance } from '../session/session';
import { IconButton } from '../ui/pieces';
import { t } from '../words/words';
import { back, place, root } from './router';

/** A new view has come and its heading has not: it may wait for a part of the program, or for whom it is about. */
let awaited = false;

/** The focus follows into a new view, so that who does not see it hears it. */
export function focusHeading(view: HTMLElement) {
  const heading = view.querySelector<HTMLElement>('h1');
  awaited = heading === null;
  heading?.focus({ preventScroll: true });
}

/** The heading of a view. The browser's title follows it. */
export function Head({ title, under, up = false, children }: { title: string; under?: ComponentChildren; up?: boolean; children?: ComponentChildren }) {
  const where = instance.value?.title;
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    // Whoever went on to something else meanwhile stays there.
    if (awaited && document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
    awaited = false;
  }, []);
  useEffect(() => { document.title = where ? `${title} · ${where}` : title; }, [title, where]);
  return (
    <header class="head">
      {up && <IconButton icon="back" label={t('back')} onClick={back} />}
      <div><h1 ref={heading} tabIndex={-1}>{title}</h1>{under && <p>{under}</p>}</div>
      <div class="tools">{children}</div>
    </header>
  );
}

export function Tabs({ all, label }: { all: [string, string][]; label?: string }) {
  const { path } = place.value;
  return (
    <nav class="tabs" aria-label={label ?? t('tabs')}>
      {all.map(([to, text]) => <a key={to} href={root + to} aria-current={to === path ? 'page' : undefined}>{text}</a>)}
    </nav>
  );
}
