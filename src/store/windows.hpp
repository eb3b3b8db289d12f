#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store {

/// One list in the two directions it is read in; each stays a plain index scan. Both take the same parameters,
/// the last three being: below this id, above this id, how many.
struct Windowed {
  db::Statement newest;  // … order by id desc
  db::Statement above;   // … order by id asc: the rows right above min_id
};

/// Reads the rows of a window, newest first whichever way they were found.
template <class Read, class... Args>
auto read_window(db::Tx& tx, Windowed const& list, Window const& window, Read read, Args const&... args) {
  bool const upwards = window.min_id != 0;
  auto const below = window.max_id != 0 ? window.max_id : std::numeric_limits<std::int64_t>::max();
  auto const rows = tx.query(upwards ? list.above : list.newest, args..., below,
                             upwards ? window.min_id : window.since_id, window.limit);
  std::vector<decltype(read(rows[0]))> found;
  found.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) found.push_back(read(row));
  if (upwards) std::ranges::reverse(found);
  return found;
}

}  // namespace dunlin::store
