import { signal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Busy, Nothing } from '../ui/pieces';
import { t } from '../words/words';

interface Lazy<T> {
  load: () => void;
  found: Signal<T | null>;
  failed: Signal<boolean>;
}

/** A part of the program that is fetched when it is first needed. */
export function lazy<T>(fetch: () => Promise<T>): Lazy<T> {
  const found = signal<T | null>(null), failed = signal(false);
  let asked = false;
  const load = () => {
    if (asked) return;
    asked = true;
    failed.value = false;
    fetch().then((all) => { found.value = all; }, () => { asked = false; failed.value = true; });
  };
  return { load, found, failed };
}

export function Suspense<T>({ of, show }: { of: Lazy<T>; show: (all: T) => ComponentChildren }) {
  useEffect(of.load, [of]);
  if (of.found.value) return <>{show(of.found.value)}</>;
  // After an update of the server the old parts are gone: the page must come anew.
  if (of.failed.value) return <Nothing icon="warning" title={t('problem.part')}><button type="button" onClick={() => location.reload()}>{t('reload')}</button></Nothing>;
  return <Busy />;
}
