-- Who may quote a status: groups that need not ask << 16 | groups that may ask (1 not understood, 2 anybody,
-- 4 followers, 8 whom the author follows). 0: nobody but the author.
alter table statuses add column quote_policy integer not null default 0;
alter table status_stats add column quotes_count bigint not null default 0;

create table quotes (
  status_id bigint primary key references statuses on delete cascade,  -- the one that quotes
  account_id bigint not null references accounts on delete cascade,
  quoted_id bigint references statuses on delete set null,             -- none: not here
  quoted_account_id bigint references accounts on delete set null,
  state smallint not null,               -- 0 pending, 1 accepted, 2 rejected, 3 revoked, 4 deleted
  quoted_uri text not null default '',   -- of one that is not here (yet)
  request_uri text not null default '',  -- the QuoteRequest
  stamp_uri text not null default '',    -- the QuoteAuthorization
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index quotes_quoted on quotes (quoted_id, status_id desc);
create index quotes_quoted_account on quotes (quoted_account_id);
create index quotes_missing on quotes (quoted_uri) where quoted_id is null and quoted_uri <> '';
create index quotes_request on quotes (request_uri) where request_uri <> '';
create index quotes_stamp on quotes (stamp_uri) where stamp_uri <> '';
