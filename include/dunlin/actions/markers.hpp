#pragma once
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/markers.hpp"

namespace dunlin::actions {

/// Timeline and the id of what was read last there.
using Reading = std::pair<std::string, std::int64_t>;

/// Writes down how far somebody has read, and returns it as it stands.
std::vector<store::markers::Marker> mark(App&, db::Tx&, AccountId who, std::span<Reading const> readings);

}  // namespace dunlin::actions
