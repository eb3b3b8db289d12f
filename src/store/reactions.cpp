#include "dunlin/store/reactions.hpp"

#include "dunlin/store/records.hpp"

namespace dunlin::store::reactions {
namespace {

// Nobody needs more than twenty different ones for one status.
constexpr db::Statement insert_sql{"reactions.insert", R"sql(
  insert into reactions (status_id, account_id, name, domain, url, uri, created_at)
  select $1, $2, $3, $4, $5, $6, $7
  where (select count(*) from reactions where status_id = $1 and account_id = $2) < 20
  on conflict do nothing
)sql"};
constexpr db::Statement remove_sql{
    "reactions.remove", "delete from reactions where status_id = $1 and account_id = $2 and ($3 = '' or name = $3)"};
constexpr db::Statement remove_by_uri_sql{
    "reactions.remove_by_uri", "delete from reactions where status_id = $1 and account_id = $2 and uri = $3"};
constexpr db::Statement recount_sql{"reactions.recount", R"sql(
  insert into status_stats (status_id, reactions)
  select $1, (
    select jsonb_agg(jsonb_build_array(name, domain, url, count) order by count desc, first_at)
    from (
      select name, domain, max(url) as url, count(*), min(created_at) as first_at
      from reactions where status_id = $1
      group by name, domain order by count(*) desc, min(created_at) limit 50) shown)
  on conflict (status_id) do update set reactions = excluded.reactions
)sql"};

void recount(Tx& tx, StatusId status) {
  tx.execute(recount_sql, status);
  tx.changed(change::status, status);
}

}  // namespace

void insert(Tx& tx, Given const& given, Timestamp when) {
  tx.execute(insert_sql, given.status, given.account, given.name, given.domain, given.url, given.uri, when);
  recount(tx, given.status);
}

void remove(Tx& tx, StatusId status, AccountId account, std::string_view name) {
  tx.execute(remove_sql, status, account, name);
  recount(tx, status);
}

void remove_by_uri(Tx& tx, StatusId status, AccountId account, std::string_view uri) {
  tx.execute(remove_by_uri_sql, status, account, uri);
  recount(tx, status);
}

}  // namespace dunlin::store::reactions
