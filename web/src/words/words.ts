// Messages by key, in the language of the person. Plurals as ICU writes them: {count, plural, one {# post} other {# posts}}.
import english from '../../messages/en.json';

export type Key = keyof typeof english;
type Values = Record<string, string | number>;

const others: Record<string, () => Promise<{ default: Partial<Record<Key, string>> }>> = {
  de: () => import('../../messages/de.json'),
};

export const languages = ['en', ...Object.keys(others)];
let messages: Partial<Record<Key, string>> = english;
export let locale = 'en';

/** Takes the first language that we speak; English until it is there and where a message is missing. */
export async function speak(wanted: readonly string[]) {
  const found = wanted.map((one) => one.split('-')[0]!).find((one) => languages.includes(one)) ?? 'en';
  if (found !== 'en') messages = (await others[found]!()).default;
  // Dates and numbers as the person's country writes them, where it is the same language.
  locale = wanted.find((one) => one.startsWith(found)) ?? found;
  document.documentElement.lang = found;
  document.documentElement.dir = /^(ar|he|fa|ur|ckb)$/.test(found) ? 'rtl' : 'ltr';
}

/** The end of the brace that opens at `from`. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; ++at) {
    if (text[at] === '{') ++depth;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return text.length;
}

function choose(options: string, count: number): string {
  const category = new Intl.PluralRules(locale).select(count);
  const found = new Map<string, string>();
  for (let at = 0; ;) {
    const open = options.indexOf('{', at);
    if (open < 0) break;
    const end = closing(options, open);
    found.set(options.slice(at, open).trim(), options.slice(open + 1, end));
    at = end + 1;
  }
  const text = found.get(`=${count}`) ?? found.get(category) ?? found.get('other') ?? '';
  return text.replaceAll('#', new Intl.NumberFormat(locale).format(count));
}

export function format(text: string, values: Values = {}): string {
  let out = '';
  for (let at = 0; ;) {
    const open = text.indexOf('{', at);
    if (open < 0) return out + text.slice(at);
    const end = closing(text, open);
    const [name = '', kind, ...rest] = text.slice(open + 1, end).split(',');
    const value = values[name.trim()];
    out += text.slice(at, open);
    out += kind?.trim() === 'plural' ? format(choose(rest.join(','), Number(value)), values) : String(value ?? '');
    at = end + 1;
  }
}

export function t(key: Key, values?: Values): string {
  return format(messages[key] ?? english[key], values);
}
