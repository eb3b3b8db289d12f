// HTML of other people becomes nodes here and nowhere else: what is not on the list below loses its tag, and no
// attribute passes but those named.
import type { ComponentChildren, VNode } from 'preact';
import { h } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CustomEmoji, StatusMention } from '../api/entities';
import { root } from '../shell/router';

const plainTags = new Set(['p', 'br', 'del', 'pre', 'code', 'em', 'strong', 'b', 'i', 'u', 'ul', 'ol', 'li', 'blockquote', 'ruby', 'rt', 'rp', 'span', 's', 'small', 'sub', 'sup']);
const keptClasses = new Set(['invisible', 'ellipsis', 'quote-inline']);
const openable = /^(https?|gemini|gopher|xmpp|magnet|mailto|ipfs|ipns|dat|dweb|ssb):/i;
/** Nobody nests deeper on purpose. */
const deepest = 40;

interface Surroundings {
  emojis: readonly CustomEmoji[];
  mentions?: readonly Pick<StatusMention, 'url' | 'acct'>[];
  quotes?: boolean;
}

function emojify(text: string, emojis: readonly CustomEmoji[]): ComponentChildren {
  if (emojis.length === 0 || !text.includes(':')) return text;
  const parts: ComponentChildren[] = [];
  let rest = 0;
  for (const found of text.matchAll(/:([a-zA-Z0-9_]{2,}):/g)) {
    const emoji = emojis.find((one) => one.shortcode === found[1]);
    if (!emoji) continue;
    parts.push(text.slice(rest, found.index), h('img', { class: 'emoji', src: emoji.url, alt: found[0], title: found[0], loading: 'lazy', draggable: false }));
    rest = found.index + found[0].length;
  }
  return rest === 0 ? text : [...parts, text.slice(rest)];
}

/** Where a link of a post leads: people and hashtags open here, everything else outside. */
export function inside(link: { href: string; classes: string; text: string }, { mentions }: Surroundings): string | null {
  if (/\bhashtag\b/.test(link.classes)) {
    const name = /^#(.+)$/.exec(link.text.trim())?.[1];
    return name ? `${root}/tags/${encodeURIComponent(name)}` : null;
  }
  const person = mentions?.find((one) => one.url === link.href);
  return person ? `${root}/@${person.acct}` : null;
}

function anchor(node: Element, children: ComponentChildren, around: Surroundings): ComponentChildren {
  const href = node.getAttribute('href') ?? '';
  if (!openable.test(href)) return children;
  const here = inside({ href, classes: node.className, text: node.textContent ?? '' }, around);
  if (here) return h('a', { href: here, class: 'inner', dir: 'auto', translate: false }, children);
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow', title: href }, children);
}

function convert(node: Node, around: Surroundings, depth: number): ComponentChildren {
  if (node.nodeType === 3) return emojify(node.nodeValue ?? '', around.emojis);
  if (node.nodeType !== 1 || depth > deepest) return null;
  const element = node as Element;
  const tag = element.localName;
  if (tag === 'script' || tag === 'style' || tag === 'template') return null;
  if (around.quotes && element.classList.contains('quote-inline')) return null;
  const children = [...element.childNodes].map((one) => convert(one, around, depth + 1));
  if (tag === 'a') return anchor(element, children, around);
  if (!plainTags.has(tag)) return children;
  const classes = [...element.classList].filter((one) => keptClasses.has(one)).join(' ');
  return h(tag, classes ? { class: classes } : {}, tag === 'br' ? undefined : children) as VNode;
}

export function nodesOf(html: string, around: Surroundings): ComponentChildren {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  return [...body.childNodes].map((one) => convert(one, around, 0));
}

export function Html({ html, emojis, mentions, quotes, lang, class: name = 'prose' }: Surroundings & { html: string; lang?: string | null; class?: string }) {
  const nodes = useMemo(() => nodesOf(html, { emojis, mentions, quotes }), [html, emojis, mentions, quotes]);
  return <div class={name} lang={lang ?? undefined} dir="auto">{nodes}</div>;
}

/** Plain text with custom emoji: names, warnings, poll options. */
export function Text({ text, emojis }: { text: string; emojis: readonly CustomEmoji[] }) {
  return <>{emojify(text, emojis)}</>;
}

/** The text of it, for places that hold no tags. */
export function plain(html: string): string {
  const body = new DOMParser().parseFromString(html.replace(/<br\s*\/?>|<\/p>/gi, '$&\n'), 'text/html').body;
  for (const spare of body.querySelectorAll('.quote-inline')) spare.remove();
  return (body.textContent ?? '').trim();
}
