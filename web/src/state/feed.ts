// A list that grows at its end while it is read and gathers what is new at its top. Kept by name, so that whoever
// comes back finds it as it was left.
import { computed, signal } from '@preact/signals';
import type { Page, Params } from '../api/client';
import { Problem } from '../api/problem';

export type Load<T> = (query: Params, signal?: AbortSignal) => Promise<Page<T>>;

/** How much of what was missed is fetched before the list begins anew. */
const missedPage = 40, mostMissedPages = 5;

export class Feed<T> {
  readonly items = signal<T[]>([]);
  /** Newer ones that wait to be shown. */
  readonly fresh = signal<T[]>([]);
  readonly state = signal<'new' | 'loading' | 'ready' | 'end' | 'failed'>('new');
  readonly failure = signal<Problem | null>(null);
  readonly isEmpty = computed(() => this.state.value === 'end' && this.items.value.length === 0);
  /** Measured heights of what was shown, by key. */
  readonly heights = new Map<string, number>();
  private next: Params = {};
  private round = 0;
  /** More was missed than is fetched: the list begins anew when it is shown. */
  private torn = false;

  constructor(readonly load: Load<T>, readonly keyOf: (item: T) => string) {}

  /** The next older page; the first one at first. */
  async more() {
    if (this.state.value === 'loading' || this.state.value === 'end') return;
    const round = this.round;
    this.state.value = 'loading';
    try {
      const page = await this.load(this.next);
      if (round !== this.round) return;
      const known = new Set(this.items.value.map(this.keyOf));
      this.items.value = [...this.items.value, ...page.items.filter((one) => !known.has(this.keyOf(one)))];
      this.next = page.next ?? {};
      this.state.value = page.next ? 'ready' : 'end';
    } catch (error) {
      if (round !== this.round) return;
      this.failure.value = error instanceof Problem ? error : new Problem(0, '');
      this.state.value = 'failed';
    }
  }

  /** From the top again, with what was there standing until the new is here. */
  async reload() {
    const round = ++this.round;
    try {
      const page = await this.load({});
      if (round !== this.round) return;
      this.items.value = page.items;
      this.fresh.value = [];
      this.torn = false;
      this.next = page.next ?? {};
      this.state.value = page.next ? 'ready' : 'end';
    } catch (error) {
      if (round !== this.round) return;
      this.failure.value = error instanceof Problem ? error : new Problem(0, '');
      this.state.value = 'failed';
    }
  }

  /** Something newer is there. `now`: shown at once, also when it waits already. */
  add(item: T, now = false) {
    const key = this.keyOf(item);
    if (this.items.value.some((one) => this.keyOf(one) === key)) return;
    const others = this.fresh.value.filter((one) => this.keyOf(one) !== key);
    if (now) {
      this.items.value = [item, ...this.items.value];
      this.fresh.value = others;
    } else if (others.length === this.fresh.value.length) this.fresh.value = [item, ...others];
  }

  /** The newest that is here, waiting or not. */
  newest() {
    const one = this.fresh.value[0] ?? this.items.value[0];
    return one === undefined ? undefined : this.keyOf(one);
  }

  /** What came after `since` waits at the top. Of a list whose keys are ids, newest first. Returns up to which nothing is missing. */
  async catchUp(since = this.newest()) {
    if (this.state.value === 'new' || !since) return since;
    const round = this.round;
    const missed: T[] = [];
    let whole = false;
    for (let page = 0; page < mostMissedPages && !whole; ++page) {
      const last = missed.at(-1);
      const { items } = await this.load({ since_id: since, limit: missedPage, ...(last ? { max_id: this.keyOf(last) } : {}) });
      missed.push(...items);
      whole = items.length < missedPage;
    }
    const upTo = missed[0] === undefined ? since : this.keyOf(missed[0]);
    if (round !== this.round) return upTo;
    this.torn ||= !whole;
    // The stream may have brought some of them meanwhile.
    const seen = new Set(this.items.value.map(this.keyOf)), waiting = new Map([...this.fresh.value, ...missed].map((one) => [this.keyOf(one), one]));
    this.fresh.value = [...waiting].filter(([key]) => !seen.has(key)).sort(([one], [other]) => other.length - one.length || (other > one ? 1 : -1)).map(([, item]) => item);
    return upTo;
  }

  has(key: string) {
    return this.items.value.some((one) => this.keyOf(one) === key) || this.fresh.value.some((one) => this.keyOf(one) === key);
  }

  /** Puts what waited at the top. */
  show() {
    if (this.fresh.value.length === 0) return;
    if (this.torn) return void this.reload();
    this.items.value = [...this.fresh.value, ...this.items.value];
    this.fresh.value = [];
  }

  remove(key: string) {
    const left = (all: T[]) => (all.some((one) => this.keyOf(one) === key) ? all.filter((one) => this.keyOf(one) !== key) : all);
    this.items.value = left(this.items.value);
    this.fresh.value = left(this.fresh.value);
  }
}

/** As many lists as are kept beside the one in sight; the longest unused goes first. */
const most = 12;
const feeds = new Map<string, Feed<unknown>>();

export function feed<T>(name: string, load: Load<T>, keyOf: (item: T) => string): Feed<T> {
  let found = feeds.get(name) as Feed<T> | undefined;
  if (found) feeds.delete(name);
  else found = new Feed(load, keyOf);
  feeds.set(name, found as Feed<unknown>);
  for (const oldest of feeds.keys()) {
    if (feeds.size <= most) break;
    feeds.delete(oldest);
  }
  return found;
}

export const knownFeed = <T>(name: string) => feeds.get(name) as Feed<T> | undefined;
export const everyFeed = () => feeds.entries();
/** What a name holds is no longer true. */
export const forgetFeed = (name: string) => { feeds.delete(name); };
