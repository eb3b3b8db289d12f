-- What many use of late. Written anew by a job; who may see which is asked when it is read.
create table trends (
  kind smallint not null,        -- 0 hashtags, 1 statuses, 2 pages (cards)
  subject_id bigint not null,
  score double precision not null,
  computed_at timestamptz not null,
  primary key (kind, subject_id)
);
create index trends_score on trends (kind, score desc);

-- Reviews: none, as the settings say ("trendable_by_default").
alter table tags add column trendable boolean;
alter table tags add column reviewed_at timestamptz;
alter table tags add column requested_review_at timestamptz;

create table status_reviews (
  status_id bigint primary key references statuses on delete cascade,
  trendable boolean,
  reviewed_at timestamptz
);
-- Whose statuses may trend.
create table account_reviews (
  account_id bigint primary key references accounts on delete cascade,
  trendable boolean,
  reviewed_at timestamptz,
  requested_review_at timestamptz
);
