-- Which row a file of the storage belongs to.
create index media_file on media (file) where file <> '';
create index media_preview_file on media (preview_file) where preview_file <> '';
create index accounts_avatar_file on accounts (avatar_file) where avatar_file <> '';
create index accounts_header_file on accounts (header_file) where header_file <> '';
