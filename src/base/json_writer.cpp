#include "dunlin/base/json_writer.hpp"

#include <array>
#include <cmath>

namespace dunlin {
namespace {

/// What each byte needs: 0 nothing, 'u' a \u escape, else the letter after the backslash.
constexpr auto escapes = [] {
  std::array<char, 256> table{};
  for (int i = 0; i < 0x20; ++i) table[static_cast<std::size_t>(i)] = 'u';
  table['"'] = '"';
  table['\\'] = '\\';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['\b'] = 'b';
  table['\f'] = 'f';
  return table;
}();

}  // namespace

void JsonWriter::append_string(std::string_view text) {
  text_ += '"';
  std::size_t run = 0;  // start of the bytes that go out unchanged, copied together
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const byte = static_cast<unsigned char>(text[i]);
    char const escape = escapes[byte];
    if (!escape) continue;
    text_.append(text, run, i - run);
    text_ += '\\';
    text_ += escape;
    if (escape == 'u') {
      constexpr char digits[] = "0123456789abcdef";
      text_ += "00";
      text_ += digits[byte >> 4];
      text_ += digits[byte & 15];
    }
    run = i + 1;
  }
  text_.append(text, run);
  text_ += '"';
}

void JsonWriter::value(double number) {
  before_value();
  if (!std::isfinite(number)) {  // JSON has no word for these
    text_ += "null";
    return;
  }
  append_number(number);
}

}  // namespace dunlin
