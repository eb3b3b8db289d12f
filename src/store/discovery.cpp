#include "dunlin/store/discovery.hpp"
#include "ids_of.hpp"

#include <unordered_map>

namespace dunlin::store::discovery {
namespace {

// Account a wants to be found by the viewer $1.
#define FINDABLE                                                                                      \
  "a.discoverable and a.suspended_at is null and a.silenced_at is null and a.moved_to is null "       \
  "and not a.memorial and not exists (select from users u where u.account_id = a.id "                 \
  "and (u.confirmed_at is null or not u.approved)) "                                                  \
  "and not exists (select from blocks b where b.account_id = $1 and b.target_id = a.id) "             \
  "and not exists (select from blocks b where b.account_id = a.id and b.target_id = $1) "             \
  "and not exists (select from mutes m where m.account_id = $1 and m.target_id = a.id "               \
  "and (m.expires_at is null or m.expires_at > now())) "                                              \
  "and (a.domain is null or not exists (select from account_domain_blocks d where d.account_id = $1 " \
  "and d.domain = a.domain)) "

constexpr db::Statement active_sql{"discovery.active", R"sql(
  select a.id from accounts a join account_stats s on s.account_id = a.id
  where (not $2 or a.domain is null) and )sql" FINDABLE R"sql(
  order by s.last_status_at desc nulls last, a.id desc limit $3 offset $4
)sql"};
constexpr db::Statement newest_sql{"discovery.newest", R"sql(
  select a.id from accounts a where (not $2 or a.domain is null) and )sql" FINDABLE R"sql(
  order by a.id desc limit $3 offset $4
)sql"};

// Bounded at each step: somebody who follows thousands is suggested no better for looking at them all.
constexpr db::Statement suggestions_sql{"discovery.suggestions", R"sql(
  with friends as (
    select f.target_id from follows f join accounts a on a.id = f.target_id
    where f.follower_id = $1 and not a.hide_collections order by f.id desc limit 200),
  of_friends as (
    select f.target_id as id, count(*) as weight
    from friends join lateral (
      select target_id from follows where follower_id = friends.target_id order by id desc limit 200) f on true
    group by 1 having count(*) > 1 or (select count(*) from friends) < 20
    order by 2 desc limit 400),
  popular as (
    select a.id, s.followers_count as weight from accounts a join account_stats s on s.account_id = a.id
    where a.domain is null and a.discoverable and s.followers_count > 0
    order by s.followers_count desc limit 400),
  candidates as (
    select id, min(source) as source, array_agg(source order by source) as sources, max(weight) as weight from (
      select id, 0 as source, weight from of_friends union all select id, 1, weight from popular) both_of_them
    group by id)
  select a.id, c.sources
  from candidates c join accounts a on a.id = c.id
  where a.id <> $1 and )sql" FINDABLE R"sql(
    and not exists (select from follows f where f.follower_id = $1 and f.target_id = a.id)
    and not exists (select from follow_requests f where f.follower_id = $1 and f.target_id = a.id)
    and not exists (select from dismissed_suggestions d where d.account_id = $1 and d.target_id = a.id)
  order by c.source, c.weight desc, a.id limit $2 offset $3
)sql"};

constexpr db::Statement dismiss_sql{"discovery.dismiss", R"sql(
  insert into dismissed_suggestions (account_id, target_id, created_at)
  select $1, id, $3 from accounts where id = $2
  on conflict do nothing
)sql"};

constexpr db::Statement familiar_sql{"discovery.familiar", R"sql(
  select a.id, f.follower_id
  from accounts a
  left join lateral (
    select theirs.follower_id, theirs.id
    from follows mine
    join follows theirs on theirs.follower_id = mine.target_id and theirs.target_id = a.id
    join accounts follower on follower.id = mine.target_id
    where mine.follower_id = $1 and not a.hide_collections and not follower.hide_collections
      and follower.suspended_at is null
      and not exists (select from blocks b where b.account_id = a.id and b.target_id = $1)
    order by theirs.id desc limit $3) f on true
  where a.id = any($2::bigint[]) and a.suspended_at is null
  order by a.id, f.id desc
)sql"};

}  // namespace

std::vector<AccountId> directory(Tx& tx, AccountId viewer, Directory const& wanted) {
  return ids_of<AccountId>(
      tx.query(wanted.newest ? newest_sql : active_sql, viewer, wanted.local, wanted.limit, wanted.offset));
}

std::vector<Suggestion> suggestions(Tx& tx, AccountId viewer, int limit, int offset) {
  std::vector<Suggestion> found;
  for (auto const row : tx.query(suggestions_sql, viewer, limit, offset)) {
    auto& suggestion = found.emplace_back(row.get<AccountId>(0));
    for (auto const source : row.get<std::vector<std::int64_t>>(1))
      suggestion.sources.push_back(static_cast<Source>(source));
  }
  return found;
}

void dismiss(Tx& tx, AccountId viewer, AccountId target, Timestamp now) {
  tx.execute(dismiss_sql, viewer, target, now);
}

std::vector<Familiar> familiar_followers(Tx& tx, AccountId viewer, std::span<AccountId const> ids, int most) {
  std::unordered_map<AccountId, std::vector<AccountId>> found;
  for (auto const row : tx.query(familiar_sql, viewer, ids, most)) {
    auto& followers = found[row.get<AccountId>(0)];
    if (auto const follower = row.maybe<AccountId>(1)) followers.push_back(*follower);
  }
  std::vector<Familiar> ordered;
  for (auto const id : ids)
    if (auto node = found.extract(id)) ordered.push_back({id, std::move(node.mapped())});
  return ordered;
}

#undef FINDABLE

}  // namespace dunlin::store::discovery
