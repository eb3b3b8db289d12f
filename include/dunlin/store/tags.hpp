#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::tags {

using db::Tx;

/// The tags of these normalised names, made when new, ids set; in no particular order. One query when all are known.
std::vector<Hashtag> ensure(Tx& tx, std::span<Hashtag const> tags, Timestamp now);
/// Those that are known; in no particular order.
std::vector<Hashtag> find_many(Tx& tx, std::span<std::string const> names);

}  // namespace dunlin::store::tags
