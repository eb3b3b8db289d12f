#pragma once
#include <string_view>

#include "dunlin/platform/db/transaction.hpp"

/// Objects that are gone: ours answer 410, a late Create of others' is ignored.
namespace dunlin::store::tombstones {

using db::Tx;

bool contains(Tx& tx, std::string_view uri);
void insert(Tx& tx, std::string_view uri, Timestamp when);
void sweep(Tx& tx, Timestamp before);

}  // namespace dunlin::store::tombstones
