create table follows (
  id bigint primary key,
  follower_id bigint not null references accounts on delete cascade,
  target_id bigint not null references accounts on delete cascade,
  uri text not null default '',
  show_boosts boolean not null default true,
  notify boolean not null default false,
  languages text[] not null default '{}',
  created_at timestamptz not null,
  unique (follower_id, target_id)
);
create index follows_target on follows (target_id, id desc);
create index follows_follower on follows (follower_id, id desc);

create table follow_requests (
  id bigint primary key,
  follower_id bigint not null references accounts on delete cascade,
  target_id bigint not null references accounts on delete cascade,
  uri text not null default '',
  show_boosts boolean not null default true,
  notify boolean not null default false,
  languages text[] not null default '{}',
  created_at timestamptz not null,
  unique (follower_id, target_id)
);
create index follow_requests_target on follow_requests (target_id, id desc);

create table blocks (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  target_id bigint not null references accounts on delete cascade,
  uri text not null default '',
  created_at timestamptz not null,
  unique (account_id, target_id)
);
create index blocks_target on blocks (target_id);

create table mutes (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  target_id bigint not null references accounts on delete cascade,
  hide_notifications boolean not null default true,
  expires_at timestamptz,
  created_at timestamptz not null,
  unique (account_id, target_id)
);
create index mutes_expiry on mutes (expires_at) where expires_at is not null;

create table account_domain_blocks (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  domain text not null,
  created_at timestamptz not null,
  unique (account_id, domain)
);

create table notifications (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  type text not null,
  from_id bigint not null references accounts on delete cascade,
  status_id bigint references statuses on delete cascade,
  created_at timestamptz not null
);
create index notifications_account on notifications (account_id, id desc);
create index notifications_status on notifications (status_id) where status_id is not null;
-- The same thing is told once, however often its job runs.
create unique index notifications_once on notifications (account_id, type, from_id, coalesce(status_id, 0));
