#pragma once
#include <string_view>

namespace dunlin {

/// Whether the text is one emoji as Unicode has them (UTS #51): a character, flag, keycap or joined sequence.
bool is_emoji(std::string_view text);

}  // namespace dunlin
