#pragma once
#include <algorithm>
#include <string>
#include <string_view>

#include "dunlin/base/ascii.hpp"

namespace dunlin::http {

// Header names, media types and schemes are ASCII: no locale decides what their case is (base/ascii.hpp).

inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

/// Without spaces and tabs at both ends.
constexpr std::string_view trimmed(std::string_view text) {
  auto const begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace dunlin::http
