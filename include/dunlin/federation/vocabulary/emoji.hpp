#pragma once
#include <string>
#include <string_view>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/federation/urls.hpp"

namespace dunlin::federation::vocabulary {

/// The id of a custom emoji of ours.
std::string emoji_uri(Urls const& urls, std::string_view shortcode);
/// Writes the members of the Emoji; `type` of the picture where it is known.
void write_emoji_members(JsonWriter& json, Urls const& urls, Emoji const& emoji, std::string_view type = {});
/// A document of its own.
std::string write_emoji(Urls const& urls, Emoji const& emoji, std::string_view type);

}  // namespace dunlin::federation::vocabulary
