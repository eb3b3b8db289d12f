// HTTP message signatures by RFC 9421, in the profile that the fediverse agreed on (contract, section 5.3).
#include <algorithm>
#include <map>
#include <stdexcept>

#include "covered.hpp"
#include "dunlin/federation/signatures.hpp"
#include "dunlin/platform/http/url.hpp"

namespace dunlin::federation {
namespace {

/// One `label=("a" "b");key=value…` of Signature-Input.
struct Input {
  std::string label;
  std::vector<std::string> components;
  std::map<std::string, std::string, std::less<>> parameters;  // text unquoted
  std::string verbatim;                                        // everything after "label="
};

bool is_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("_-.*").contains(c);
}

std::string take_key(std::string_view& text) {
  auto const end = static_cast<std::size_t>(std::ranges::find_if_not(text, is_key) - text.begin());
  auto const key = std::string(text.substr(0, end));
  text.remove_prefix(end);
  return key;
}

/// A quoted string without escapes, taken off the front.
std::optional<std::string> take_quoted(std::string_view& text) {
  if (!text.starts_with('"')) return std::nullopt;
  auto const end = text.find('"', 1);
  if (end == std::string_view::npos) return std::nullopt;
  auto const value = std::string(text.substr(1, end - 1));
  if (value.contains('\\')) return std::nullopt;
  text.remove_prefix(end + 1);
  return value;
}

std::expected<Input, Fault> read_input(std::string_view text) {
  text = trimmed(text);
  Input input;
  input.label = take_key(text);
  if (input.label.empty() || !text.starts_with("=(")) return std::unexpected(Fault::parse);
  text.remove_prefix(1);
  input.verbatim = text;
  text.remove_prefix(1);
  while (!(text = trimmed(text)).starts_with(')')) {
    auto component = take_quoted(text);
    if (!component) return std::unexpected(Fault::parse);
    // A parameter would change what the component means; nobody sends one.
    if (text.starts_with(';')) return std::unexpected(Fault::coverage);
    if (has(input.components, *component) || input.components.size() == most_covered)
      return std::unexpected(Fault::coverage);
    input.components.push_back(std::move(*component));
  }
  text.remove_prefix(1);
  while (text.starts_with(';')) {
    text = trimmed(text.substr(1));
    auto name = take_key(text);
    if (name.empty() || !text.starts_with('=')) return std::unexpected(Fault::parse);
    text.remove_prefix(1);
    std::string value;
    if (text.starts_with('"')) {
      auto quoted = take_quoted(text);
      if (!quoted) return std::unexpected(Fault::parse);
      value = std::move(*quoted);
    } else {
      auto const end = std::min(text.find_first_of(";,"), text.size());
      value = trimmed(text.substr(0, end));
      text.remove_prefix(end);
    }
    if (!input.parameters.emplace(std::move(name), std::move(value)).second) return std::unexpected(Fault::parse);
  }
  // Anything left is a second signature: which one would count?
  if (!trimmed(text).empty()) return std::unexpected(Fault::parse);
  return input;
}

std::expected<std::string, Fault> read_signature(std::string_view header, std::string_view label) {
  auto text = trimmed(header);
  if (take_key(text) != label || !text.starts_with("=:") || !text.ends_with(':') || text.size() < 4)
    return std::unexpected(Fault::parse);
  auto const bytes = crypto::from_base64(text.substr(2, text.size() - 3));
  if (!bytes || bytes->empty()) return std::unexpected(Fault::signature);
  return *bytes;
}

std::expected<std::string, Fault> component_value(http::Request const& request, std::string_view name,
                                                  std::string_view scheme) {
  auto const host = std::string(request.header("host"));
  auto const query_at = std::min(request.target.find('?'), request.target.size());
  if (name == "@method") return request.method;
  if (name == "@target-uri") return std::string(scheme) + "://" + host + request.target;
  if (name == "@authority") return lower_case(host);
  if (name == "@scheme") return std::string(scheme);
  if (name == "@request-target") return request.target;
  if (name == "@path") return request.target.substr(0, query_at);
  if (name == "@query") return query_at < request.target.size() ? request.target.substr(query_at) : std::string("?");
  if (name.starts_with('@')) return std::unexpected(Fault::coverage);
  auto value = joined_header(request, name);
  if (!value) return std::unexpected(Fault::coverage);
  return *value;
}

std::optional<Fault> check_content_digest(http::Request const& request) {
  auto const header = joined_header(request, "content-digest");
  if (!header) return Fault::coverage;
  std::vector<std::string> algorithms;
  std::optional<std::string> hash;
  for (std::string_view rest = *header; !rest.empty();) {
    auto const end = std::min(rest.find(','), rest.size());
    auto entry = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    auto algorithm = take_key(entry);
    if (has(algorithms, algorithm)) return Fault::parse;
    if (algorithm == "sha-256" && entry.starts_with("=:") && entry.ends_with(':') && entry.size() > 3)
      hash = crypto::from_base64(entry.substr(2, entry.size() - 3));
    algorithms.push_back(std::move(algorithm));
  }
  if (!hash || hash->size() != 32 || *hash != crypto::sha256(request.body)) return Fault::digest;
  return std::nullopt;
}

std::expected<Claim::Primitive, Fault> read_algorithm(Input const& input) {
  auto const at = input.parameters.find("alg");
  if (at == input.parameters.end()) return Claim::Primitive::any;
  if (at->second == "rsa-v1_5-sha256") return Claim::Primitive::rsa;
  if (at->second == "ed25519") return Claim::Primitive::ed25519;
  return std::unexpected(Fault::algorithm);
}

std::optional<Fault> check_time(Input const& input, Timestamp now) {
  auto const created = input.parameters.find("created");
  auto const expires = input.parameters.find("expires");
  bool const has_expiry = expires != input.parameters.end();
  auto const base = created == input.parameters.end() ? std::nullopt : parse_unix(created->second);
  auto const until = has_expiry ? parse_unix(expires->second) : std::nullopt;
  if (!base || (has_expiry && !until) || !is_timely(*base, until, true, now)) return Fault::clock;
  return std::nullopt;
}

}  // namespace

