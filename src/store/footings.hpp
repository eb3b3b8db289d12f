#pragma once
#include <span>
#include <unordered_set>
#include <vector>

#include "dunlin/domain/sight.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store {

/// Where one viewer stands towards several authors, as the database has it now.
class Footings {
 public:
  /// One query, none for anonymous viewers without authors to ask for.
  Footings(db::Tx& tx, AccountId viewer, std::span<AccountId const> authors);
  Footing of(AccountId author) const;
  bool is_suspended(AccountId author) const { return suspended_.contains(author); }

 private:
  AccountId viewer_;
  bool local_ = false;
  std::unordered_set<AccountId> apart_, followed_, suspended_;
};

}  // namespace dunlin::store
