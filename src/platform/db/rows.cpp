#include "dunlin/platform/db/rows.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <charconv>
#include <stdexcept>

namespace dunlin::db {
namespace {

template <class T>
T number(std::string_view text) {
  T value{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw std::logic_error(fmt::format("column is not a number: {}", text.substr(0, 40)));
  return value;
}

/// Calls `element` with each element of an array literal, unquoted.
template <class F>
void each_element(std::string_view text, F element) {
  if (text.size() < 2 || text.front() != '{') throw std::logic_error("column is not an array");
  text = text.substr(1, text.size() - 2);
  std::string unquoted;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '"') {
      auto const end = std::min(text.find(',', i), text.size());
      auto const plain = text.substr(i, end - i);
      element(plain == "NULL" ? std::string_view{} : plain);
      i = end + 1;
      continue;
    }
    unquoted.clear();
    for (++i; i < text.size() && text[i] != '"'; ++i) {
      if (text[i] == '\\') ++i;
      unquoted += text[i];
    }
    element(unquoted);
    i += 2;  // the closing quote and the comma
  }
}

int nibble(char c) {
  return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

}  // namespace

Rows::Rows(pg_result* result) : result_(result, PQclear), size_(PQntuples(result)) {}

std::int64_t Rows::affected() const {
  if (!result_) return 0;
  std::string_view const text = PQcmdTuples(result_.get());
  return text.empty() ? 0 : number<std::int64_t>(text);
}

bool Row::is_null(int column) const {
  return PQgetisnull(result_, row_, column) == 1;
}

std::string_view Row::text(int column) const {
  return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

std::string_view Row::not_null(int column) const {
  if (is_null(column)) throw std::logic_error(fmt::format("column {} ({}) is null", column, PQfname(result_, column)));
  return text(column);
}

template <>
std::string from_text<std::string>(std::string_view text) {
  return std::string(text);
}
template <>
std::int64_t from_text<std::int64_t>(std::string_view text) {
  return number<std::int64_t>(text);
}
template <>
std::int32_t from_text<std::int32_t>(std::string_view text) {
  return number<std::int32_t>(text);
}
template <>
bool from_text<bool>(std::string_view text) {
  return text == "t";
}
template <>
double from_text<double>(std::string_view text) {
  return number<double>(text);
}
template <>
Timestamp from_text<Timestamp>(std::string_view text) {
  // The session has TimeZone UTC and ISO dates: "2026-11-22 23:25:24.123+00", which RFC 3339 readers take.
  auto const when = parse_rfc3339(text);
  if (!when) throw std::logic_error(fmt::format("column is not a time: {}", text.substr(0, 40)));
  return *when;
}
template <>
std::vector<std::string> from_text<std::vector<std::string>>(std::string_view text) {
  std::vector<std::string> elements;
  each_element(text, [&](std::string_view element) { elements.emplace_back(element); });
  return elements;
}
template <>
std::vector<std::int64_t> from_text<std::vector<std::int64_t>>(std::string_view text) {
  std::vector<std::int64_t> elements;
  each_element(text, [&](std::string_view element) { elements.push_back(number<std::int64_t>(element)); });
  return elements;
}

std::string from_bytea(std::string_view text) {
  if (!text.starts_with("\\x")) throw std::logic_error("column is not bytea in hex form");
  text.remove_prefix(2);
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    bytes += static_cast<char>(nibble(text[i]) << 4 | nibble(text[i + 1]));
  return bytes;
}

}  // namespace dunlin::db
