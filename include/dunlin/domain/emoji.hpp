#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace dunlin {

/// Whether the text is one emoji as Unicode has them (UTS #51): a character, flag, keycap or joined sequence.
bool is_emoji(std::string_view text);

/// What a custom emoji may be called: two to a hundred ASCII letters, digits and '_'.
bool is_shortcode(std::string_view text);

/// The shortcodes in a text as people write it (":blob_cat:" has "blob_cat"), each once, at most a hundred. They stand
/// between colons that touch no letter, digit or other colon (behaviours.md, "HTML").
std::vector<std::string> shortcodes_in(std::string_view text);

}  // namespace dunlin
