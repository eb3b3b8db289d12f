#pragma once
#include <unicode/utf8.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace dunlin::unicode {

/// The code point at `at`, which moves past it; U+FFFD for invalid bytes.
inline char32_t next(std::string_view text, std::size_t& at) {
  UChar32 point = 0;
  auto const* bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto position = static_cast<std::int32_t>(at);
  U8_NEXT_OR_FFFD(bytes, position, static_cast<std::int32_t>(text.size()), point);
  at = static_cast<std::size_t>(position);
  return static_cast<char32_t>(point);
}

/// The code point that ends right before `at`; 0 at the beginning.
inline char32_t before(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  UChar32 point = 0;
  auto const* bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto position = static_cast<std::int32_t>(at);
  U8_PREV_OR_FFFD(bytes, 0, position, point);
  return static_cast<char32_t>(point);
}

inline void append(std::string& to, char32_t point) {
  std::uint8_t bytes[4];
  std::int32_t count = 0;
  U8_APPEND_UNSAFE(bytes, count, point);
  to.append(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(count));
}

/// Letters, marks, digits and '_': what words are made of.
bool is_word(char32_t point);
bool is_digit(char32_t point);
bool is_space(char32_t point);
/// Control characters but newline and tab.
inline bool is_control(char32_t point) {
  return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7F && point < 0xA0);
}

/// The longest beginning of at most `bytes` bytes that cuts no character.
std::string_view prefix(std::string_view text, std::size_t bytes);

}  // namespace dunlin::unicode
