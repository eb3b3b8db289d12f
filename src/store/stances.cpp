#include "dunlin/store/stances.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace dunlin::store::stances {
namespace {

constexpr db::Statement find_many_sql{"stances.find_many", R"sql(
  select a.id,
    exists (select from follows where follower_id = $1 and target_id = a.id),
    exists (select from follows where follower_id = a.id and target_id = $1),
    exists (select from blocks where account_id = $1 and target_id = a.id),
    exists (select from account_domain_blocks where account_id = $1 and domain = a.domain),
    m.id is not null, m.expires_at
  from accounts a left join mutes m on m.account_id = $1 and m.target_id = a.id
  where a.id = any($2::bigint[])
)sql",
                                      true};

Stance read(db::Row const& row) {
  return {.follows = row.get<bool>(1),
          .followed_by = row.get<bool>(2),
          .blocks = row.get<bool>(3),
          .blocks_domain = row.get<bool>(4),
          .mutes = row.get<bool>(5),
          .mute_ends = row.maybe<Timestamp>(6)};
}

}  // namespace

std::optional<Stances> find_many(Records& records, Tx* tx, AccountId viewer, std::span<AccountId const> authors) {
  Stances found;
  std::vector<AccountId> missing;
  auto const stamp = records.stances.stamp();
  for (auto const author : authors) {
    if (found.contains(author)) continue;
    if (auto const known = records.stances.find({viewer, author}))
      found[author] = *known;
    else if (!tx)
      return std::nullopt;
    else if (std::ranges::find(missing, author) == missing.end())
      missing.push_back(author);
  }
  if (missing.empty()) return found;
  for (auto const row : tx->query(find_many_sql, viewer, missing)) {
    auto const author = row.get<AccountId>(0);
    auto const stance = found[author] = read(row);
    // As with records: what was not committed is not kept.
    if (tx->changes().empty())
      records.stances.put({viewer, author}, std::make_shared<Stance const>(stance), sizeof stance, stamp);
  }
  return found;
}

void changed(Tx& tx, AccountId one, AccountId other) {
  tx.changed(change::stance, to_string(one) + ":" + to_string(other));
}

void all_changed(Tx& tx) {
  tx.changed(change::stance, "all");
}

}  // namespace dunlin::store::stances
