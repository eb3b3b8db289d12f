#pragma once
#include <optional>

#include "dunlin/access/call.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/timelines.hpp"

namespace dunlin::api::mastodon {

enum class Feed { live, topic };

/// What of a feed that shows everybody's posts is open to the caller, of what `local` and `remote` ask for; nothing
/// when that is nothing. Refuses (unauthenticated, or invalid for a token without a user) who must sign in first.
std::optional<store::timelines::Origin> open_origin(access::Call const& call, db::Tx& tx, Feed feed);
/// The same of what a user asks for.
std::optional<store::timelines::Origin> open_origin(App& app, db::Tx& tx, access::Token const& token, Feed feed,
                                                    store::timelines::Origin asked);

}  // namespace dunlin::api::mastodon
