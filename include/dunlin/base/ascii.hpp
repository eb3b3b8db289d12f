#pragma once
#include <algorithm>
#include <string>
#include <string_view>

namespace dunlin {

/// A to Z in lower case, whatever the locale; everything else as it is.
constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline std::string ascii_lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return ascii_lower(c); });
  return out;
}

}  // namespace dunlin
