#include "dunlin/domain/hashtags.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "hashtag_shape.hpp"
#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::size_t most_hashtag_points = 255;

bool is_hashtag(std::string_view name) {
  std::size_t at = 0, points = 0;
  bool letters = false, separator = true;
  while (at < name.size()) {
    auto const point = unicode::next(name, at);
    if (++points > most_hashtag_points) return false;
    bool const was_first = points == 1;
    separator = is_hashtag_separator(point);
    if (separator ? was_first : !unicode::is_word(point)) return false;
    letters |= !separator && !unicode::is_digit(point);
  }
  return letters && !separator;
}

}  // namespace

std::optional<std::string> normalise_hashtag(std::string_view name) {
  if (name.starts_with('#')) name.remove_prefix(1);
  if (name.empty() || name.size() > most_hashtag_points * 4) return std::nullopt;
  UErrorCode error = U_ZERO_ERROR;
  auto const* nfkc = icu::Normalizer2::getNFKCInstance(error);
  auto folded = icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())});
  folded.foldCase();
  // Folding may undo composition, so normalising comes last.
  auto const normal = nfkc->normalize(nfkc->normalize(folded, error).foldCase(), error);
  if (U_FAILURE(error)) return std::nullopt;
  std::string text;
  normal.toUTF8String(text);
  if (!is_hashtag(text)) return std::nullopt;
  return text;
}

std::string hashtag_url(std::string_view base_url, std::string_view normalised) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string url(base_url);
  url += "/tags/";
  for (char const c : normalised) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && unicode::is_word(byte)) {
      url += c;
    } else {
      url += '%';
      url += digits[byte >> 4];
      url += digits[byte & 15];
    }
  }
  return url;
}

}  // namespace dunlin
