#pragma once
#include <string>

#include "account.hpp"
#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/preferences.hpp"

namespace dunlin::api::mastodon::entities {

/// The CredentialAccount entity: one's own account with what only its owner sees. Without a look at any cache.
std::string render_credential_account(App const& app, Account const& account,
                                      store::preferences::Preferences const& preferences);

/// The same as memory has it; null when it must be read.
Piece credential_account_from_memory(App& app, AccountId id);
/// Read, rendered, and kept until the account changes. Refuses (not_found) accounts without a login.
Piece credential_account(App& app, db::Tx& tx, AccountId id);

}  // namespace dunlin::api::mastodon::entities
