#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

// How far somebody has read a timeline, the same on all their devices.
namespace dunlin::store::markers {

using db::Tx;

struct Marker {
  std::string timeline;  // "home" or "notifications"
  std::int64_t last_read = 0;
  std::int64_t version = 0;
  Timestamp updated_at;
};

/// Those that are there, of these timelines. One query.
std::vector<Marker> find_many(Tx& tx, AccountId who, std::span<std::string const> timelines);
/// Writes one; its version grows each time.
Marker set(Tx& tx, AccountId who, std::string_view timeline, std::int64_t last_read, Timestamp now);

}  // namespace dunlin::store::markers
