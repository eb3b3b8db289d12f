-- Ids are made by the server: milliseconds << 16 | sequence. Each process takes the sequence in blocks.
create sequence id_blocks;

-- Local and remote people alike. Counters live in account_stats, logins in users, keys in actor_keys.
create table accounts (
  id bigint primary key,
  username text not null,
  domain text,                          -- null for local accounts
  uri text not null unique,             -- the actor id, verbatim; never derived, never changed
  url text not null,
  kind smallint not null default 0,
  display_name text not null default '',
  note_html text not null default '',
  note_source text not null default '',
  fields jsonb not null default '[]',   -- [{name, value, source, verified_at}]
  emojis jsonb not null default '[]',   -- [{shortcode, url}]
  avatar_url text not null default '',
  avatar_description text not null default '',
  header_url text not null default '',
  header_description text not null default '',
  locked boolean not null default false,
  discoverable boolean not null default false,
  indexable boolean not null default false,
  hide_collections boolean not null default false,
  memorial boolean not null default false,
  inbox_url text not null default '',
  shared_inbox_url text not null default '',
  outbox_url text not null default '',
  followers_url text not null default '',
  following_url text not null default '',
  featured_url text not null default '',
  also_known_as text[] not null default '{}',
  attribution_domains text[] not null default '{}',
  moved_to bigint references accounts on delete set null,
  suspended_at timestamptz,
  suspension_origin smallint not null default 0,
  silenced_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null default now(),
  fetched_at timestamptz
);
create unique index accounts_handle on accounts (lower(username), lower(coalesce(domain, '')));
create index accounts_domain on accounts (domain) where domain is not null;
create index accounts_url on accounts (url);
create index accounts_followers_url on accounts (followers_url) where followers_url <> '';

create table account_stats (
  account_id bigint primary key references accounts on delete cascade,
  statuses_count bigint not null default 0,
  followers_count bigint not null default 0,
  following_count bigint not null default 0,
  last_status_at timestamptz
) with (fillfactor = 80);

-- Keys by their id. A local account's key has its private half; an imported account keeps the one it had.
create table actor_keys (
  key_id text primary key,
  account_id bigint not null references accounts on delete cascade,
  public_der bytea not null,
  private_der bytea,
  fetched_at timestamptz not null default now()
);
create index actor_keys_account on actor_keys (account_id);

create table roles (
  id bigint primary key,
  name text not null,
  permissions bigint not null default 0,
  position integer not null default 0,
  color text not null default '',
  highlighted boolean not null default false
);
insert into roles (id, name, permissions, position) values
  (-99, '', 65536, -1),
  (1, 'Moderator', 1308, 10),
  (2, 'Admin', 983036, 100),
  (3, 'Owner', 1, 1000);

-- A local login. Password hashes are Argon2id, or bcrypt when imported.
create table users (
  id bigint primary key,
  account_id bigint not null unique references accounts on delete cascade,
  email text not null,
  password_hash text not null,
  role_id bigint references roles on delete set null,
  locale text not null default 'en',
  confirmed_at timestamptz,
  confirmation_hash bytea,
  approved boolean not null default true,
  disabled boolean not null default false,
  reason text not null default '',              -- given when asking to join
  default_visibility smallint not null default 0,
  default_sensitive boolean not null default false,
  default_language text not null default '',
  settings jsonb not null default '{}',
  created_at timestamptz not null,
  last_active_at timestamptz                    -- home feeds are kept for people seen lately
);
create unique index users_email on users (lower(email));
create index users_active on users (last_active_at);
