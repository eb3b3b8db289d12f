-- Where apps want to be told of notifications (Web Push), one place for each access token.

create sequence push_subscription_ids;
create table push_subscriptions (
  id bigint primary key,
  token_id bigint not null unique references access_tokens on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  endpoint text not null,
  p256dh bytea not null check (length(p256dh) = 65),
  auth bytea not null check (length(auth) = 16),
  standard boolean not null,
  alerts text[] not null,  -- types of notifications that are wanted
  policy text not null check (policy in ('all', 'followed', 'follower', 'none')),
  created_at timestamptz not null
);
create index push_subscriptions_account on push_subscriptions (account_id);

-- Messages that were begun: a process that died in the middle may have sent its own, which is not sent again.
create table push_messages (
  subscription_id bigint not null references push_subscriptions on delete cascade,
  notification_id bigint not null,
  begun_at timestamptz not null,
  primary key (subscription_id, notification_id)
);
