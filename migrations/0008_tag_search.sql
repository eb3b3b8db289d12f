-- Hashtags by the beginning of their name, in any collation.
create index tags_name_prefix on tags (name text_pattern_ops);
