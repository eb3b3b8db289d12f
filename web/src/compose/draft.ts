// What is being written. Every change is kept in the browser at once: a reload, a crash or a lost network loses nothing.
import { signal } from '@preact/signals';
import type { MediaAttachment, Visibility } from '../api/entities';
import { account, me } from '../session/session';
import { read, write } from '../session/stored';

export interface Attached {
  key: string;
  media?: MediaAttachment;
  description: string;
  focus?: { x: number; y: number };
  progress: number; // 0 to 1; 1 when the server has it
  failed?: string;
  name?: string; // of the file, while only this browser has it
}

export interface PollWriting {
  options: string[];
  expires_in: number; // seconds; 0 in an edit: it ends when it would have
  multiple: boolean;
}

export interface Writing {
  key: string; // of this attempt: the server makes one post of it however often it is sent
  text: string;
  warned: boolean;
  warning: string;
  visibility: Visibility;
  language: string;
  attached: Attached[];
  sensitive: boolean;
  poll: PollWriting | null;
  quotePolicy: string;
  scheduledAt: string;
  replyTo?: { id: string; acct: string };
  quoting?: { id: string; acct: string };
  editing?: string;
}

export const writing = signal<Writing | null>(null);

const languageOfBrowser = () => (navigator.language || 'en').split('-')[0]!;

export function blank(): Writing {
  const source = me.value?.source;
  return {
    key: crypto.randomUUID?.() ?? String(Math.random()), text: '', warned: false, warning: '', visibility: source?.privacy ?? 'public',
    language: source?.language || languageOfBrowser(), attached: [], sensitive: source?.sensitive ?? false, poll: null,
    quotePolicy: source?.quote_policy || 'public', scheduledAt: '' };
}

export const isBlank = (one: Writing) => !one.text.trim() && !one.warning.trim() && one.attached.length === 0 && !one.poll?.options.some(Boolean);

const name = () => `drafts.${account?.id}`;
/** As many as are kept. */
const most = 20;

export const drafts = signal<Writing[]>([]);
export function loadDrafts() { drafts.value = read<Writing[]>(name(), []); }

function keepAll(all: Writing[]) {
  drafts.value = all.slice(0, most);
  write(name(), drafts.value);
}

export function dropDraft(key: string) { keepAll(drafts.value.filter((one) => one.key !== key)); }

/** Changes what is being written and keeps it. */
export function put(change: Partial<Writing>) {
  if (!writing.value) return;
  const next = (writing.value = { ...writing.value, ...change });
  const others = drafts.value.filter((one) => one.key !== next.key);
  // The bytes of what is still on its way up are kept too: compose/waiting_files.ts.
  keepAll(isBlank(next) ? others : [next, ...others]);
}

export function putAttached(key: string, change: Partial<Attached>) {
  put({ attached: writing.value?.attached.map((one) => (one.key === key ? { ...one, ...change } : one)) ?? [] });
}

/** Closes the window; what was written stays among the drafts. */
export function close() { writing.value = null; }
