-- Peers are searched by the beginning of their names.
create index instances_prefix on instances (domain text_pattern_ops);
-- Collections are searched by their addresses; they have one by their id already.
create index collections_url on collections (url) where url <> '';

-- Removing an account looks for all that names it: no whole table shall be read for that.
drop index statuses_author;
create index statuses_author on statuses (author_id, id desc) include (deleted_at);
create index statuses_answered on statuses (in_reply_to_account_id) where in_reply_to_account_id is not null;
create index media_account on media (account_id);
create index quotes_account on quotes (account_id);
create index mutes_target on mutes (target_id);
create index accounts_moved on accounts (moved_to) where moved_to is not null;
create index cards_claimed_author on cards (claimed_author_id) where claimed_author_id is not null;
create index outgoing_account on outgoing_activities (account_id);
