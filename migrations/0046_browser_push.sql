-- A browser that is signed in by cookie may be woken too: a subscription belongs to an access token or to a session.

alter table push_subscriptions alter column token_id drop not null;
alter table push_subscriptions add column session_id bigint unique references web_sessions on delete cascade;
alter table push_subscriptions add constraint push_subscriptions_holder check (num_nonnulls(token_id, session_id) = 1);
