#pragma once
#include <span>
#include <string>
#include <vector>

#include "dunlin/federation/send.hpp"

namespace dunlin::federation {

/// How many deliveries the sending transaction itself may queue; a larger audience is left to a Broadcast job.
inline constexpr int most_at_once = 64;

/// The inboxes of an audience, at most one more than most_at_once.
std::vector<std::string> first_inboxes(db::Tx& tx, Audience const& audience);
/// Queues the activity for these inboxes, or for the whole audience if they are too many.
void dispatch(App& app, db::Tx& tx, AccountId sender, std::string activity, Audience const& audience,
              std::span<std::string const> inboxes);

}  // namespace dunlin::federation
