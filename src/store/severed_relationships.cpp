#include "dunlin/store/severed_relationships.hpp"

namespace dunlin::store::severed_relationships {
namespace {

constexpr db::Statement insert_sql{"severed_relationships.insert", R"sql(
  insert into severed_relationships
    (id, account_id, kind, target_name, purged, followers_count, following_count, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};
constexpr db::Statement find_many_sql{"severed_relationships.find_many", R"sql(
  select id, account_id, kind, target_name, purged, followers_count, following_count, created_at
  from severed_relationships where account_id = $1 and id = any($2::bigint[])
)sql"};

}  // namespace

void insert(Tx& tx, Event const& e) {
  tx.execute(insert_sql, e.id, e.account, e.what.cause, e.what.target_name, e.what.purged, e.what.followers,
             e.what.following, e.created_at);
}

std::vector<Event> find_many(Tx& tx, AccountId of, std::span<std::int64_t const> ids) {
  std::vector<Event> events;
  for (auto const row : tx.query(find_many_sql, of, ids))
    events.push_back({.id = row.get<std::int64_t>(0),
                      .account = row.get<AccountId>(1),
                      .what = {.cause = row.get<SeveranceCause>(2),
                               .target_name = row.get<std::string>(3),
                               .purged = row.get<bool>(4),
                               .followers = row.get<std::int64_t>(5),
                               .following = row.get<std::int64_t>(6)},
                      .created_at = row.get<Timestamp>(7)});
  return events;
}

}  // namespace dunlin::store::severed_relationships
