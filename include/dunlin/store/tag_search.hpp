#pragma once
#include <array>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::tags {

/// Hashtags whose normalised name begins so: the whole name first, then the most used of late. One query.
std::vector<Hashtag> search(db::Tx& tx, std::string_view beginning, int limit, int offset, Timestamp now);

/// How one hashtag was used on one day, in public.
struct Day {
  std::int64_t uses = 0;
  std::int64_t accounts = 0;
};
inline constexpr int history_days = 7;
using History = std::array<Day, history_days>;  // today (UTC) first

/// Of many at once; those that were not used are left out. One query.
std::unordered_map<TagId, History> history(db::Tx& tx, std::span<TagId const> tags, Timestamp now);

}  // namespace dunlin::store::tags
