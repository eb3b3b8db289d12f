-- Jobs of one chain run one after the other: what one actor sends to one inbox arrives in the order it was made.
alter table jobs add column chain bigint not null default 0;
create index jobs_chain on jobs (chain, id) where chain <> 0 and dead_at is null;
-- A host that is back gets what was put off for it at once.
create index jobs_put_off on jobs (kind, host, id) where not ready and claimed_by is null and dead_at is null;

-- How jobs of some kinds ended: each delivery leaves a line, for the admin to look at. Removed when old.
create table job_records (
  id bigint primary key,                  -- the job's
  kind text collate "C" not null,
  host text collate "C" not null,
  payload text not null,
  attempts integer not null,
  good boolean not null,
  cause text not null default '',         -- of a bad end
  created_at timestamptz not null,
  ended_at timestamptz not null
);
create index job_records_host on job_records (host, id);
create index job_records_age on job_records using brin (ended_at);

-- Whose inbox it is that is gone.
create index accounts_inbox on accounts using hash (inbox_url) where domain is not null and inbox_url <> '';
