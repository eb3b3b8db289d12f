// HTTP signatures by draft-cavage-12 (contract, sections 5.1 and 5.2): what the whole fediverse sends.
#include <algorithm>
#include <map>
#include <stdexcept>

#include "covered.hpp"
#include "dunlin/federation/signatures.hpp"
#include "dunlin/platform/http/url.hpp"

namespace dunlin::federation {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

bool is_token(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || std::string_view("-_().").contains(c);
}

/// `name="value"` or `name=value`, separated by commas; each name once.
std::optional<Parameters> read_parameters(std::string_view text) {
  text = trimmed(text);
  if (lower_case(text.substr(0, 10)) == "signature ") text = trimmed(text.substr(10));
  Parameters found;
  while (true) {
    auto const name_end = std::ranges::find_if_not(text, is_token) - text.begin();
    auto const name = std::string(text.substr(0, static_cast<std::size_t>(name_end)));
    text.remove_prefix(static_cast<std::size_t>(name_end));
    if (name.empty() || !text.starts_with('=')) return std::nullopt;
    text.remove_prefix(1);
    std::string value;
    if (text.starts_with('"')) {
      auto const end = text.find('"', 1);
      if (end == std::string_view::npos) return std::nullopt;
      value = text.substr(1, end - 1);
      if (value.contains('\\')) return std::nullopt;
      text.remove_prefix(end + 1);
    } else {
      auto const end = std::min(text.find(','), text.size());
      value = trimmed(text.substr(0, end));
      if (value.empty() || !std::ranges::all_of(value, is_token)) return std::nullopt;
      text.remove_prefix(end);
    }
    if (!found.emplace(name, std::move(value)).second) return std::nullopt;
    text = trimmed(text);
    if (text.empty()) return found;
    if (!text.starts_with(',')) return std::nullopt;
    text = trimmed(text.substr(1));
  }
}

std::string const* find(Parameters const& parameters, std::string_view name) {
  auto const at = parameters.find(name);
  return at == parameters.end() ? nullptr : &at->second;
}

std::optional<std::vector<std::string>> read_covered(std::string_view words) {
  std::vector<std::string> covered;
  while (!(words = trimmed(words)).empty()) {
    auto const end = std::min(words.find(' '), words.size());
    auto name = lower_case(words.substr(0, end));
    if (has(covered, name) || covered.size() == most_covered) return std::nullopt;
    covered.push_back(std::move(name));
    words.remove_prefix(end);
  }
  return covered;
}

/// The Digest header must name the SHA-256 of the body, whatever else it names.
std::optional<Fault> check_digest(http::Request const& request) {
  auto const header = joined_header(request, "digest");
  if (!header) return Fault::coverage;
  std::vector<std::string> algorithms;
  std::optional<std::string> hash;
  for (std::string_view rest = *header; !rest.empty();) {
    auto const end = std::min(rest.find(','), rest.size());
    auto const entry = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    auto const equals = std::min(entry.find('='), entry.size());
    auto algorithm = lower_case(entry.substr(0, equals));
    if (has(algorithms, algorithm)) return Fault::parse;
    if (algorithm == "sha-256") hash = crypto::from_base64(entry.substr(std::min(equals + 1, entry.size())));
    algorithms.push_back(std::move(algorithm));
  }
  if (!hash || hash->size() != 32 || *hash != crypto::sha256(request.body)) return Fault::digest;
  return std::nullopt;
}

std::expected<std::string, Fault> signed_text(http::Request const& request, std::vector<std::string> const& covered,
                                              Parameters const& parameters, std::string_view target) {
  std::string text;
  for (auto const& name : covered) {
    if (!text.empty()) text += '\n';
    text += name + ": ";
    if (name == "(request-target)") {
      text += lower_case(request.method) + ' ' + std::string(target);
    } else if (name == "(created)" || name == "(expires)") {
      auto const* const value = find(parameters, name.substr(1, name.size() - 2));
      if (!value) return std::unexpected(Fault::coverage);
      text += *value;
    } else {
      auto const value = joined_header(request, name);
      if (!value) return std::unexpected(Fault::coverage);
      text += *value;
    }
  }
  return text;
}

std::optional<Fault> check_time(http::Request const& request, std::vector<std::string> const& covered,
                                Parameters const& parameters, bool hs2019, Timestamp now) {
  auto const covers = [&](std::string_view name) { return has(covered, name); };
  if (!hs2019 && (covers("(created)") || covers("(expires)"))) return Fault::algorithm;
  auto const* const created = find(parameters, "created");
  auto const* const expires = find(parameters, "expires");
  if ((covers("(created)") && !created) || (covers("(expires)") && !expires)) return Fault::coverage;
  auto const base = covers("(created)") ? parse_unix(*created) : parse_http_date(request.header("date"));
  auto const until = expires && hs2019 ? parse_unix(*expires) : std::nullopt;
  if (!base || (expires && hs2019 && !until)) return Fault::clock;
  if (!is_timely(*base, until, covers("(expires)"), now)) return Fault::clock;
  return std::nullopt;
}

}  // namespace

