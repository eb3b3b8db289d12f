import { signal } from '@preact/signals';
import type { Account, Status } from '../api/entities';

/** Who is being reported, and for what. */
export const reported = signal<{ account: Account; status?: Status } | null>(null);
export const report = (account: Account, status?: Status) => { reported.value = { account, status }; };
