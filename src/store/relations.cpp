#include "dunlin/store/relations.hpp"

#include <unordered_map>
#include <utility>

#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/stances.hpp"

namespace dunlin::store::relations {
namespace {

#define FOLLOW_COLUMNS " id, follower_id, target_id, uri, show_boosts, notify, languages, created_at "

std::optional<Follow> read_follow(db::Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  return Follow{.id = row.get<FollowId>(0),
                .follower = row.get<AccountId>(1),
                .target = row.get<AccountId>(2),
                .uri = row.get<std::string>(3),
                .show_boosts = row.get<bool>(4),
                .notify = row.get<bool>(5),
                .languages = row.get<std::vector<std::string>>(6),
                .created_at = row.get<Timestamp>(7)};
}

constexpr db::Statement find_follow_sql{
    "relations.find_follow", "select" FOLLOW_COLUMNS "from follows where follower_id = $1 and target_id = $2"};
constexpr db::Statement find_request_sql{
    "relations.find_request", "select" FOLLOW_COLUMNS "from follow_requests where follower_id = $1 and target_id = $2"};
constexpr db::Statement request_by_uri_sql{"relations.request_by_uri",
                                           "select" FOLLOW_COLUMNS "from follow_requests where uri = $1 and uri <> ''"};

constexpr db::Statement insert_follow_sql{"relations.insert_follow", R"sql(
  insert into follows (id, follower_id, target_id, uri, show_boosts, notify, languages, created_at)
  values ($1, $2, $3, $4, $5, $6, $7::text[], $8)
  on conflict (follower_id, target_id) do nothing
)sql"};
constexpr db::Statement insert_request_sql{"relations.insert_request", R"sql(
  insert into follow_requests (id, follower_id, target_id, uri, show_boosts, notify, languages, created_at)
  values ($1, $2, $3, $4, $5, $6, $7::text[], $8)
  on conflict (follower_id, target_id) do nothing
)sql"};
constexpr db::Statement update_follow_sql{"relations.update_follow", R"sql(
  update follows set uri = $3, show_boosts = $4, notify = $5, languages = $6::text[]
  where follower_id = $1 and target_id = $2
)sql"};
constexpr db::Statement update_request_sql{"relations.update_request", R"sql(
  update follow_requests set uri = $3, show_boosts = $4, notify = $5, languages = $6::text[]
  where follower_id = $1 and target_id = $2
)sql"};
constexpr db::Statement remove_follow_sql{
    "relations.remove_follow",
    "delete from follows where follower_id = $1 and target_id = $2 returning" FOLLOW_COLUMNS};
// Only whom one follows stands on one's profile.
constexpr db::Statement remove_endorsement_sql{"relations.remove_endorsement",
                                               "delete from endorsements where account_id = $1 and target_id = $2"};
constexpr db::Statement remove_endorsements_sql{"relations.remove_endorsements", R"sql(
  delete from endorsements e using unnest($1::bigint[], $2::bigint[]) as ended(follower, target)
  where e.account_id = ended.follower and e.target_id = ended.target
)sql"};
constexpr db::Statement remove_request_sql{
    "relations.remove_request",
    "delete from follow_requests where follower_id = $1 and target_id = $2 returning" FOLLOW_COLUMNS};
constexpr db::Statement count_requests_sql{"relations.count_requests",
                                           "select count(*) from follow_requests where target_id = $1"};

}  // namespace

std::optional<Follow> find_follow(Tx& tx, AccountId follower, AccountId target) {
  return read_follow(tx.query(find_follow_sql, follower, target));
}

std::optional<Follow> find_request(Tx& tx, AccountId follower, AccountId target) {
  return read_follow(tx.query(find_request_sql, follower, target));
}

std::optional<Follow> request_by_uri(Tx& tx, std::string_view uri) {
  return read_follow(tx.query(request_by_uri_sql, uri));
}

bool insert_follow(Tx& tx, Follow const& f) {
  auto const rows = tx.query(insert_follow_sql, f.id, f.follower, f.target, f.uri, f.show_boosts, f.notify, f.languages,
                             f.created_at);
  if (rows.affected() == 0) return false;
  accounts::count_follow(tx, f.follower, f.target, 1);
  stances::changed(tx, f.follower, f.target);
  return true;
}

bool insert_request(Tx& tx, Follow const& f) {
  auto const rows = tx.query(insert_request_sql, f.id, f.follower, f.target, f.uri, f.show_boosts, f.notify,
                             f.languages, f.created_at);
  if (rows.affected() == 0) return false;
  tx.changed(change::account, f.target);
  return true;
}

void update_follow(Tx& tx, Follow const& f) {
  tx.execute(update_follow_sql, f.follower, f.target, f.uri, f.show_boosts, f.notify, f.languages);
}

void update_request(Tx& tx, Follow const& f) {
  tx.execute(update_request_sql, f.follower, f.target, f.uri, f.show_boosts, f.notify, f.languages);
}

std::optional<Follow> remove_follow(Tx& tx, AccountId follower, AccountId target) {
  auto removed = read_follow(tx.query(remove_follow_sql, follower, target));
  if (!removed) return removed;
  accounts::count_follow(tx, follower, target, -1);
  tx.execute(remove_endorsement_sql, follower, target);
  stances::changed(tx, follower, target);
  return removed;
}

std::optional<Follow> remove_request(Tx& tx, AccountId follower, AccountId target) {
  auto removed = read_follow(tx.query(remove_request_sql, follower, target));
  if (removed) tx.changed(change::account, target);
  return removed;
}

std::int64_t count_requests(Tx& tx, AccountId target) {
  return tx.query(count_requests_sql, target)[0].get<std::int64_t>(0);
}

namespace {

constexpr db::Statement remove_follows_with_domain_sql{"relations.remove_follows_with_domain", R"sql(
  delete from follows where id in (
    select f.id from follows f join accounts a on a.id = f.target_id where f.follower_id = $1 and a.domain = $2
    union all
    select f.id from follows f join accounts a on a.id = f.follower_id where f.target_id = $1 and a.domain = $2)
  returning)sql" FOLLOW_COLUMNS};
constexpr db::Statement remove_requests_with_domain_sql{"relations.remove_requests_with_domain", R"sql(
  delete from follow_requests where id in (
    select f.id from follow_requests f join accounts a on a.id = f.target_id
    where f.follower_id = $1 and a.domain = $2
    union all
    select f.id from follow_requests f join accounts a on a.id = f.follower_id
    where f.target_id = $1 and a.domain = $2)
  returning)sql" FOLLOW_COLUMNS};
constexpr db::Statement uncount_sql{"relations.uncount", R"sql(
  update account_stats s set followers_count = greatest(0, s.followers_count - lost.followers),
    following_count = greatest(0, s.following_count - lost.following)
  from (select account_id, sum(followers) as followers, sum(following) as following
        from (select unnest($1::bigint[]) as account_id, 0 as followers, 1 as following
              union all select unnest($2::bigint[]), 1, 0) as ends
        group by account_id) as lost
  where s.account_id = lost.account_id
)sql"};

std::vector<Follow> read_follows(db::Rows const& rows) {
  std::vector<Follow> follows;
  for (auto const row : rows)
    follows.push_back({.id = row.get<FollowId>(0),
                       .follower = row.get<AccountId>(1),
                       .target = row.get<AccountId>(2),
                       .uri = row.get<std::string>(3)});
  return follows;
}

}  // namespace

Ended remove_all_with_domain(Tx& tx, AccountId account, std::string_view domain) {
  Ended ended;
  ended.follows = read_follows(tx.query(remove_follows_with_domain_sql, account, domain));
  ended.requests = read_follows(tx.query(remove_requests_with_domain_sql, account, domain));
  if (!ended.follows.empty()) {
    std::vector<AccountId> followers, targets;
    for (auto const& follow : ended.follows) {
      followers.push_back(follow.follower);
      targets.push_back(follow.target);
      tx.changed(change::account, follow.follower);
      tx.changed(change::account, follow.target);
      stances::changed(tx, follow.follower, follow.target);
    }
    tx.execute(uncount_sql, followers, targets);
    tx.execute(remove_endorsements_sql, followers, targets);
  }
  return ended;
}

#undef FOLLOW_COLUMNS

}  // namespace dunlin::store::relations
