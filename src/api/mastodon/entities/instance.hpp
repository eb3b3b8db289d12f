#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/store/census.hpp"
#include "dunlin/store/feed_access.hpp"
#include "dunlin/store/house.hpp"
#include "dunlin/store/settings.hpp"

namespace dunlin::api::mastodon::entities {

/// What the two documents about this server are made from.
struct InstanceFacts {
  store::Settings settings;
  store::census::Census census;
  store::FeedAccesses feeds;
  std::string contact;  // the Account entity of whom to ask, or "null"
  std::string rules;    // Array<Rule>
};

std::string rules(std::vector<store::house::Rule> const& rules);

/// The Instance entity of version 2, and its forerunner.
std::string instance(App const& app, InstanceFacts const& facts);
std::string v1_instance(App const& app, InstanceFacts const& facts);

}  // namespace dunlin::api::mastodon::entities
