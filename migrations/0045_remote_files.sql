-- Copies of files of other servers. What was not looked at for longest goes first.
create table remote_files (
  digest text primary key,               -- of the address
  file text not null,                    -- key in the storage
  bytes bigint not null,
  ready boolean not null default false,  -- false: its room is taken, it is being written
  used_at timestamptz not null
);
create index remote_files_used on remote_files (used_at, digest);
create index remote_files_file on remote_files (file);
-- At most one row: what all of them take. Whoever makes room locks it.
create table remote_files_total (
  one boolean primary key check (one),
  bytes bigint not null
);
