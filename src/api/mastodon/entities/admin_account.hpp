#pragma once
#include <span>
#include <string>
#include <unordered_map>

#include "dunlin/app.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::api::mastodon::entities {

/// The AdminAccount entity (AdminAccount.schema.json) of each that is here. At most three queries.
std::unordered_map<AccountId, std::string> admin_accounts(App& app, db::Tx& tx, std::span<AccountId const> ids);

}  // namespace dunlin::api::mastodon::entities
