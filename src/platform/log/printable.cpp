#include "printable.hpp"

#include <cstddef>

namespace dunlin::log {
namespace {

/// Length of the well-formed UTF-8 sequence at the start (RFC 3629), 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
  auto const follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  auto const first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    bool const overlong = first == 0xE0 && byte(1) < 0xA0;
    bool const surrogate = first == 0xED && byte(1) > 0x9F;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    bool const outside = (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F);
    return follows(1) && follows(2) && follows(3) && !outside ? 4 : 0;
  }
  return 0;
}

void append_escaped(std::string& to, unsigned char byte) {
  constexpr char digits[] = "0123456789abcdef";
  to += "\\x";
  to += digits[byte >> 4];
  to += digits[byte & 15];
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    auto const byte = static_cast<unsigned char>(text[0]);
    auto const length = sequence_length(text);
    if (length == 0 || byte < 0x20 || byte == 0x7F) {
      append_escaped(out, byte);
      text.remove_prefix(1);
    } else {
      out.append(text.substr(0, length));
      text.remove_prefix(length);
    }
  }
  return out;
}

}  // namespace dunlin::log
