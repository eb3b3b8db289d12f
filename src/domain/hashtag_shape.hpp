#pragma once

namespace dunlin {

/// What may stand inside a hashtag, never at its ends: middle dots, and the non-joiner some scripts need.
constexpr bool is_hashtag_separator(char32_t point) {
  return point == 0xB7 || point == 0x30FB || point == 0x200C;
}

}  // namespace dunlin
