#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// What accounts of other servers did, looked up by the id of the activity that said so; and who cares here.
namespace dunlin::store::deeds {

using db::Tx;

struct Deed {
  enum class Kind { follow, block, favourite, boost, reaction };
  Kind kind;
  AccountId target;  // of follow and block
  StatusId status;   // of favourite, boost and reaction: the status it is about
};
/// What this account did with the activity of this id, if it still stands. One query.
std::optional<Deed> find(Tx& tx, AccountId who, std::string_view uri);

/// Whether anybody here follows one of these accounts. One query.
bool followed_here(Tx& tx, std::span<AccountId const> accounts);

}  // namespace dunlin::store::deeds
