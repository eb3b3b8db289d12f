#pragma once
#include <optional>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/http/params.hpp"

// Who may answer a status, in the words of GoToSocial: a member that Mastodon's apps do not know.
namespace dunlin::api::mastodon::entities {

/// Writes the member "interaction_policy".
void write_interaction_policy(JsonWriter& json, Status const& status);

/// The reply groups that "can_reply" of a draft asks for; nothing when it does not say. Refuses words that name no
/// group.
std::optional<int> read_reply_groups(http::Params const& can_reply);

}  // namespace dunlin::api::mastodon::entities
