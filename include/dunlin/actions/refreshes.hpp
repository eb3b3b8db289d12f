#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"

// Work that goes on after an answer was given, and that clients ask about: kept in Redis for a day. Without Redis it
// goes on all the same and nobody hears of it.
namespace dunlin::actions::refreshes {

struct Refresh {
  std::string id;
  bool finished = false;
  std::int64_t results = 0;
};

/// Begins one; returns the id by which clients ask for it.
awaitable<std::string> begin(App&);
/// It found this many more.
awaitable<void> add(App&, std::string id, std::int64_t results);
awaitable<void> finish(App&, std::string id);
/// Nothing when it is unknown, or Redis is away.
awaitable<std::optional<Refresh>> find(App&, std::string id);

}  // namespace dunlin::actions::refreshes
