-- Previews of pages that statuses link to. A row is made when a status first links there and filled by a job.
create table cards (
  id bigint primary key,
  url text not null unique,
  domain text not null,
  type smallint not null default 0,        -- 0 link, 1 photo, 2 video, 3 rich
  title text not null default '',          -- empty: nothing to show
  description text not null default '',
  language text not null default '',
  author_name text not null default '',
  author_url text not null default '',
  author_id bigint references accounts on delete set null,     -- whom the page names, and who agrees
  claimed_author_id bigint references accounts on delete set null,  -- whom the page names, and who does not
  provider_name text not null default '',
  provider_url text not null default '',
  html text not null default '',
  width integer not null default 0,
  height integer not null default 0,
  image_url text not null default '',
  image_description text not null default '',
  embed_url text not null default '',
  blurhash text not null default '',
  published_at timestamptz,
  fetched_at timestamptz,                  -- none: not tried yet
  trendable boolean,                       -- as reviewed; none: as its publisher, else as the settings say
  reviewed_at timestamptz
);
create index cards_author on cards (author_id) where author_id is not null;

create table status_cards (
  status_id bigint primary key references statuses on delete cascade,
  card_id bigint not null references cards on delete cascade
);
create index status_cards_card on status_cards (card_id, status_id desc);

-- Whose links may trend.
create table card_publishers (
  id bigint primary key,
  domain text not null unique,
  trendable boolean,
  reviewed_at timestamptz,
  requested_review_at timestamptz
);
