-- Files of our own: where storage keeps the original, and since when nothing shows it. What a former version of a
-- status shows is kept as long as the status ('infinity').
alter table media add column file text not null default '';
alter table media add column loose_since timestamptz not null default now();
drop index media_unattached;
create index media_loose on media (loose_since) where status_id is null;

alter table accounts add column avatar_file text not null default '';
alter table accounts add column header_file text not null default '';
alter table accounts add column show_media boolean not null default true;
alter table accounts add column show_media_replies boolean not null default true;
alter table accounts add column show_featured boolean not null default true;

-- Hashtags on a profile. Counted as the account posts.
create table featured_tags (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  tag_id bigint not null references tags on delete cascade,
  name text not null,                    -- as its owner typed it
  statuses_count bigint not null default 0,
  last_status_at timestamptz,
  created_at timestamptz not null,
  unique (account_id, tag_id)
);
create index featured_tags_tag on featured_tags (tag_id);

-- Accounts that an account shows on its profile.
create table endorsements (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  target_id bigint not null references accounts on delete cascade,
  created_at timestamptz not null,
  unique (account_id, target_id)
);
create index endorsements_target on endorsements (target_id);

-- What an account wrote down about another, for itself alone.
create table account_notes (
  account_id bigint not null references accounts on delete cascade,
  target_id bigint not null references accounts on delete cascade,
  comment text not null,
  primary key (account_id, target_id)
);
create index account_notes_target on account_notes (target_id);

-- Whom an account does not want to be shown as somebody to follow.
create table dismissed_suggestions (
  account_id bigint not null references accounts on delete cascade,
  target_id bigint not null references accounts on delete cascade,
  created_at timestamptz not null,
  primary key (account_id, target_id)
);
create index dismissed_suggestions_target on dismissed_suggestions (target_id);

-- For the directory: who was active last, who came last.
create index accounts_discoverable on accounts (id desc) where discoverable and suspended_at is null;
