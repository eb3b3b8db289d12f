// What could be meant by the word before the cursor: people after @, hashtags after #, emoji after a colon.
import type { Account, CustomEmoji, Tag } from '../api/entities';
import { api, emojis, loadEmojis } from '../session/session';

export interface Word {
  kind: '@' | '#' | ':';
  text: string; // without its sign
  from: number;
  to: number;
}

export type Proposal = { insert: string; person?: Account; tag?: Tag; emoji?: CustomEmoji };

export function wordAt(text: string, cursor: number): Word | null {
  const found = /(^|\s|[([])([@#:])([\p{L}\p{N}_.@-]*)$/u.exec(text.slice(0, cursor));
  if (!found) return null;
  const [, , kind, word] = found;
  if (word!.length < (kind === ':' ? 2 : 1)) return null;
  return { kind: kind as Word['kind'], text: word!, from: cursor - word!.length - 1, to: cursor };
}

export async function propose(word: Word, signal: AbortSignal): Promise<Proposal[]> {
  if (word.kind === ':') {
    await loadEmojis();
    const wanted = word.text.toLowerCase();
    const all = emojis.value.filter((one) => one.visible_in_picker && one.shortcode.toLowerCase().includes(wanted));
    all.sort((a, b) => a.shortcode.toLowerCase().indexOf(wanted) - b.shortcode.toLowerCase().indexOf(wanted));
    return all.slice(0, 6).map((emoji) => ({ insert: `:${emoji.shortcode}:`, emoji }));
  }
  if (word.kind === '@') return (await api.searchPeople(word.text, signal)).map((person) => ({ insert: `@${person.acct}`, person }));
  const found = await api.search({ q: word.text, type: 'hashtags', limit: 6 }, signal);
  return found.hashtags.map((tag) => ({ insert: `#${tag.name}`, tag }));
}