std::expected<Claim, Fault> read_draft(http::Request const& request, Timestamp now) {
  auto const parameters = read_parameters(request.header("signature"));
  if (!parameters) return std::unexpected(Fault::parse);
  auto const* const key_id = find(*parameters, "keyId");
  auto const* const signature = find(*parameters, "signature");
  if (!key_id || !signature) return std::unexpected(Fault::parse);
  auto const* const algorithm = find(*parameters, "algorithm");
  auto const named = algorithm ? lower_case(*algorithm) : std::string();
  if (!named.empty() && named != "rsa-sha256" && named != "hs2019") return std::unexpected(Fault::algorithm);

  auto const* const list = find(*parameters, "headers");
  auto const covered = read_covered(list ? std::string_view(*list) : std::string_view());
  if (!covered) return std::unexpected(Fault::coverage);
  auto const covers = [&](std::string_view name) { return has(*covered, name); };
  bool const post = request.method != "GET" && request.method != "HEAD";
  if ((!covers("date") && !covers("(created)")) || !covers("(request-target)") || !covers("host") ||
      (post && !covers("digest")))
    return std::unexpected(Fault::coverage);
  if (auto const fault = check_time(request, *covered, *parameters, named == "hs2019", now))
    return std::unexpected(*fault);
  if (post)
    if (auto const fault = check_digest(request)) return std::unexpected(*fault);

  auto const decoded = crypto::from_base64(*signature);
  if (!decoded || decoded->empty()) return std::unexpected(Fault::signature);
  Claim claim{*key_id, *decoded, {}, Claim::Primitive::rsa};
  auto text = signed_text(request, *covered, *parameters, request.target);
  if (!text) return std::unexpected(text.error());
  claim.texts.push_back(std::move(*text));
  // Old senders sign the path without its query.
  if (auto const query = request.target.find('?'); query != std::string::npos)
    claim.texts.push_back(*signed_text(request, *covered, *parameters, request.target.substr(0, query)));
  return claim;
}

std::vector<http::Header> sign_draft(crypto::PrivateKey const& key, std::string_view key_id, Unsigned const& request,
                                     Timestamp now) {
  auto const url = http::parse_url(request.url);
  if (!url) throw std::invalid_argument("not a URL that can be asked");
  auto const host = url->authority();
  auto target = url->target;
  if (request.without_query) target.resize(std::min(target.find('?'), target.size()));
  auto const date = http_date(now);
  std::vector<http::Header> headers{{"Date", date}};
  std::string covered = "(request-target) host date";
  std::string text =
      "(request-target): " + lower_case(request.method) + ' ' + target + "\nhost: " + host + "\ndate: " + date;
  if (request.body) {
    auto const digest = "SHA-256=" + crypto::base64(crypto::sha256(*request.body));
    covered += " digest content-type";
    text += "\ndigest: " + digest + "\ncontent-type: " + std::string(request.content_type);
    headers.emplace_back("Digest", digest);
    headers.emplace_back("Content-Type", request.content_type);
  }
  if (!request.synchronization.empty()) {
    covered += " collection-synchronization";
    text += "\ncollection-synchronization: " + std::string(request.synchronization);
    headers.emplace_back("Collection-Synchronization", request.synchronization);
  }
  headers.emplace_back("Signature", "keyId=\"" + std::string(key_id) + "\",algorithm=\"rsa-sha256\",headers=\"" +
                                        covered + "\",signature=\"" + crypto::base64(key.sign(text)) + "\"");
  return headers;
}

}  // namespace dunlin::federation
