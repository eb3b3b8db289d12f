#pragma once
#include <cstdint>
#include <string>

namespace dunlin {

/// An emoji with which people of other servers answer a status, and how many did.
struct Reaction {
  std::string name;    // the emoji itself, or the shortcode of a custom one
  std::string domain;  // whose custom emoji it is
  std::string url;     // its picture; empty for a plain one
  std::int64_t count = 0;
};

}  // namespace dunlin
