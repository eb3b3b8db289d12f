#pragma once
#include <optional>

#include "dunlin/access/call.hpp"
#include "dunlin/actions/publish.hpp"

namespace dunlin::api::mastodon {

/// What a POST of a status asks for. Refuses unknown visibilities and what this server cannot do yet.
actions::Draft read_draft(access::Call const& call);
/// The time it asks for, if any.
std::optional<Timestamp> read_scheduled_at(http::Params const& params);
/// What a PUT of a status asks to change.
actions::Changes read_changes(access::Call const& call);

/// Whom a request lets quote; nothing when it does not say.
std::optional<QuotePolicy> read_quote_policy(http::Params const& params);

}  // namespace dunlin::api::mastodon
