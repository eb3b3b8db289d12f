// Relations of many accounts at once, and lists of accounts cut into pages.
#include <unordered_map>
#include <utility>

#include "dunlin/store/relations.hpp"
#include "windows.hpp"

namespace dunlin::store::relations {
namespace {

// One row for each tie that exists, each found by its own unique index: a join of all these tables would take
// PostgreSQL longer to plan than to run.
constexpr db::Statement find_many_sql{"relations.find_many", R"sql(
  select 0, id, null::bool, null::bool, null::text[], null::timestamptz
    from accounts where id = any($2::bigint[]) and ($3 or suspended_at is null)
  union all select 1, target_id, show_boosts, notify, languages, null
    from follows where follower_id = $1 and target_id = any($2::bigint[])
  union all select 2, follower_id, null, null, null, null
    from follows where target_id = $1 and follower_id = any($2::bigint[])
  union all select 3, target_id, null, null, null, null
    from blocks where account_id = $1 and target_id = any($2::bigint[])
  union all select 4, account_id, null, null, null, null
    from blocks where target_id = $1 and account_id = any($2::bigint[])
  union all select 5, target_id, hide_notifications, null, null, expires_at
    from mutes where account_id = $1 and target_id = any($2::bigint[]) and (expires_at is null or expires_at > $4)
  union all select 6, target_id, show_boosts, notify, languages, null
    from follow_requests where follower_id = $1 and target_id = any($2::bigint[])
  union all select 7, follower_id, null, null, null, null
    from follow_requests where target_id = $1 and follower_id = any($2::bigint[])
  union all select 8, a.id, null, null, null, null
    from account_domain_blocks d join accounts a on a.domain = d.domain
    where d.account_id = $1 and a.id = any($2::bigint[])
  union all select 9, target_id, null, null, null, null
    from endorsements where account_id = $1 and target_id = any($2::bigint[])
  union all select 10, target_id, null, null, array[comment], null
    from account_notes where account_id = $1 and target_id = any($2::bigint[])
)sql"};

enum class Tie {
  exists,
  following,
  followed_by,
  blocking,
  blocked_by,
  muting,
  requested,
  requested_by,
  domain,
  endorsed,
  note
};

void tie(Relationship& to, Tie kind, db::Row const& row) {
  switch (kind) {
    case Tie::exists:
      break;
    case Tie::following:
    case Tie::requested:
      (kind == Tie::following ? to.following : to.requested) = true;
      to.show_boosts = row.get<bool>(2);
      to.notify = row.get<bool>(3);
      to.languages = row.get<std::vector<std::string>>(4);
      break;
    case Tie::followed_by:
      to.followed_by = true;
      break;
    case Tie::blocking:
      to.blocking = true;
      break;
    case Tie::blocked_by:
      to.blocked_by = true;
      break;
    case Tie::muting:
      to.muting = true;
      to.muting_notifications = row.get<bool>(2);
      to.muting_expires_at = row.maybe<Timestamp>(5);
      break;
    case Tie::requested_by:
      to.requested_by = true;
      break;
    case Tie::domain:
      to.domain_blocking = true;
      break;
    case Tie::endorsed:
      to.endorsed = true;
      break;
    case Tie::note:
      to.note = row.get<std::vector<std::string>>(4).front();
      break;
  }
}

}  // namespace

std::vector<Relationship> find_many(Tx& tx, AccountId viewer, std::span<AccountId const> ids, bool with_suspended,
                                    Timestamp now) {
  if (ids.empty()) return {};
  std::unordered_map<AccountId, Relationship> found;
  // The first branch comes first, as it stands: ties to accounts that it left out are dropped.
  std::vector<db::Row> later;
  auto const rows = tx.query(find_many_sql, viewer, ids, with_suspended, now);
  for (auto const row : rows) {
    if (static_cast<Tie>(row.get<std::int32_t>(0)) == Tie::exists)
      found[row.get<AccountId>(1)].id = row.get<AccountId>(1);
    else
      later.push_back(row);
  }
  for (auto const& row : later)
    if (auto const at = found.find(row.get<AccountId>(1)); at != found.end())
      tie(at->second, static_cast<Tie>(row.get<std::int32_t>(0)), row);
  std::vector<Relationship> ordered;
  ordered.reserve(found.size());
  for (auto const id : ids) {
    if (auto node = found.extract(id)) ordered.push_back(std::move(node.mapped()));  // an id given twice shows once
  }
  return ordered;
}

Relationship find(Tx& tx, AccountId viewer, AccountId id, Timestamp now) {
  auto found = find_many(tx, viewer, std::span(&id, 1), true, now);
  if (found.empty()) return {.id = id};
  return std::move(found.front());
}

namespace {

Entry read_entry(db::Row const& row) {
  return {row.get<std::int64_t>(0), row.get<AccountId>(1), row.maybe<Timestamp>(2)};
}

// Of $1, for the viewer $2: below $3, above $4, at most $5.
#define NEIGHBOURS(OWNER, OTHER)                                                                       \
  "select f.id, f." OTHER ", null from follows f join accounts a on a.id = f." OTHER " where f." OWNER \
  " = $1 and a.suspended_at is null "                                                                  \
  "and not exists (select from blocks b where b.account_id = $2 and b.target_id = a.id) "              \
  "and not exists (select from blocks b where b.account_id = a.id and b.target_id = $2) "              \
  "and not exists (select from mutes m where m.account_id = $2 and m.target_id = a.id "                \
  "and (m.expires_at is null or m.expires_at > now())) and f.id < $3 and f.id > $4 "
#define NEWEST "order by f.id desc limit $5"
#define ABOVE "order by f.id limit $5"

constexpr Windowed followers_sql{{"relations.followers", NEIGHBOURS("target_id", "follower_id") NEWEST},
                                 {"relations.followers_above", NEIGHBOURS("target_id", "follower_id") ABOVE}};
constexpr Windowed following_sql{{"relations.following", NEIGHBOURS("follower_id", "target_id") NEWEST},
                                 {"relations.following_above", NEIGHBOURS("follower_id", "target_id") ABOVE}};

// Of $1: below $2, above $3, at most $4.
#define REQUESTS                                                                                     \
  "select r.id, r.follower_id, null from follow_requests r join accounts a on a.id = r.follower_id " \
  "where r.target_id = $1 and a.suspended_at is null and r.id < $2 and r.id > $3 "
constexpr Windowed requests_sql{{"relations.requests", REQUESTS "order by r.id desc limit $4"},
                                {"relations.requests_above", REQUESTS "order by r.id limit $4"}};

#define BLOCKED                                                                         \
  "select b.id, b.target_id, null from blocks b join accounts a on a.id = b.target_id " \
  "where b.account_id = $1 and a.suspended_at is null and b.id < $2 and b.id > $3 "
constexpr Windowed blocked_sql{{"relations.blocked", BLOCKED "order by b.id desc limit $4"},
                               {"relations.blocked_above", BLOCKED "order by b.id limit $4"}};

#define MUTED                                                                                           \
  "select m.id, m.target_id, m.expires_at from mutes m join accounts a on a.id = m.target_id "          \
  "where m.account_id = $1 and (m.expires_at is null or m.expires_at > $2) and a.suspended_at is null " \
  "and m.id < $3 and m.id > $4 "
constexpr Windowed muted_sql{{"relations.muted", MUTED "order by m.id desc limit $5"},
                             {"relations.muted_above", MUTED "order by m.id limit $5"}};

#define DOMAINS "select id, domain from account_domain_blocks where account_id = $1 and id < $2 and id > $3 "
constexpr Windowed domains_sql{{"relations.blocked_domains", DOMAINS "order by id desc limit $4"},
                               {"relations.blocked_domains_above", DOMAINS "order by id limit $4"}};

}  // namespace

std::vector<Entry> followers(Tx& tx, AccountId of, AccountId viewer, Window const& window) {
  return read_window(tx, followers_sql, window, read_entry, of, viewer);
}

std::vector<Entry> following(Tx& tx, AccountId of, AccountId viewer, Window const& window) {
  return read_window(tx, following_sql, window, read_entry, of, viewer);
}

std::vector<Entry> requests(Tx& tx, AccountId target, Window const& window) {
  return read_window(tx, requests_sql, window, read_entry, target);
}

std::vector<Entry> blocked(Tx& tx, AccountId account, Window const& window) {
  return read_window(tx, blocked_sql, window, read_entry, account);
}

std::vector<Entry> muted(Tx& tx, AccountId account, Window const& window, Timestamp now) {
  return read_window(tx, muted_sql, window, read_entry, account, now);
}

std::vector<BlockedDomain> blocked_domains(Tx& tx, AccountId account, Window const& window) {
  auto const read = [](db::Row const& row) { return BlockedDomain{row.get<std::int64_t>(0), row.get<std::string>(1)}; };
  return read_window(tx, domains_sql, window, read, account);
}

#undef NEIGHBOURS
#undef NEWEST
#undef ABOVE
#undef REQUESTS
#undef BLOCKED
#undef MUTED
#undef DOMAINS

}  // namespace dunlin::store::relations
