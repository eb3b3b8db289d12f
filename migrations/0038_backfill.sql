-- When the public posts of an account of another server were last asked for.
create table outbox_visits (
  account_id bigint primary key references accounts on delete cascade,
  visited_at timestamptz not null
);
