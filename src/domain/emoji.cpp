#include "dunlin/domain/emoji.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::size_t most_bytes = 64;
constexpr std::size_t least_shortcode = 2, most_shortcode = 100;
constexpr std::size_t most_shortcodes = 100;  // in one text
constexpr char32_t joiner = 0x200D, as_picture = 0xFE0F, keycap = 0x20E3, last_tag = 0xE007F;

bool is(char32_t point, UProperty property) {
  return u_hasBinaryProperty(static_cast<UChar32>(point), property) != 0;
}

bool is_tag(char32_t point) {
  return point >= 0xE0020 && point <= last_tag;
}

bool is_code_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Whether a character beside a colon makes it no end of a shortcode.
bool clings(char32_t point) {
  return point == ':' || u_isalnum(static_cast<UChar32>(point)) != 0;
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

bool is_shortcode(std::string_view text) {
  return text.size() >= least_shortcode && text.size() <= most_shortcode &&
         std::ranges::all_of(text, is_code_character);
}

std::vector<std::string> shortcodes_in(std::string_view text) {
  std::vector<std::string> found;
  bool may_begin = true;
  for (std::size_t at = 0; at < text.size() && found.size() < most_shortcodes;) {
    if (may_begin && text[at] == ':') {
      auto end = at + 1;
      while (end < text.size() && is_code_character(text[end])) ++end;
      auto const name = text.substr(at + 1, end - at - 1);
      auto after = end + 1;
      if (end < text.size() && text[end] == ':' && is_shortcode(name) &&
          (after == text.size() || !clings(unicode::next(text, after)))) {
        if (std::ranges::find(found, name) == found.end()) found.emplace_back(name);
        at = end;  // its last colon begins no other
        may_begin = false;
      }
    }
    may_begin = !clings(unicode::next(text, at));
  }
  return found;
}

}  // namespace dunlin
