import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Account } from '../api/entities';
import { Text } from '../content/html';
import { root } from '../shell/router';
import { ago, inFull } from '../words/amounts';
import { t } from '../words/words';
import { Icon, type IconName } from './icon';

export function Avatar({ of, size = 'm' }: { of: Pick<Account, 'avatar' | 'avatar_static'>; size?: 's' | 'm' | 'l' | 'xl' }) {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return <img class={`avatar ${size}`} src={still ? of.avatar_static : of.avatar} alt="" loading="lazy" decoding="async" width="48" height="48" />;
}

export function Name({ of }: { of: Account }) {
  return <bdi class="name"><Text text={of.display_name || of.username} emojis={of.emojis} /></bdi>;
}

export const profileOf = (account: Pick<Account, 'acct'>) => `${root}/@${account.acct}`;
export const pageOf = (status: { id: string; account: Pick<Account, 'acct'> }) => `${root}/@${status.account.acct}/${status.id}`;

export function Time({ at }: { at: string }) {
  return <time dateTime={at} title={inFull(at)}>{ago(at)}</time>;
}

export function Busy({ label = t('loading') }: { label?: string }) {
  return <div class="busy" role="status"><span class="spinner" /><span class="hidden">{label}</span></div>;
}

export function Nothing({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return <div class="nothing"><Icon name={icon} /><h2>{title}</h2>{children && <p>{children}</p>}</div>;
}

interface Press extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'icon'> {
  icon: IconName;
  label: string;
  filled?: boolean;
}

export function IconButton({ icon, label, filled, class: name, ...rest }: Press) {
  return <button type="button" class={`round ${(name as string) ?? ''}`} aria-label={label} title={label} {...rest}><Icon name={icon} filled={filled} /></button>;
}

export interface Choice {
  label: string;
  icon?: IconName;
  href?: string;
  call?: () => void;
  grave?: boolean;
  checked?: boolean;
}

/** A button that opens a short list of things to do. Arrow keys walk, Escape and a click outside close. */
export function Menu({ label, icon, choices, class: name, children }: { label: string; icon?: IconName; choices: () => (Choice | null | false)[]; class?: string; children?: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  // Where there is no room below, it opens upwards.
  useLayoutEffect(() => {
    const list = box.current?.querySelector('.choices');
    if (!open || !list) return;
    const button = box.current!.getBoundingClientRect();
    const floor = window.innerHeight - (document.querySelector<HTMLElement>('.bar')?.offsetHeight ?? 0);
    list.classList.toggle('up', button.bottom + list.clientHeight + 8 > floor && button.top > floor - button.bottom);
  }, [open]);
  useEffect(() => {
    if (!open) return;
    const list = box.current!.querySelector('.choices')!;
    list.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
    const away = (event: Event) => { if (!box.current!.contains(event.target as Node)) setOpen(false); };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
  const close = () => { setOpen(false); box.current?.querySelector('button')?.focus(); };
  const walk = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === 'Escape' || event.key === 'Tab') { event.stopPropagation(); if (event.key === 'Escape') event.preventDefault(); close(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...box.current!.querySelectorAll<HTMLElement>('[role^=menuitem]')];
    all[(all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length]?.focus();
  };
  return (
    <div class={`menu ${name ?? ''}`} ref={box} onKeyDown={walk}>
      <button type="button" class={children ? 'plain' : 'round'} aria-label={children ? undefined : label} title={label} aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        {children ? <><span class="hidden">{label}</span>{children}</> : <Icon name={icon ?? 'more'} />}
      </button>
      {open && (
        <div class="choices" role="menu" id={id} aria-label={label}>
          {choices().map((one) => one && (
            one.href
              ? <a key={one.label} role="menuitem" tabIndex={-1} href={one.href} target={one.href.startsWith(root) ? undefined : '_blank'} rel="noopener" onClick={() => setOpen(false)}>{one.icon && <Icon name={one.icon} />}{one.label}</a>
              : <button key={one.label} type="button" tabIndex={-1} role={one.checked === undefined ? 'menuitem' : 'menuitemradio'} aria-checked={one.checked} class={one.grave ? 'grave' : ''}
                  onClick={() => { close(); one.call?.(); }}>{one.icon && <Icon name={one.icon} />}{one.label}{one.checked && <Icon name="check" />}</button>
          ))}
        </div>
      )}
    </div>
  );
}

/** A window over the page. The browser keeps the focus inside and gives it back. */
export function Dialog({ title, onClose, class: name, children }: { title: string; onClose: () => void; class?: string; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  const closed = useRef(onClose);
  closed.current = onClose;
  // Before anything is painted: what is typed next belongs into it.
  useLayoutEffect(() => {
    const dialog = box.current!;
    const before = document.activeElement as HTMLElement | null;
    dialog.showModal();
    // A browser may close it without asking, as for a second Escape in a row.
    const shut = () => closed.current();
    dialog.addEventListener('close', shut);
    return () => { dialog.removeEventListener('close', shut); dialog.close(); before?.focus?.(); };
  }, []);
  return (
    <dialog ref={box} class={name} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose(); }} onClick={(event) => { if (event.target === box.current) onClose(); }}>
      <div class="window">
        <header><h2 id={id}>{title}</h2><IconButton icon="close" label={t('close')} onClick={onClose} /></header>
        {children}
      </div>
    </dialog>
  );
}

/** Asks before what cannot be undone. */
export function Confirm({ title, text, yes, onYes, onClose }: { title: string; text: string; yes: string; onYes: () => void; onClose: () => void }) {
  return (
    <Dialog title={title} onClose={onClose} class="small">
      <p>{text}</p>
      <div class="ends">
        <button type="button" onClick={onClose}>{t('cancel')}</button>
        <button type="button" class="primary grave" onClick={() => { onClose(); onYes(); }}>{yes}</button>
      </div>
    </Dialog>
  );
}
