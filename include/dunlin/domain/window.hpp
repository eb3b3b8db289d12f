#pragma once
#include <cstdint>

namespace dunlin {

/// A window on a list that is sorted by id, newest first (behaviours.md, "Pagination").
struct Window {
  std::int64_t max_id = 0;    // exclusive upper bound; 0 for none
  std::int64_t since_id = 0;  // exclusive lower bound
  std::int64_t min_id = 0;    // exclusive lower bound, returning the rows right above it; wins over since_id
  int limit = 20;
};

}  // namespace dunlin
