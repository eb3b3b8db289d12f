-- The same bytes at several addresses lie once: the first copy has their size, the others have none, and all go together.
alter table remote_files add column content text not null default '';  -- SHA-256 of the bytes
create index remote_files_content on remote_files (content) where content <> '';
