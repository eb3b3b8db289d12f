-- A million posts for bench/search.mjs: :posts statuses of fifteen words by a thousand people of other servers, half of
-- whom let themselves be found. Words are drawn from :words made-up ones, the first far more often than the last.
\set ON_ERROR_STOP on
set synchronous_commit = off;
set maintenance_work_mem = '256MB';
alter table status_search drop constraint status_search_status_id_fkey;
drop index status_search_words;
insert into accounts (id, username, domain, uri, url, kind, indexable, created_at)
  select (extract(epoch from timestamptz '2020-01-01')::bigint * 1000 << 16) + n, 'u' || n, 'far.test', 'https://far.test/u/' || n,
    'https://far.test/@u' || n, 0, n % 2 = 0, '2020-01-01' from generate_series(1, 1000) n;
-- Two minutes between one post and the next.
create temporary table drawn as
  select n, ((extract(epoch from timestamptz '2022-01-01')::bigint + n * 120) * 1000 << 16) + (n & 65535) as id,
    (select string_agg('w' || (:words * random() ^ 4)::int, ' ') from generate_series(1, 15 + (n * 0))) as body
  from generate_series(1, :posts) n;
insert into statuses (id, author_id, uri, url, local, html, visibility, language, created_at)
  select id, (extract(epoch from timestamptz '2020-01-01')::bigint * 1000 << 16) + 1 + n % 1000, 'https://far.test/s/' || n, '', false,
    '<p>' || body || '</p>', 0, case n % 3 when 0 then 'de' else 'en' end, to_timestamp((id >> 16) / 1000.0) from drawn;
insert into status_search (status_id, author_id, words)
  select id, (extract(epoch from timestamptz '2020-01-01')::bigint * 1000 << 16) + 1 + n % 1000,
    to_tsvector('simple', body) || ('''=any'' ''=from:' || (extract(epoch from timestamptz '2020-01-01')::bigint * 1000 << 16) + 1 + n % 1000 || '''' ||
    case when (1 + n) % 2 = 0 then ' ''=open''' else '' end || ' ''=language:' || case n % 3 when 0 then 'de' else 'en' end || '''')::tsvector from drawn;
create index status_search_words on status_search using gin (words);
alter table status_search add foreign key (status_id) references statuses on delete cascade not valid;
vacuum analyze status_search;
vacuum analyze statuses;
analyze accounts;
