#include "dunlin/platform/http/url.hpp"

#include <arpa/inet.h>
#include <idn2.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <vector>

#include "ascii.hpp"
#include "utf8.hpp"

namespace dunlin::http {
namespace {

constexpr std::size_t most_host_bytes = 253, most_label_bytes = 63;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_encoded(std::string& to, char c) {
  constexpr auto digits = "0123456789ABCDEF";
  auto const byte = static_cast<unsigned char>(c);
  to += '%';
  to += digits[byte >> 4];
  to += digits[byte & 15];
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[at] != '%') {
      out += text[at];
    } else {
      if (text.size() - at < 3) return std::nullopt;
      auto const high = hex_value(text[at + 1]), low = hex_value(text[at + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      at += 2;
    }
  }
  return out;
}

bool is_ipv4_text(std::string const& host) {
  in_addr address;
  return inet_pton(AF_INET, host.c_str(), &address) == 1;
}

bool is_ipv6(std::string const& host) {
  in6_addr address;
  return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

/// Resolvers read "127.1", "0x7f000001" and "2130706433" as addresses; only the plain form is accepted here,
/// so that a proxy cannot be talked into one that we did not judge.
bool looks_like_number(std::string_view host) {
  auto const label = host.substr(host.rfind('.') + 1);
  if (std::ranges::all_of(label, is_digit)) return true;
  return label.starts_with("0x") && std::ranges::all_of(label.substr(2), [](char c) { return hex_value(c) >= 0; });
}

bool valid_name(std::string const& host) {
  if (host.empty() || host.size() > most_host_bytes) return false;
  std::size_t label = 0;
  for (char const c : host) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
    } else {
      if (!is_letter(c) && !is_digit(c) && c != '-' && c != '_') return false;
      if (++label > most_label_bytes) return false;
    }
  }
  return label > 0 && !looks_like_number(host);
}

/// A host as it stands in a URL: a name, an IPv4 address, or an IPv6 address in brackets.
std::optional<std::string> read_host(std::string_view text) {
  if (text.starts_with('[')) {
    if (!text.ends_with(']')) return std::nullopt;
    auto inner = ascii_lower(text.substr(1, text.size() - 2));
    if (!is_ipv6(inner)) return std::nullopt;
    return inner;
  }
  std::string plain(text);
  if (is_ipv4_text(plain)) return plain;
  return ascii_host(text);
}

bool acceptable(std::string_view text) {
  return text.size() <= most_url_bytes && valid_utf8(text) && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\';
         });
}

std::string encode_target(std::string_view text) {
  std::string target;
  target.reserve(text.size() + 1);
  if (!text.starts_with('/')) target = "/";
  for (char const c : text) {
    if (static_cast<unsigned char>(c) >= 0x80 || std::string_view(" \"<>`{}|^").contains(c))
      append_encoded(target, c);
    else
      target += c;
  }
  return target;
}

bool starts_with_scheme(std::string_view text) {
  auto const colon = text.find_first_of(":/?#");
  return colon != std::string_view::npos && colon > 0 && text[colon] == ':' && is_letter(text[0]);
}

/// RFC 3986, section 5.2.4.
std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  bool directory = false;
  for (std::size_t at = 1; at <= path.size();) {
    auto const end = std::min(path.find('/', at), path.size());
    auto const segment = path.substr(at, end - at);
    directory = end == path.size() && (segment == "." || segment == "..");
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != ".") {
      kept.push_back(segment);
    }
    at = end + 1;
  }
  std::string out;
  for (auto const segment : kept) out.append("/").append(segment);
  if (directory || out.empty()) out += '/';
  return out;
}

}  // namespace

std::string Url::authority() const {
  auto out = host.contains(':') ? "[" + host + "]" : host;
  if (port != (scheme == "https" ? 443 : 80)) out += ":" + std::to_string(port);
  return out;
}

bool Url::is_address() const {
  return is_ipv4_text(host) || is_ipv6(host);
}

std::optional<Url> parse_url(std::string_view text) {
  if (!acceptable(text)) return std::nullopt;
  auto const colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  Url url;
  url.scheme = ascii_lower(text.substr(0, colon));
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  text = text.substr(colon + 3);
  text = text.substr(0, text.find('#'));

  auto const end = std::min(text.find_first_of("/?"), text.size());
  auto authority = text.substr(0, end);
  if (authority.contains('@')) return std::nullopt;
  url.port = url.scheme == "https" ? 443 : 80;
  auto const port_colon = authority.rfind(':');
  if (port_colon != std::string_view::npos && !authority.ends_with(']')) {
    auto const digits = authority.substr(port_colon + 1);
    auto const [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
    if (error != std::errc{} || last != digits.data() + digits.size() || url.port == 0) return std::nullopt;
    authority = authority.substr(0, port_colon);
  }
  auto host = read_host(authority);
  if (!host) return std::nullopt;
  url.host = std::move(*host);
  url.target = encode_target(text.substr(end));
  return url;
}

std::optional<Url> resolve_url(Url const& base, std::string_view reference) {
  if (!acceptable(reference)) return std::nullopt;
  if (starts_with_scheme(reference)) return parse_url(reference);
  if (reference.starts_with("//")) return parse_url(base.scheme + ":" + std::string(reference));
  reference = reference.substr(0, reference.find('#'));

  auto url = base;
  auto const base_path = base.target.substr(0, base.target.find('?'));
  auto const question = std::min(reference.find('?'), reference.size());
  auto const path = reference.substr(0, question);
  auto const query = reference.substr(question);
  if (path.empty()) {
    if (!query.empty()) url.target = base_path + encode_target(query).substr(1);
  } else {
    auto const merged =
        path.starts_with('/') ? std::string(path) : base_path.substr(0, base_path.rfind('/') + 1) + std::string(path);
    url.target = encode_target(without_dot_segments(merged) + std::string(query));
  }
  if (url.text().size() > most_url_bytes) return std::nullopt;
  return url;
}

std::optional<std::string> ascii_host(std::string_view name) {
  if (name.empty() || name.size() > most_url_bytes || !acceptable_text(name)) return std::nullopt;
  std::string host(name);
  if (std::ranges::any_of(host, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    char* ascii = nullptr;
    auto const result = idn2_to_ascii_8z(host.c_str(), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    std::unique_ptr<char, decltype(&idn2_free)> const owner(ascii, idn2_free);
    if (result != IDN2_OK) return std::nullopt;
    host = ascii;
  }
  host = ascii_lower(host);
  if (!valid_name(host)) return std::nullopt;
  return host;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (char const c : text) {
    if (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~')
      out += c;
    else
      append_encoded(out, c);
  }
  return out;
}

std::optional<std::string> percent_decode(std::string_view text) {
  return decode(text, false);
}
std::optional<std::string> form_decode(std::string_view text) {
  return decode(text, true);
}

}  // namespace dunlin::http
