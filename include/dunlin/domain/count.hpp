#pragma once
#include <cstddef>
#include <string_view>

namespace dunlin {

inline constexpr std::size_t characters_per_url = 23;

/// Grapheme clusters, as people count characters.
std::size_t count_graphemes(std::string_view text);

/// The length of typed text against a limit: graphemes, each URL counting 23 and each mention only its
/// "@name" (behaviours.md, "Character counting").
std::size_t count_characters(std::string_view text);

}  // namespace dunlin
