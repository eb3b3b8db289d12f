-- Files that people gave us, named after what they hold: the same bytes lie once. Which rows name a file is asked when
-- one of them goes.
create table kept_files (
  key text primary key,
  bytes bigint not null,
  claims integer not null,          -- of those that put it there and whose rows do not name it yet
  claimed_at timestamptz not null,  -- by the last of them
  doomed_by bigint                  -- the job that is removing it: nobody may claim it any more
);
create index kept_files_claimed on kept_files (claimed_at) where claims > 0;
