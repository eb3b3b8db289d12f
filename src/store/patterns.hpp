#pragma once
#include <string>
#include <string_view>

namespace dunlin::store {

/// For `like`: whatever begins with this very text.
inline std::string beginning_with(std::string_view text) {
  std::string pattern;
  for (char const c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

}  // namespace dunlin::store
