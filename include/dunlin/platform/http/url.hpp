#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::http {

inline constexpr std::size_t most_url_bytes = 2048;

/// An absolute http or https URL taken apart for a request or for comparing hosts (contract, section 16).
/// Never the text to store: ids are kept as they came.
struct Url {
  std::string scheme;      // "http" or "https"
  std::string host;        // ASCII, lower-case; an IPv6 address stands without its brackets
  std::uint16_t port = 0;  // the scheme's own when none is written
  std::string target;      // path and query for a request line, at least "/"; the fragment is left out

  /// What a Host header holds: the host, with the port unless it is the scheme's own.
  std::string authority() const;
  /// "https://host" or "https://host:port".
  std::string origin() const { return scheme + "://" + authority(); }
  std::string text() const { return origin() + target; }
  /// Whether the host is an IPv4 or IPv6 address rather than a name.
  bool is_address() const;
};

/// Nothing when not absolute http(s), longer than 2048 bytes, or holding user info, control characters, a
/// backslash, invalid UTF-8, or a host that is neither a name nor a plain IP address. Spaces, quotes and
/// non-ASCII characters of path and query are percent-encoded.
std::optional<Url> parse_url(std::string_view text);
/// A Location header (or href) against the URL it was found at: RFC 3986, section 5.2.
std::optional<Url> resolve_url(Url const& base, std::string_view reference);
/// A host name in ASCII and lower case (IDNA 2008, non-transitional); nothing when not a valid name. No port.
std::optional<std::string> ascii_host(std::string_view name);

/// Percent-encodes all but RFC 3986 unreserved characters: safe in a path segment and in a query.
std::string percent_encode(std::string_view text);
/// Nothing when a % is not followed by two hex digits. Does not judge what the bytes are.
std::optional<std::string> percent_decode(std::string_view text);
/// The same for forms and queries, where + is a space.
std::optional<std::string> form_decode(std::string_view text);

}  // namespace dunlin::http
