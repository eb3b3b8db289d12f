#include "dunlin/store/deeds.hpp"

namespace dunlin::store::deeds {
namespace {

constexpr db::Statement find_sql{"deeds.find", R"sql(
  select 0, target_id, null::bigint from follows where follower_id = $1 and uri = $2
  union all
  select 0, target_id, null from follow_requests where follower_id = $1 and uri = $2
  union all
  select 1, target_id, null from blocks where account_id = $1 and uri = $2
  union all
  select 2, null, status_id from favourites where account_id = $1 and uri = $2
  union all
  select 3, null, boost_of_id from statuses
  where author_id = $1 and uri = $2 and boost_of_id is not null and deleted_at is null
  union all
  select 4, null, status_id from reactions where uri = $2 and uri <> '' and account_id = $1
  limit 1
)sql"};

constexpr db::Statement followed_here_sql{"deeds.followed_here", R"sql(
  select exists (
    select 1 from follows f join accounts a on a.id = f.follower_id
    where f.target_id = any($1::bigint[]) and a.domain is null
  )
)sql"};

}  // namespace

std::optional<Deed> find(Tx& tx, AccountId who, std::string_view uri) {
  auto const rows = tx.query(find_sql, who, uri);
  if (rows.empty()) return std::nullopt;
  return Deed{rows[0].get<Deed::Kind>(0), rows[0].get_or(1, AccountId{}), rows[0].get_or(2, StatusId{})};
}

bool followed_here(Tx& tx, std::span<AccountId const> accounts) {
  return tx.query(followed_here_sql, accounts)[0].get<bool>(0);
}

}  // namespace dunlin::store::deeds
