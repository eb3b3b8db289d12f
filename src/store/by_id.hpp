#pragma once
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dunlin/domain/account.hpp"
#include "dunlin/platform/cache.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store {

inline std::size_t text_bytes(std::string const& text) {
  return text.capacity() > 15 ? text.capacity() : 0;
}

inline std::size_t text_bytes(std::vector<Emoji> const& emojis) {
  std::size_t bytes = 0;
  for (auto const& emoji : emojis) bytes += sizeof emoji + text_bytes(emoji.shortcode) + text_bytes(emoji.url);
  return bytes;
}

/// Records in the order asked for, null for what is missing: from memory first; `find_many` asks the database for
/// all that are not there at once. `size_of` estimates a record's bytes.
template <class AnyId, class Record, class FindMany>
std::vector<std::shared_ptr<Record const>> by_id(Cache<AnyId, Record>& cache, db::Tx const& tx,
                                                 std::span<AnyId const> ids, FindMany find_many,
                                                 std::size_t (*size_of)(Record const&)) {
  std::vector<std::shared_ptr<Record const>> records;
  records.reserve(ids.size());
  std::vector<AnyId> missing;
  auto const stamp = cache.stamp();
  for (auto const id : ids) {
    records.push_back(cache.find(id));
    if (!records.back()) missing.push_back(id);
  }
  if (missing.empty()) return records;
  std::unordered_map<AnyId, std::shared_ptr<Record const>> read;
  for (auto& record : find_many(missing)) {
    auto shared = std::make_shared<Record const>(std::move(record));
    // What a transaction reads after it changed something may never be committed.
    if (tx.changes().empty()) cache.put(shared->id, shared, size_of(*shared), stamp);
    read.emplace(shared->id, std::move(shared));
  }
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!records[i])
      if (auto const at = read.find(ids[i]); at != read.end()) records[i] = at->second;
  return records;
}

}  // namespace dunlin::store
