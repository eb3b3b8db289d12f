-- Accounts by the beginning of their name. The pattern class makes `like 'abc%'` an index scan in any collation.
create index accounts_username_prefix on accounts (lower(username) text_pattern_ops);
create index accounts_display_name_prefix on accounts (lower(display_name) text_pattern_ops)
  where display_name <> '';
create index follow_requests_uri on follow_requests (uri) where uri <> '';
-- Removing an account removes its statuses, and each looks here for itself.
create index pins_status on pins (status_id);
