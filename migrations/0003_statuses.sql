create table conversations (
  id bigint primary key,
  uri text unique
);

create table statuses (
  id bigint primary key,
  author_id bigint not null references accounts on delete cascade,
  uri text not null unique,
  url text not null default '',
  local boolean not null,
  text text not null default '',         -- as typed; local only
  html text not null default '',
  spoiler_text text not null default '',
  sensitive boolean not null default false,
  visibility smallint not null,
  local_only boolean not null default false,
  language text not null default '',
  in_reply_to_id bigint references statuses on delete set null,
  in_reply_to_account_id bigint references accounts on delete set null,
  in_reply_to_uri text not null default '',
  conversation_id bigint references conversations,
  boost_of_id bigint references statuses on delete cascade,
  application_id bigint references applications on delete set null,
  emojis jsonb not null default '[]',
  created_at timestamptz not null,
  edited_at timestamptz,
  updated_at timestamptz,                -- the origin's time of its last edit
  deleted_at timestamptz
);
create index statuses_author on statuses (author_id, id desc) where deleted_at is null;
create index statuses_reply on statuses (in_reply_to_id, id) where in_reply_to_id is not null;
create index statuses_orphans on statuses (in_reply_to_uri) where in_reply_to_id is null and in_reply_to_uri <> '';
create unique index statuses_boost on statuses (boost_of_id, author_id) where boost_of_id is not null and deleted_at is null;
create index statuses_boosts on statuses (boost_of_id, id desc) where boost_of_id is not null and deleted_at is null;
create index statuses_public on statuses (id desc)
  where deleted_at is null and visibility = 0 and boost_of_id is null
    and (in_reply_to_id is null or in_reply_to_account_id = author_id);
create index statuses_public_local on statuses (id desc)
  where deleted_at is null and visibility = 0 and boost_of_id is null and local
    and (in_reply_to_id is null or in_reply_to_account_id = author_id);

create table status_stats (
  status_id bigint primary key references statuses on delete cascade,
  replies_count bigint not null default 0,
  boosts_count bigint not null default 0,
  favourites_count bigint not null default 0
) with (fillfactor = 80);

create table status_edits (
  id bigint primary key,
  status_id bigint not null references statuses on delete cascade,
  text text not null default '',
  html text not null,
  spoiler_text text not null default '',
  sensitive boolean not null default false,
  media_ids bigint[] not null default '{}',
  created_at timestamptz not null
);
create index status_edits_status on status_edits (status_id, id);

create table mentions (
  status_id bigint not null references statuses on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  silent boolean not null default false,
  primary key (status_id, account_id)
);
create index mentions_account on mentions (account_id, status_id desc);

create table tags (
  id bigint primary key,
  name text not null unique,
  display_name text not null
);
create table status_tags (
  tag_id bigint not null references tags on delete cascade,
  status_id bigint not null references statuses on delete cascade,
  primary key (tag_id, status_id)
);
create index status_tags_status on status_tags (status_id);

create table media (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  status_id bigint references statuses on delete set null,
  position smallint not null default 0,
  kind smallint not null default 4,
  type text not null default '',
  url text not null default '',
  preview_url text not null default '',
  remote_url text not null default '',
  description text not null default '',
  blurhash text not null default '',
  width integer not null default 0,
  height integer not null default 0,
  focus_x real not null default 0,
  focus_y real not null default 0,
  meta jsonb not null default '{}',
  created_at timestamptz not null
);
create index media_status on media (status_id, position) where status_id is not null;
create index media_unattached on media (account_id, id) where status_id is null;

create table favourites (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  status_id bigint not null references statuses on delete cascade,
  uri text not null default '',
  created_at timestamptz not null,
  unique (status_id, account_id)
);
create index favourites_account on favourites (account_id, id desc);
create index favourites_status on favourites (status_id, id desc);

create table bookmarks (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  status_id bigint not null references statuses on delete cascade,
  created_at timestamptz not null,
  unique (status_id, account_id)
);
create index bookmarks_account on bookmarks (account_id, id desc);

create table pins (
  account_id bigint not null references accounts on delete cascade,
  status_id bigint not null references statuses on delete cascade,
  created_at timestamptz not null,
  primary key (account_id, status_id)
);

create table conversation_mutes (
  account_id bigint not null references accounts on delete cascade,
  conversation_id bigint not null references conversations on delete cascade,
  primary key (account_id, conversation_id)
);

-- A repeated POST with the same key gets the first answer. Written in the status' own transaction.
create table idempotency_keys (
  account_id bigint not null references accounts on delete cascade,
  key text not null,
  status_id bigint not null references statuses on delete cascade,
  created_at timestamptz not null default now(),
  primary key (account_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
