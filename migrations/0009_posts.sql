-- What people ask in a status. Counts of remote polls are their origin's.
create table polls (
  id bigint primary key,
  status_id bigint not null unique references statuses on delete cascade,
  options text[] not null,
  votes bigint[] not null,               -- of each option
  multiple boolean not null default false,
  hide_totals boolean not null default false,
  expires_at timestamptz,
  voters_count bigint                    -- null where the origin does not say
);

create table poll_votes (
  poll_id bigint not null references polls on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  choices smallint[] not null,           -- counted from 0
  created_at timestamptz not null,
  primary key (poll_id, account_id)
);
create index poll_votes_account on poll_votes (account_id);

-- A version is kept as it was shown, whatever happens to its media and its poll.
alter table status_edits add media_descriptions text[] not null default '{}', add poll jsonb;

-- Taken out of a status by an edit: shown in its history alone.
alter table media add former boolean not null default false;

-- Who may answer, as a sum of reply_group (domain/reply_policy.hpp); 1 is everybody.
alter table statuses add reply_groups smallint not null default 1;

create table scheduled_statuses (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  scheduled_at timestamptz not null,
  draft jsonb not null,
  created_at timestamptz not null
);
create index scheduled_statuses_account on scheduled_statuses (account_id, id desc);

-- Media that wait with a scheduled status are nobody else's.
alter table media add scheduled_id bigint references scheduled_statuses on delete set null;
create index media_scheduled on media (scheduled_id) where scheduled_id is not null;

alter table idempotency_keys alter status_id drop not null,
  add scheduled_id bigint references scheduled_statuses on delete cascade;
