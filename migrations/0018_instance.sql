-- What an admin writes for everybody here: rules, terms of service, announcements; and yearly reports.
create table rules (
  id bigint primary key,
  text text not null,
  hint text not null default '',
  translations jsonb not null default '{}',  -- {"de": {"text": "…", "hint": "…"}}
  created_at timestamptz not null,
  deleted_at timestamptz                     -- reports may name it still
);

create table terms_of_service (
  effective_date date primary key,
  text text not null,
  created_at timestamptz not null
);

create table announcements (
  id bigint primary key,
  text text not null,
  all_day boolean not null default false,
  starts_at timestamptz,
  ends_at timestamptz,
  published_at timestamptz not null,
  updated_at timestamptz not null
);
create table announcement_reads (
  announcement_id bigint not null references announcements on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  primary key (announcement_id, account_id)
);
create table announcement_reactions (
  announcement_id bigint not null references announcements on delete cascade,
  name text not null,
  account_id bigint not null references accounts on delete cascade,
  created_at timestamptz not null,
  primary key (announcement_id, name, account_id)
);

create table annual_reports (
  account_id bigint not null references accounts on delete cascade,
  year integer not null,
  data jsonb not null,
  read_at timestamptz,
  created_at timestamptz not null,
  primary key (account_id, year)
);

-- Who was here in which week (its Monday, UTC).
create table active_weeks (
  week date not null,
  user_id bigint not null references users on delete cascade,
  primary key (week, user_id)
);
-- What was written here, to be counted by week.
create index statuses_written_here on statuses (id) where local and deleted_at is null;
