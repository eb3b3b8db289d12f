-- What somebody does not want to read unprepared. Both generations of the client API show these rows.
create table filters (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  title text not null,
  contexts smallint not null,            -- bits: domain/filter.hpp
  action smallint not null default 0,    -- domain/filter.hpp
  expires_at timestamptz,
  created_at timestamptz not null
);
create index filters_account on filters (account_id, id);

create table filter_keywords (
  id bigint primary key,
  filter_id bigint not null references filters on delete cascade,
  keyword text not null,
  whole_word boolean not null default true
);
create index filter_keywords_filter on filter_keywords (filter_id, id);

create table filter_statuses (
  id bigint primary key,
  filter_id bigint not null references filters on delete cascade,
  status_id bigint not null references statuses on delete cascade,
  unique (filter_id, status_id)
);
create index filter_statuses_status on filter_statuses (status_id);
