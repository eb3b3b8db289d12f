#include "values.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <idn2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "dunlin/base/ascii.hpp"

namespace dunlin::config {
namespace {

constexpr std::size_t most_host_bytes = 253;

std::string trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_network(std::string const& text) {
  auto const slash = text.find('/');
  auto const address = text.substr(0, slash);
  std::array<unsigned char, 16> bytes{};
  int const bits = inet_pton(AF_INET, address.c_str(), bytes.data()) == 1    ? 32
                   : inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1 ? 128
                                                                             : 0;
  if (bits == 0) return false;
  if (slash == std::string::npos) return true;
  auto const prefix = parse_number<int>(std::string_view(text).substr(slash + 1));
  return prefix && *prefix >= 0 && *prefix <= bits;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

bool is_host_name(std::string_view name) {
  if (name.empty() || name.size() > most_host_bytes) return false;
  for (std::size_t start = 0; start <= name.size();) {
    auto const end = std::min(name.find('.', start), name.size());
    if (!is_label(name.substr(start, end - start))) return false;
    start = end + 1;
  }
  return true;
}

/// The name as DNS carries it (IDNA 2008), or nothing.
std::optional<std::string> to_ascii(std::string const& name) {
  char* out = nullptr;
  if (idn2_to_ascii_8z(name.c_str(), &out, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK) return std::nullopt;
  std::unique_ptr<char, decltype(&idn2_free)> const owned(out, idn2_free);
  return ascii_lower(out);
}

std::optional<std::string> read_host(std::string const& text) {
  std::string name = text;
  std::string port;
  bool const bracketed = text.starts_with('[');
  auto const colon = bracketed ? text.find(':', text.find(']')) : text.find(':');
  if (colon != std::string::npos) {
    name = text.substr(0, colon);
    port = text.substr(colon);
    auto const number = parse_number<int>(std::string_view(port).substr(1));
    if (!number || *number < 1 || *number > 65535) return std::nullopt;
  }
  if (bracketed) {
    if (!name.ends_with(']') || !is_network(name.substr(1, name.size() - 2))) return std::nullopt;
    return ascii_lower(name) + port;
  }
  auto const ascii = to_ascii(name);
  if (!ascii || !is_host_name(*ascii)) return std::nullopt;
  return *ascii + port;
}

}  // namespace

std::optional<std::string> Values::text(std::string const& name) const {
  auto const value = get_(name);
  if (!value) return std::nullopt;
  auto cut = trimmed(*value);
  if (cut.empty()) return std::nullopt;
  return cut;
}

void Values::text(std::string const& name, std::string& into) const {
  if (auto value = text(name)) into = std::move(*value);
}

void Values::flag(std::string const& name, bool& into) const {
  auto const value = text(name);
  if (!value) return;
  auto const word = ascii_lower(*value);
  if (word == "true" || word == "1" || word == "on" || word == "yes")
    into = true;
  else if (word == "false" || word == "0" || word == "off" || word == "no")
    into = false;
  else
    problem(name, fmt::format("\"{}\" is neither true nor false", *value), "Write true or false.");
}

std::optional<std::int64_t> Values::integer(std::string const& name, std::int64_t least, std::int64_t most) const {
  auto const value = text(name);
  if (!value) return std::nullopt;
  auto const number = parse_number<std::int64_t>(*value);
  if (number && *number >= least && *number <= most) return number;
  problem(name, fmt::format("\"{}\" is not a whole number from {} to {}", *value, least, most),
          fmt::format("Write a number from {} to {}, or leave {} out.", least, most, name));
  return std::nullopt;
}

void Values::word(std::string const& name, std::vector<std::string_view> const& words, std::string& into) const {
  auto const value = text(name);
  if (!value) return;
  auto const word = ascii_lower(*value);
  if (std::ranges::find(words, word) != words.end()) {
    into = word;
    return;
  }
  std::string all;
  for (auto const one : words) all += (all.empty() ? "" : ", ") + std::string(one);
  problem(name, fmt::format("\"{}\" is not a word it knows", *value), fmt::format("Write one of: {}.", all));
}

std::vector<std::string> Values::list(std::string const& name) const {
  std::vector<std::string> elements;
  auto const value = text(name);
  if (!value) return elements;
  std::string_view const rest = *value;
  for (std::size_t start = 0; start < rest.size();) {
    auto const end = std::min(rest.find_first_of(", \t", start), rest.size());
    if (end > start) elements.emplace_back(rest.substr(start, end - start));
    start = end + 1;
  }
  return elements;
}

void Values::networks(std::string const& name, std::string& into) const {
  std::string joined;
  for (auto const& element : list(name)) {
    if (!is_network(element)) {
      problem(name, fmt::format("\"{}\" is not an IP address or network", element),
              "Write addresses such as 10.1.2.3 or networks such as 10.0.0.0/8, separated by commas.");
      return;
    }
    joined += (joined.empty() ? "" : ",") + element;
  }
  if (!joined.empty()) into = joined;
}

void Values::address(std::string const& name, std::string& into) const {
  auto const value = text(name);
  if (!value) return;
  auto address = *value == "localhost" ? "127.0.0.1" : *value == "*" ? "::" : *value;
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  if (is_network(address) && address.find('/') == std::string::npos)
    into = address;
  else
    problem(name, fmt::format("\"{}\" is not an IP address", *value),
            "Write 127.0.0.1 for this machine alone, 0.0.0.0 or :: for all of its networks.");
}

std::optional<std::string> Values::host(std::string const& name) const {
  auto const value = text(name);
  return value ? host(name, *value) : std::nullopt;
}

std::optional<std::string> Values::host(std::string const& name, std::string const& text) const {
  if (auto read = read_host(text)) return read;
  bool const looks_like_url = text.find('/') != std::string::npos;
  problem(name, fmt::format("\"{}\" is not a host name", text),
          looks_like_url ? "Write the bare name, such as social.example, without https:// and without a path."
                         : "Write a name such as social.example.");
  return std::nullopt;
}

}  // namespace dunlin::config
