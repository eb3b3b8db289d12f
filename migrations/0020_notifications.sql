-- Grouping, filtering and what else a notification can be about.
alter table notifications
  add column subject_id bigint not null default 0,            -- of what is no status: see domain/notification.hpp
  add column filtered boolean not null default false,         -- kept back by the policy
  add column group_key text collate "C";                      -- null: stands alone

-- Small ids: grouped notifications show theirs as a number, and JavaScript knows whole numbers only up to 2^53. Some
-- way above 1, from where apps ask when they mean the beginning.
create sequence notification_ids start 1000;
update markers set last_read_id = 999 + (select count(*) from notifications n where n.id <= markers.last_read_id)
where timeline = 'notifications';
update notifications set id = numbered.id
from (select id as old, 999 + row_number() over (order by id) as id from notifications) as numbered
where notifications.id = numbered.old;
select setval('notification_ids', 1000 + (select count(*) from notifications));

-- The same thing is told once, however often its job runs.
drop index notifications_once;
create unique index notifications_once
  on notifications (account_id, type, from_id, coalesce(status_id, 0), subject_id);
create index notifications_group on notifications (account_id, group_key, id desc) where group_key is not null;
create index notifications_filtered on notifications (account_id, from_id, id desc) where filtered;
create index notifications_from on notifications (from_id, account_id, id desc);

update notifications
set group_key = type || case when status_id is null then '' else '-' || status_id end || '-'
  || floor(extract(epoch from created_at) / 3600)::bigint
where type = 'follow' or (type in ('favourite', 'reblog') and status_id is not null);

-- 0 accept, 1 filter, 2 drop. Who has no row has domain::NotificationPolicy's defaults.
create table notification_policies (
  account_id bigint primary key references accounts on delete cascade,
  not_following smallint not null,
  not_followers smallint not null,
  new_accounts smallint not null,
  private_mentions smallint not null,
  limited_accounts smallint not null,
  bots smallint not null
);

-- Somebody whose request was accepted is never filtered again.
create table notification_permissions (
  account_id bigint not null references accounts on delete cascade,
  from_id bigint not null references accounts on delete cascade,
  created_at timestamptz not null,
  primary key (account_id, from_id)
);
create index notification_permissions_from on notification_permissions (from_id);

-- Somebody's messages were kept back, and the reader may decide.
create table notification_requests (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  from_id bigint not null references accounts on delete cascade,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (account_id, from_id)
);
create index notification_requests_account on notification_requests (account_id, id desc);
create index notification_requests_from on notification_requests (from_id);

-- Accepted requests whose notifications a job still has to show.
create table notification_merges (
  account_id bigint not null references accounts on delete cascade,
  from_id bigint not null references accounts on delete cascade,
  primary key (account_id, from_id)
);
create index notification_merges_from on notification_merges (from_id);

-- Follows that a block of a domain or a suspension ended, as told to a local account.
create table severed_relationships (
  id bigint primary key,
  account_id bigint not null references accounts on delete cascade,
  kind smallint not null,
  target_name text not null,
  purged boolean not null default false,
  followers_count bigint not null,
  following_count bigint not null,
  created_at timestamptz not null
);
create index severed_relationships_account on severed_relationships (account_id, id desc);
