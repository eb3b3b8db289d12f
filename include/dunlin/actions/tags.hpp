#pragma once
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

inline constexpr int most_followed_tags = 1000;

/// The hashtag of this normalised name, made when nobody used it yet. What is posted with it reaches the home feed.
/// Repeating changes nothing.
Hashtag follow_tag(App&, db::Tx&, AccountId who, std::string_view name);
Hashtag unfollow_tag(App&, db::Tx&, AccountId who, std::string_view name);

}  // namespace dunlin::actions
