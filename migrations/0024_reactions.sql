-- Emojis with which people of other servers answer a status; the counts that are shown stand with its other counts.
create table reactions (
  status_id bigint not null references statuses on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  name text not null,                    -- the emoji itself, or the shortcode of a custom one
  domain text not null default '',       -- whose custom emoji it is
  url text not null default '',          -- its picture
  uri text not null default '',          -- of the activity
  created_at timestamptz not null,
  primary key (status_id, account_id, name, domain)
);
create index reactions_account on reactions (account_id);
create index reactions_uri on reactions (uri) where uri <> '';
alter table status_stats add reactions jsonb;
