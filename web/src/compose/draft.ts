// What is being written. Every change is kept in the browser at once: a reload, a crash or a lost network loses nothing.
import { signal } from '@preact/signals';
import type { MediaAttachment, Visibility } from '../api/entities';
import { account, me } from '../session/session';
import { forget, keep, load } from '../session/kept';
import { read, write } from '../session/stored';

export interface Attached {
  key: string;
  media?: MediaAttachment;
  description: string;
  focus?: { x: number; y: number };
  progress: number; // 0 to 1; 1 when the server has it
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
  replyPolicy: ReplyPolicy;
  localOnly: boolean;
  /** Chosen by hand, so that nobody guesses. */
  languageChosen?: boolean;
  scheduledAt: string;
  replyTo?: { id: string; acct: string };
  quoting?: { id: string; acct: string };
  editing?: string;
}

export type ReplyPolicy = 'public' | 'followers' | 'following' | 'mentioned';

export const writing = signal<Writing | null>(null);

const languageOfBrowser = () => (navigator.language || 'en').split('-')[0]!;

export function blank(): Writing {
  const source = me.value?.source;
  return {
    key: crypto.randomUUID?.() ?? String(Math.random()), text: '', warned: false, warning: '', visibility: source?.privacy ?? 'public',
    language: source?.language || languageOfBrowser(), attached: [], sensitive: source?.sensitive ?? false, poll: null,
    quotePolicy: source?.quote_policy || 'public', replyPolicy: 'public', localOnly: false, scheduledAt: '' };
}

export const isBlank = (one: Writing) => !one.text.trim() && !one.warning.trim() && one.attached.length === 0 && !one.poll?.options.some(Boolean);

const name = () => `drafts.${account?.id}`;
/** As many as are kept. */
const most = 20;

/** All that is kept, and since when: the later of two copies is the true one. */
interface Kept {
  at: number;
  all: Writing[];
}

export const drafts = signal<Writing[]>([]);

function kept(): Kept {
  const found = read<Kept | Writing[]>(name(), []);
  return Array.isArray(found) ? { at: 0, all: found } : found;
}

export function loadDrafts() { drafts.value = kept().all; }

/** Attachments whose bytes only this browser has. */
const waiting = (all: Writing[]) => all.flatMap((one) => one.attached).filter((one) => !one.media).map((one) => one.key);

/** Another window may have written meanwhile: its drafts stay. */
function keepAll(change: (all: Writing[]) => Writing[]) {
  const before = kept().all;
  const next: Kept = { at: Date.now(), all: change(before).slice(0, most) };
  const needed = new Set(waiting(next.all));
  for (const one of waiting(before)) if (!needed.has(one)) void forget('files', one);
  drafts.value = next.all;
  write(name(), next);
  void keep('drafts', name(), next);
}

/**
 * The browser writes what localStorage holds to the disk seconds later, what its database holds at once: after a crash
 * the second may know more.
 */
export async function recoverDrafts() {
  const found = await load<Kept>('drafts', name());
  if (found && found.at > kept().at) write(name(), found);
  loadDrafts();
}

export function dropDraft(key: string) {
  keepAll((all) => all.filter((one) => one.key !== key));
}

function keepDraft(next: Writing) {
  keepAll((all) => {
    const others = all.filter((one) => one.key !== next.key);
    return isBlank(next) ? others : [next, ...others];
  });
}

/** Changes what is being written and keeps it. */
export function put(change: Partial<Writing>) {
  if (!writing.value) return;
  keepDraft((writing.value = { ...writing.value, ...change }));
}

/** Changes something attached to a draft, be it the one in sight or one that was closed meanwhile. */
export function putAttached(draft: string, key: string, change: Partial<Attached>) {
  const found = writing.value?.key === draft ? writing.value : drafts.value.find((one) => one.key === draft);
  if (!found) return;
  const next = { ...found, attached: found.attached.map((one) => (one.key === key ? { ...one, ...change } : one)) };
  if (writing.value?.key === draft) writing.value = next;
  // How far an upload has come is nothing to keep.
  if (Object.keys(change).some((one) => one !== 'progress')) keepDraft(next);
}

export function detach(draft: string, key: string) {
  const found = writing.value?.key === draft ? writing.value : drafts.value.find((one) => one.key === draft);
  if (!found) return;
  const next = { ...found, attached: found.attached.filter((one) => one.key !== key) };
  if (writing.value?.key === draft) writing.value = next;
  keepDraft(next);
}

/** Closes the window; what was written stays among the drafts. */
export function close() { writing.value = null; }
