#pragma once
#include <string>
#include <string_view>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// Consents to replies of ours by those they answer, where these ask for it (GoToSocial).
namespace dunlin::store::approvals {

using db::Tx;

/// False when it is known already.
bool put(Tx& tx, StatusId reply, std::string_view uri);
/// Empty for none.
std::string of(Tx& tx, StatusId reply);

}  // namespace dunlin::store::approvals
