#include "gate.hpp"

#include <fmt/core.h>

#include "dunlin/platform/config/config.hpp"

namespace dunlin::access {

namespace {

/// No token of ours is longer; more is not worth hashing.
constexpr std::size_t longest_token = 512;
constexpr std::int64_t administrator = 1;  // the role bit that implies all others

bool starts_with_bearer(std::string_view header) {
  constexpr std::string_view scheme = "bearer ";
  if (header.size() <= scheme.size()) return false;
  for (std::size_t i = 0; i < scheme.size(); ++i)
    if ((header[i] | 0x20) != (scheme[i] | 0x20)) return false;
  return true;
}

std::string_view trimmed(std::string_view text) {
  auto const begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The token as sent: header, then `access_token`, then `bearer_token` (behaviours.md, "OAuth"), then the WebSocket's.
std::string token_of(http::Request const& request, http::Params const& params) {
  auto const header = request.header("authorization");
  if (starts_with_bearer(header)) return std::string(trimmed(header.substr(7)));
  if (params.kind() == http::Params::Kind::map)
    for (auto const name : {"access_token", "bearer_token"})
      if (auto token = params.text(name); token && !token->empty()) return *std::move(token);
  // Browsers cannot set headers of a WebSocket, but name its subprotocol (behaviours.md, "Streaming").
  if (request.header("sec-websocket-key").empty()) return {};
  auto const protocols = request.header("sec-websocket-protocol");
  return std::string(trimmed(protocols.substr(0, protocols.find(','))));
}

bool is_paged(http::Params const& params) {
  if (params.kind() != http::Params::Kind::map) return false;
  for (auto const name : {"max_id", "min_id", "since_id", "page"})
    if (params.has(name)) return true;
  return false;
}

TokenRefusal invalid_token(std::string const& why) {
  return {Refusal::Kind::unauthenticated, why, "invalid_token"};
}

}  // namespace

bool is_api(std::string_view path) {
  return path.starts_with("/api/");
}

TokenRefusal::TokenRefusal(Kind kind_, std::string const& why, std::string_view error)
    : Refusal(kind_, why),
      challenge(fmt::format(R"(Bearer realm="Doorkeeper", error="{}", error_description="{}")", error, why)) {}

void Gate::read_token(http::Params const& params) {
  if (row_.rules.who == Who::nobody) return;
  auto const sent = token_of(request_, params);
  if (sent.empty()) return;
  if (sent.size() > longest_token) {
    sent_ = Sent::unknown;
    return;
  }
  hash_ = Tokens::hash(sent);
  token_ = app_.tokens.remembered(hash_);
  sent_ = token_ ? Sent::valid : Sent::unknown;
  asking_ = !token_;
}

void Gate::ask(db::Tx& tx) {
  auto const found = app_.tokens.find(tx, hash_);
  token_ = found.token;
  sent_ = found.token ? Sent::valid : found.revoked ? Sent::revoked : Sent::unknown;
  asking_ = false;
}

void Gate::count(bool paged) {
  if (counted_) return;  // a transaction that is run again is still one request
  counted_ = true;
  Asked const asked{.family = row_.rules.family, .api = is_api(request_.path), .paged = paged};
  if (!asked.api && asked.family == Family::none) return;
  Subject subject{.token = {}, .user = {}, .address = request_.address};
  if (token_) {
    subject.token = token_->id;
    subject.user = token_->user;
  }
  verdict_ = app_.rate_limits.check(subject, asked, app_.clock.now());
}

void Gate::pass(http::Params const& params) {
  count(is_paged(params));
  if (!verdict_.allowed) throw Refusal(Refusal::Kind::too_many, "Too many requests");
  if (row_.rules.who == Who::nobody) return;
  if (sent_ == Sent::nothing && row_.rules.anonymous) {
    if (!app_.config.anonymous_api && is_api(request_.path))
      throw Refusal(Refusal::Kind::unauthenticated, "This method requires an authenticated user");
    return;
  }
  check_token();
}

void Gate::check_token() const {
  if (sent_ == Sent::revoked) throw invalid_token("The access token was revoked");
  if (!token_) throw invalid_token("The access token is invalid");
  auto const& rules = row_.rules;
  if (!row_.needs.none() && !token_->scopes.intersects(row_.needs))
    throw TokenRefusal(Refusal::Kind::forbidden, "This action is outside the authorized scopes", "insufficient_scope");
  if (rules.who == Who::application && token_->user)
    throw Refusal(Refusal::Kind::forbidden, "This method requires client credentials");
  if (rules.who == Who::user && !rules.anonymous && !token_->user)
    throw Refusal(Refusal::Kind::invalid, "This method requires an authenticated user");
  if (rules.who == Who::user) check_standing();
  if (rules.permission != 0 && (token_->permissions & (rules.permission | administrator)) == 0) throw forbidden();
}

void Gate::check_standing() const {
  auto const refused = [](char const* why) { return Refusal(Refusal::Kind::forbidden, why); };
  switch (token_->standing) {
    case Token::Standing::active:
      return;
    case Token::Standing::unconfirmed:
      if (!row_.rules.unconfirmed) throw refused("Your login is missing a confirmed e-mail address");
      return;
    case Token::Standing::pending:
      if (!row_.rules.unconfirmed) throw refused("Your login is currently pending approval");
      return;
    case Token::Standing::disabled:
      throw refused("Your login is currently disabled");
  }
}

}  // namespace dunlin::access
