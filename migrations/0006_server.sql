-- Secrets that are made on the first start (VAPID, signing of cookies and tokens, the instance actor's key).
create table secrets (
  name text primary key,
  value bytea not null,
  created_at timestamptz not null default now()
);

-- What an admin changes while the server runs.
create table settings (
  name text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

-- The durable queue (tech probes, section 9): enqueued in the transaction that causes the job, claimed in
-- batches, deleted when done. A row is ready; or delayed until run_at; or claimed; or dead.
create table jobs (
  id bigserial primary key,
  kind text collate "C" not null,
  payload text not null,
  host text collate "C" not null default '',  -- remote host, for fairness and the circuit
  unique_key text,
  attempts integer not null default 0,
  ready boolean not null default true,     -- may be claimed now
  run_at timestamptz not null default now(),
  claimed_by integer,                      -- process number: its advisory lock tells whether it lives
  claimed_until timestamptz,
  dead_at timestamptz,                     -- out of attempts: kept to be seen
  last_error text not null default '',
  created_at timestamptz not null default now()
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
-- Each (kind, host) is a line of its own: one probe finds the head of a line, however long the others are.
create index jobs_ready on jobs (kind, host, id) where ready;
create index jobs_delayed on jobs (run_at) where not ready and claimed_by is null and dead_at is null;
create index jobs_claimed on jobs (claimed_by) where claimed_by is not null;
create index jobs_dead on jobs (dead_at) where dead_at is not null;
create unique index jobs_unique on jobs (kind, unique_key) where unique_key is not null and dead_at is null;
create sequence process_numbers as integer cycle;
