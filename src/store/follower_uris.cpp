#include "dunlin/store/follower_uris.hpp"
#include "ids_of.hpp"

namespace dunlin::store::follower_uris {
namespace {

constexpr db::Statement remote_sql{"follower_uris.remote", R"sql(
  select a.uri from follows f join accounts a on a.id = f.follower_id
  where f.target_id = $1 and a.domain is not null limit $2
)sql"};

constexpr db::Statement at_origin_sql{"follower_uris.at_origin", R"sql(
  select a.uri from follows f join accounts a on a.id = f.follower_id
  where f.target_id = $1 and a.domain is not null and starts_with(a.uri, $2 || '/')
  order by f.id
)sql"};

constexpr db::Statement local_sql{"follower_uris.local", R"sql(
  select a.id, a.uri from follows f join accounts a on a.id = f.follower_id
  where f.target_id = $1 and a.domain is null
)sql"};

constexpr db::Statement requesting_sql{"follower_uris.requesting", R"sql(
  select a.id from accounts a join follow_requests r on r.follower_id = a.id and r.target_id = $1
  where a.uri = any($2::text[]) and a.domain is null
)sql"};

constexpr db::Statement strangers_sql{"follower_uris.strangers", R"sql(
  select a.id from accounts a
  where a.uri = any($2::text[]) and a.domain is null
    and not exists (select from follows f where f.follower_id = a.id and f.target_id = $1)
    and not exists (select from follow_requests r where r.follower_id = a.id and r.target_id = $1)
)sql"};

std::vector<std::string> texts(db::Rows const& rows) {
  std::vector<std::string> texts;
  for (auto const row : rows) texts.emplace_back(row.text(0));
  return texts;
}

}  // namespace

std::vector<std::string> remote(Tx& tx, AccountId target, int most) {
  return texts(tx.query(remote_sql, target, most));
}

std::vector<std::string> at_origin(Tx& tx, AccountId target, std::string_view origin) {
  return texts(tx.query(at_origin_sql, target, origin));
}

std::vector<Local> local(Tx& tx, AccountId target) {
  std::vector<Local> followers;
  for (auto const row : tx.query(local_sql, target))
    followers.push_back({row.get<AccountId>(0), std::string(row.text(1))});
  return followers;
}

std::vector<AccountId> requesting(Tx& tx, AccountId target, std::span<std::string const> uris) {
  return ids_of<AccountId>(tx.query(requesting_sql, target, uris));
}

std::vector<AccountId> strangers(Tx& tx, AccountId target, std::span<std::string const> uris) {
  return ids_of<AccountId>(tx.query(strangers_sql, target, uris));
}

}  // namespace dunlin::store::follower_uris
