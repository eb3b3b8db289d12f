// What this server says beyond Mastodon's API.
import type { Status } from './entities';

export interface OurStatus extends Status {
  /** It stays on this server. */
  local_only?: boolean;
}
