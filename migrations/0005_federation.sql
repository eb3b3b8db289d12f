-- What we know of other servers, and how delivering to them goes.
create table instances (
  domain text primary key,
  software text not null default '',
  first_seen_at timestamptz not null default now(),
  failures integer not null default 0,         -- in a row
  failure_days date[] not null default '{}',   -- distinct days with failures and no success
  closed_until timestamptz,                    -- the circuit: nothing is sent before
  unavailable_since timestamptz,
  last_success_at timestamptz,
  signature_scheme text not null default ''    -- the one that worked: "", "draft", "rfc9421"
);

-- The admin's decisions about domains (contract, section 13).
create table domain_policies (
  domain text primary key,
  severity smallint not null default 0,        -- 0 noop, 1 silence, 2 suspend
  reject_media boolean not null default false,
  reject_reports boolean not null default false,
  obfuscate boolean not null default false,
  public_comment text not null default '',
  private_comment text not null default '',
  created_at timestamptz not null default now()
);

-- A body that goes to many inboxes, stored once; deliver jobs name it. Removed when old.
create table outgoing_activities (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  body text not null,
  created_at timestamptz not null default now()
);
create index outgoing_activities_age on outgoing_activities (created_at);

-- Activity ids seen before: the same one arrives at several inboxes and again after retries.
create table seen_activities (
  id_hash bytea primary key,
  seen_at timestamptz not null default now()
);
create index seen_activities_age on seen_activities (seen_at);

-- Objects that are gone: answers 410 for ours, stops late Creates of others.
create table tombstones (
  uri text primary key,
  deleted_at timestamptz not null default now()
);
create index tombstones_age on tombstones (deleted_at);
