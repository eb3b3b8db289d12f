#pragma once
#include <span>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::federation {

/// A status as it is now though nobody edited it: how its poll stands, that it may quote. To its readers and others.
void send_refreshed(App&, db::Tx&, Status const&, std::vector<AccountId> others = {});
/// One answer for each option that somebody chose in a poll of another server.
void send_votes(App&, db::Tx&, AccountId voter, Status const&, std::span<std::string const> options);

}  // namespace dunlin::federation
