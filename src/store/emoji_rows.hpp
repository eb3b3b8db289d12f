#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/account.hpp"

namespace dunlin::store {

// The custom emojis that a row shows, as its column "emojis" has them: [{shortcode, url}].
std::vector<Emoji> read_emojis(std::string_view json);
std::string to_json(std::vector<Emoji> const& emojis);

}  // namespace dunlin::store
