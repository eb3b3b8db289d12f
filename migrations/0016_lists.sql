create table lists (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  title text not null,
  replies_policy smallint not null,      -- domain/list.hpp
  exclusive boolean not null default false,
  created_at timestamptz not null
);
create index lists_account on lists (account_id, id);

-- Timelines of lists are read from here and the statuses' own index by author.
create table list_members (
  id bigint primary key,
  list_id bigint not null references lists on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  follow_id bigint,                      -- the follow or request that let it in; none for oneself
  created_at timestamptz not null,
  unique (list_id, account_id)
);
create index list_members_account on list_members (account_id);
create index list_members_follow on list_members (follow_id) where follow_id is not null;

-- Whoever is followed no more leaves the lists too, in whichever way that ended. A granted request becomes a follow
-- of the same id, so this is looked at when all is done.
create function leave_lists() returns trigger language plpgsql as $$
begin
  delete from list_members where follow_id = old.id
    and not exists (select from follows where id = old.id)
    and not exists (select from follow_requests where id = old.id);
  return null;
end $$;
create constraint trigger leave_lists after delete on follows
  deferrable initially deferred for each row execute function leave_lists();
create constraint trigger leave_lists after delete on follow_requests
  deferrable initially deferred for each row execute function leave_lists();

create table tag_follows (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  tag_id bigint not null references tags on delete cascade,
  created_at timestamptz not null,
  unique (account_id, tag_id)
);
create index tag_follows_page on tag_follows (account_id, id desc);
create index tag_follows_tag on tag_follows (tag_id);

-- How far somebody has read.
create table markers (
  account_id bigint not null references accounts on delete cascade,
  timeline text not null,                -- home, notifications
  last_read_id bigint not null,
  version integer not null default 0,
  updated_at timestamptz not null,
  primary key (account_id, timeline)
) with (fillfactor = 80);
