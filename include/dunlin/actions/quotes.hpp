#pragma once
#include <optional>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// Changes who may quote one's own status, to the default when not said; only that. Returns it.
Status set_quote_policy(App&, db::Tx&, AccountId author, StatusId id, std::optional<QuotePolicy> policy);

/// Takes back that `quoting` may show the quoted status, which must be of `author`. Returns `quoting`; a second time
/// nothing happens.
Status revoke_quote(App&, db::Tx&, AccountId author, StatusId quoted, StatusId quoting);

}  // namespace dunlin::actions
