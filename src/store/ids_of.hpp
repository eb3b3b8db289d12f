#pragma once
#include <vector>

#include "dunlin/platform/db/rows.hpp"

namespace dunlin::store {

/// The ids of the first column, in the order of the rows.
template <class I>
std::vector<I> ids_of(db::Rows const& rows) {
  std::vector<I> ids;
  for (auto const row : rows) ids.push_back(row.template get<I>(0));
  return ids;
}

}  // namespace dunlin::store
