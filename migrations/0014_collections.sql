-- Accounts somebody recommends, as a list with a name.
create table collections (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  uri text not null unique,                -- the ActivityPub id, verbatim
  url text not null default '',            -- the page; empty for none
  local boolean not null,
  name text not null,
  description text not null default '',    -- plain text
  language text not null default '',
  tag_id bigint references tags on delete set null,
  sensitive boolean not null default false,
  discoverable boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index collections_account on collections (account_id, id desc);
create index collections_tag on collections (tag_id) where tag_id is not null;

-- Who stands in one. A row stays when somebody takes themselves out, so that they cannot be put in again.
create table collection_items (
  id bigint primary key,
  collection_id bigint not null references collections on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  position integer not null,
  state smallint not null default 0,       -- 0 pending, 1 accepted, 2 rejected, 3 revoked
  uri text not null default '',            -- of the request to a remote account
  approval_uri text not null default '',   -- of what it answered
  created_at timestamptz not null,
  unique (collection_id, account_id)
);
create index collection_items_account on collection_items (account_id, id desc);
