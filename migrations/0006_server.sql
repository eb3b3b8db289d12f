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
-- batches, deleted when done.
create table jobs (
  id bigserial primary key,
  kind text not null,
  payload text not null,
  host text not null default '',          -- remote host, for fairness and the circuit
  unique_key text,
  attempts integer not null default 0,
  run_at timestamptz not null default now(),
  claimed_by integer,                      -- process number: its advisory lock tells whether it lives
  claimed_until timestamptz,
  dead_at timestamptz,                     -- out of attempts: kept to be seen
  last_error text not null default '',
  created_at timestamptz not null default now()
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
create index jobs_due on jobs (kind, run_at, id) where claimed_by is null and dead_at is null;
create index jobs_claimed on jobs (claimed_until) where claimed_by is not null;
create index jobs_host on jobs (host) where host <> '' and dead_at is null;
create unique index jobs_unique on jobs (kind, unique_key) where unique_key is not null and dead_at is null;
create sequence process_numbers as integer cycle;
