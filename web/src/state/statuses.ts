// Every status this page knows, once. A card reads the status of its id, so whatever changes it changes every card.
import { signal, type Signal } from '@preact/signals';
import type { Poll, Status } from '../api/entities';
import { keepPeople } from './people';

const known = new Map<string, Signal<Status | null>>();

export function statusOf(id: string): Signal<Status | null> {
  let found = known.get(id);
  if (!found) known.set(id, (found = signal<Status | null>(null)));
  return found;
}

/** Remembers a status and those inside it; returns its id. */
export function keep(status: Status): string {
  keepPeople([status.account]);
  if (status.reblog) keep(status.reblog);
  if (status.quote && 'quoted_status' in status.quote && status.quote.quoted_status) keep(status.quote.quoted_status);
  const slot = statusOf(status.id);
  // What arrives by streaming of public timelines does not say what we did with it.
  const before = slot.peek();
  slot.value = before ? { ...before, ...status } : status;
  return status.id;
}

export const keepAll = (statuses: readonly Status[]) => statuses.map(keep);

export function change(id: string, how: Partial<Status>) {
  const slot = known.get(id);
  if (slot?.value) slot.value = { ...slot.value, ...how };
}

export function changePoll(status: string, poll: Poll) { change(status, { poll }); }

/** It is gone: cards of it show nothing from here on. */
export function drop(id: string) {
  const slot = known.get(id);
  if (slot) slot.value = null;
}

/** The ids of boosts of a status that we know. */
export function boostsOf(id: string): string[] {
  return [...known.entries()].filter(([, slot]) => slot.value?.reblog?.id === id).map(([boost]) => boost);
}