std::expected<Claim, Fault> read_rfc9421(http::Request const& request, std::string_view scheme, Timestamp now) {
  auto const input = read_input(request.header("signature-input"));
  if (!input) return std::unexpected(input.error());
  auto signature = read_signature(request.header("signature"), input->label);
  if (!signature) return std::unexpected(signature.error());
  auto const key_id = input->parameters.find("keyid");
  if (key_id == input->parameters.end()) return std::unexpected(Fault::parse);
  auto const primitive = read_algorithm(*input);
  if (!primitive) return std::unexpected(primitive.error());
  auto const covers = [&](std::string_view name) { return has(input->components, name); };
  bool const post = request.method != "GET" && request.method != "HEAD";
  if (!covers("@method") || !covers("@target-uri") || (post && !covers("content-digest")))
    return std::unexpected(Fault::coverage);
  if (auto const fault = check_time(*input, now)) return std::unexpected(*fault);
  if (post)
    if (auto const fault = check_content_digest(request)) return std::unexpected(*fault);

  std::string text;
  for (auto const& name : input->components) {
    auto const value = component_value(request, name, scheme);
    if (!value) return std::unexpected(value.error());
    text += '"' + name + "\": " + *value + '\n';
  }
  text += "\"@signature-params\": " + input->verbatim;
  Claim claim{key_id->second, std::move(*signature), {}, *primitive};
  claim.texts.push_back(std::move(text));
  return claim;
}

std::vector<http::Header> sign_rfc9421(crypto::PrivateKey const& key, std::string_view key_id, Unsigned const& request,
                                       Timestamp now) {
  std::vector<http::Header> headers{{"Date", http_date(now)}};
  std::string covered = R"(("@method" "@target-uri")";
  auto const parts = http::parse_url(request.url);
  if (!parts) throw std::invalid_argument("not a URL that can be asked");
  auto const url = parts->text();
  std::string text = "\"@method\": " + std::string(request.method) + "\n\"@target-uri\": " + url;
  if (request.body) {
    auto const digest = "sha-256=:" + crypto::base64(crypto::sha256(*request.body)) + ":";
    covered += " \"content-digest\"";
    text += "\n\"content-digest\": " + digest;
    headers.emplace_back("Content-Digest", digest);
    headers.emplace_back("Content-Type", request.content_type);
  }
  if (!request.synchronization.empty()) {
    covered += " \"collection-synchronization\"";
    text += "\n\"collection-synchronization\": " + std::string(request.synchronization);
    headers.emplace_back("Collection-Synchronization", request.synchronization);
  }
  auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  covered += ");created=" + std::to_string(seconds) + ";keyid=\"" + std::string(key_id) + '"';
  text += "\n\"@signature-params\": " + covered;
  headers.emplace_back("Signature-Input", "sig1=" + covered);
  headers.emplace_back("Signature", "sig1=:" + crypto::base64(key.sign(text)) + ":");
  return headers;
}

}  // namespace dunlin::federation
