#include "dunlin/domain/emoji.hpp"

#include <unicode/uchar.h>

#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::size_t most_bytes = 64;
constexpr char32_t joiner = 0x200D, as_picture = 0xFE0F, keycap = 0x20E3, last_tag = 0xE007F;

bool is(char32_t point, UProperty property) {
  return u_hasBinaryProperty(static_cast<UChar32>(point), property) != 0;
}

bool is_tag(char32_t point) {
  return point >= 0xE0020 && point <= last_tag;
}

}  // namespace

bool is_emoji(std::string_view text) {
  if (text.empty() || text.size() > most_bytes) return false;
  bool joined = true;  // the first one joins to nothing
  bool pictured = false;
  int flags = 0;
  for (std::size_t at = 0; at < text.size();) {
    bool const first = at == 0;
    auto const point = unicode::next(text, at);
    if (is(point, UCHAR_REGIONAL_INDICATOR)) {
      if (++flags > 2) return false;
      pictured = flags == 2;
      joined = false;
    } else if (point == joiner) {
      joined = true;
    } else if (point == as_picture || point == keycap) {
      if (first) return false;
      pictured = true;
    } else if (is(point, UCHAR_EMOJI_MODIFIER) && !first) {
      joined = false;
    } else if (is_tag(point)) {
      if (first) return false;
    } else if (is(point, UCHAR_EMOJI) && joined && flags == 0) {
      // Digits and a few signs are pictures only when that is said.
      pictured = is(point, UCHAR_EMOJI_PRESENTATION) || point > 0xFF;
      joined = false;
    } else {
      return false;
    }
  }
  return pictured && !joined;
}

}  // namespace dunlin
