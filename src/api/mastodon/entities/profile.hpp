#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/store/featured_tags.hpp"

namespace dunlin::api::mastodon::entities {

/// The Profile entity: one's own profile as it is edited, and how many bytes of files one has of how many.
std::string render_profile(App const& app, Account const& account,
                           std::span<store::featured_tags::FeaturedTag const> tags, std::int64_t media_bytes);

}  // namespace dunlin::api::mastodon::entities
