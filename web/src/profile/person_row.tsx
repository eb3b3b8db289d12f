import type { ComponentChildren } from 'preact';
import type { Account } from '../api/entities';
import { plain } from '../content/html';
import { Avatar, Name, profileOf } from '../ui/pieces';
import { FollowButton } from './follow_button';

export function PersonRow({ of, children, brief = false }: { of: Account; children?: ComponentChildren; brief?: boolean }) {
  return (
    <div class="person">
      <a class="whole-row" href={profileOf(of)}><Avatar of={of} /><span class="words"><Name of={of} /><span class="acct">@{of.acct}</span>{!brief && <span class="about">{plain(of.note).slice(0, 140)}</span>}</span></a>
      {children ?? <FollowButton of={of} />}
    </div>
  );
}
