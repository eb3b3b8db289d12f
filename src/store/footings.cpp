#include "footings.hpp"

#include "dunlin/store/statuses.hpp"

namespace dunlin::store {
namespace {

constexpr db::Statement footings_sql{"footings.read", R"sql(
  select 0, target_id from blocks where account_id = $1 and target_id = any($2::bigint[])
  union all
  select 0, account_id from blocks where target_id = $1 and account_id = any($2::bigint[])
  union all
  select 1, target_id from follows where follower_id = $1 and target_id = any($2::bigint[])
  union all
  select 2, id from accounts where id = any($2::bigint[]) and suspended_at is not null
  union all
  select 3, id from accounts where id = $1 and domain is null
)sql",
                                     true};

}  // namespace

Footings::Footings(db::Tx& tx, AccountId viewer, std::span<AccountId const> authors) : viewer_(viewer) {
  if (authors.empty()) return;
  for (auto const row : tx.query(footings_sql, viewer, authors)) {
    auto const id = row.get<AccountId>(1);
    switch (row.get<int>(0)) {
      case 0:
        apart_.insert(id);
        break;
      case 1:
        followed_.insert(id);
        break;
      case 2:
        suspended_.insert(id);
        break;
      default:
        local_ = true;
    }
  }
}

Footing Footings::of(AccountId author) const {
  return {.viewer = viewer_, .local = local_, .apart = apart_.contains(author), .follows = followed_.contains(author)};
}

namespace statuses {
namespace {

/// A status and, where it is a boost, what it boosts.
struct Pair {
  Status const* status;
  Status const* original;
};

bool is_seen(Pair const& pair, Footings const& footings) {
  for (auto const* status : {pair.status, pair.original})
    if (status && (footings.is_suspended(status->author) || !may_see(*status, footings.of(status->author))))
      return false;
  return true;
}

std::vector<AccountId> authors_of(std::span<Status const> found, std::span<Status const> originals) {
  std::vector<AccountId> authors;
  for (auto const& list : {found, originals})
    for (auto const& status : list) authors.push_back(status.author);
  return authors;
}

Status const* by_id(std::span<Status const> all, StatusId id) {
  for (auto const& status : all)
    if (status.id == id) return &status;
  return nullptr;
}

}  // namespace

std::vector<StatusId> visible_to(Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  auto const found = find_many(tx, ids);
  std::vector<StatusId> boosted, visible;
  for (auto const& status : found)
    if (status.boost_of) boosted.push_back(status.boost_of);
  auto const originals = find_many(tx, boosted);
  Footings const footings(tx, viewer, authors_of(found, originals));
  for (auto const id : ids) {
    auto const* status = by_id(found, id);
    auto const* original = status && status->boost_of ? by_id(originals, status->boost_of) : nullptr;
    if (!status || (status->boost_of && !original)) continue;
    if (is_seen({status, original}, footings)) visible.push_back(id);
  }
  return visible;
}

std::optional<Status> find_visible(Tx& tx, StatusId id, AccountId viewer) {
  auto status = find(tx, id);
  if (!status) return std::nullopt;
  auto const original = status->boost_of ? find(tx, status->boost_of) : std::nullopt;
  if (status->boost_of && !original) return std::nullopt;
  Footings const footings(
      tx, viewer, authors_of(std::span(&*status, 1), std::span(original ? &*original : nullptr, original ? 1 : 0)));
  if (!is_seen({&*status, original ? &*original : nullptr}, footings)) return std::nullopt;
  return status;
}

}  // namespace statuses
}  // namespace dunlin::store
