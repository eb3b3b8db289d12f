-- Statuses by their words. The tsvector is made by the server, not by PostgreSQL: it knows scripts without spaces, and
-- it holds what a search may ask besides words as lexemes of its own ("=from:ID", "=has:image", "=open").
create table status_search (
  status_id bigint primary key references statuses on delete cascade,
  author_id bigint not null,
  words tsvector not null
);
create index status_search_words on status_search using gin (words);
-- What was written before this table: newest first, a batch at a time.
insert into jobs (kind, payload) select 'index_statuses', '9223372036854775807'
  where exists (select from statuses);

-- Accounts by any part of their names, and with a typing mistake.
create extension if not exists pg_trgm;
create index accounts_names on accounts using gin ((lower(username || ' ' || display_name)) gin_trgm_ops);
