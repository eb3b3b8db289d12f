#include "forwarded.hpp"

#include <algorithm>

#include "ascii.hpp"

namespace dunlin::http {
namespace {

constexpr std::size_t most_id_bytes = 128;
constexpr std::size_t most_forwarded_host_bytes = 300;  // 253 for a name, a port, and some air

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
}

/// "1.2.3.4:567" and "[::1]:567" without the port.
std::string_view without_port(std::string_view entry) {
  if (entry.starts_with('[')) return entry.substr(1, std::min(entry.find(']'), entry.size()) - 1);
  auto const colon = entry.find(':');
  return colon != std::string_view::npos && entry.rfind(':') == colon ? entry.substr(0, colon) : entry;
}

/// The last entry of a comma list, taken off it.
std::string_view take_last(std::string_view& list) {
  auto const comma = list.rfind(',');
  auto const entry = trimmed(list.substr(comma == std::string_view::npos ? 0 : comma + 1));
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  return entry;
}

void apply_addresses(Request& request, Networks const& trusted) {
  // Several lines of one header are one list: the last line is nearest to us.
  for (auto line = request.headers.rbegin(); line != request.headers.rend(); ++line) {
    if (line->first != "x-forwarded-for") continue;
    for (std::string_view rest = line->second; !rest.empty();) {
      auto const entry = without_port(take_last(rest));
      auto const address = parse_ip(entry);
      if (!address) return;
      request.address = entry;
      if (!trusted.contains(*address)) return;
    }
  }
}

}  // namespace

bool valid_host(std::string_view host) {
  return !host.empty() && host.size() <= most_forwarded_host_bytes && std::ranges::all_of(host, [](char c) {
    return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
  });
}

void apply_forwarded(Request& request, Networks const& trusted) {
  apply_addresses(request, trusted);
  auto first = [&](std::string_view name) {
    auto const value = request.header(name);
    return trimmed(value.substr(0, value.find(',')));
  };
  if (auto const scheme = first("x-forwarded-proto"); !scheme.empty()) {
    if (equal_ignoring_case(scheme, "https")) request.scheme = "https";
    if (equal_ignoring_case(scheme, "http")) request.scheme = "http";
  }
  if (auto const host = first("x-forwarded-host"); valid_host(host)) request.host = ascii_lower(host);
  auto const id = request.header("x-request-id");
  if (!id.empty() && id.size() <= most_id_bytes &&
      std::ranges::all_of(id, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.'; }))
    request.id = id;
}

}  // namespace dunlin::http
