#pragma once
#include <optional>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// When the public posts of accounts of other servers were last asked for.
namespace dunlin::store::outbox_visits {

using db::Tx;

std::optional<Timestamp> last(Tx& tx, AccountId account);
void note(Tx& tx, AccountId account, Timestamp when);

}  // namespace dunlin::store::outbox_visits
