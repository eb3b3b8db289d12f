-- What somebody told the moderators about an account. The lists keep what was named then, even once it is gone.
create table reports (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  target_id bigint not null references accounts on delete cascade,
  category text not null default 'other',
  comment text not null default '',
  status_ids bigint[] not null default '{}',
  rule_ids bigint[] not null default '{}',
  collection_ids bigint[] not null default '{}',
  forwarded boolean not null default false,     -- to the target's own server
  forward_to text[] not null default '{}',      -- other servers that shall hear of it
  uri text not null default '',                 -- of the Flag activity
  assigned_to bigint references accounts on delete set null,
  action_taken_at timestamptz,
  action_taken_by bigint references accounts on delete set null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index reports_target on reports (target_id, id desc);
create index reports_account on reports (account_id, id desc);
create index reports_open on reports (id desc) where action_taken_at is null;

-- Threads of direct posts as each of their local people sees them. The same thread with other people named is
-- another row: whoever is left out does not see who goes on talking.
create table account_conversations (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  conversation_id bigint not null references conversations on delete cascade,
  participants bigint[] not null,               -- sorted, without the account itself
  last_status_id bigint not null references statuses on delete cascade,
  unread boolean not null default false,
  unique (account_id, conversation_id, participants)
);
create index account_conversations_account on account_conversations (account_id, last_status_id desc);
create index account_conversations_last on account_conversations (last_status_id);
create index account_conversations_thread on account_conversations (conversation_id);
create index statuses_direct_thread on statuses (conversation_id, id desc)
  where visibility = 3 and deleted_at is null and boost_of_id is null;

-- Who may sign up by whose invitation.
create table invites (
  id bigint primary key,
  user_id bigint not null references users on delete cascade,
  code text not null unique,
  most_uses integer,                            -- null for any number
  uses integer not null default 0,
  autofollow boolean not null default false,
  comment text not null default '',
  expires_at timestamptz,
  created_at timestamptz not null
);
create index invites_user on invites (user_id);

-- What the web client keeps for somebody: its own business, we only hold it.
create table web_settings (
  user_id bigint primary key references users on delete cascade,
  data jsonb not null default '{}',
  updated_at timestamptz not null
);
