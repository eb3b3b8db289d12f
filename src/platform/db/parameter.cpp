#include "dunlin/platform/db/parameter.hpp"

#include <fmt/core.h>

namespace dunlin::db {
namespace {

/// One element of a text[] literal: always quoted, quotes and backslashes escaped.
void append_quoted(std::string& to, std::string_view text) {
  to += '"';
  for (char const c : text) {
    if (c == '"' || c == '\\') to += '\\';
    to += c;
  }
  to += '"';
}

}  // namespace

Parameter::Parameter(Bytes bytes) {
  constexpr char digits[] = "0123456789abcdef";
  owned_.reserve(2 + bytes.bytes.size() * 2);
  owned_ = "\\x";
  for (unsigned char const byte : bytes.bytes) {
    owned_ += digits[byte >> 4];
    owned_ += digits[byte & 15];
  }
}

Parameter::Parameter(double number) : owned_(fmt::format("{}", number)) {}

Parameter::Parameter(Timestamp when) {
  append_iso8601(owned_, when);
}

Parameter::Parameter(std::span<std::string const> texts) : owned_("{") {
  for (auto const& text : texts) {
    if (owned_.size() > 1) owned_ += ',';
    append_quoted(owned_, text);
  }
  owned_ += '}';
}

Parameter::Parameter(std::span<std::int64_t const> numbers) : owned_("{") {
  for (auto const number : numbers) append_element(number);
  owned_ += '}';
}

void Parameter::append_element(std::int64_t number) {
  if (owned_.size() > 1) owned_ += ',';
  owned_ += std::to_string(number);
}

}  // namespace dunlin::db
