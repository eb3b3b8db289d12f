-- Who moved to another account, here or elsewhere, and when: nobody does so often.
create table moves (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  target_id bigint not null references accounts on delete cascade,
  created_at timestamptz not null
);
create index moves_account on moves (account_id, created_at desc);
create index moves_target on moves (target_id);
