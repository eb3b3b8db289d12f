#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin {

/// A part of typed text that is more than text.
struct TextEntity {
  enum class Kind { url, mention, hashtag } kind;
  std::size_t begin, end;        // bytes of the text
  std::size_t username_end = 0;  // of a mention: where "@name" ends
};

/// URLs with a scheme, mentions and hashtags, in order, never overlapping. Linear in the text.
std::vector<TextEntity> find_entities(std::string_view text);

/// "@Name@Domain" → "name@domain", the domain in ASCII; "@name" → "name".
std::string handle_of(std::string_view mention);

}  // namespace dunlin
