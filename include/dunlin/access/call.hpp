#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/access/scopes.hpp"
#include "dunlin/app.hpp"
#include "dunlin/base/id.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/http/message.hpp"

namespace dunlin::access {

/// A valid access token and who is behind it.
struct Token {
  TokenId id;
  ApplicationId application;
  UserId user;        // none for client credentials
  AccountId account;  // none for client credentials
  Scopes scopes;
  std::int64_t permissions = 0;  // the role's bits (behaviours.md, "OAuth")
  enum class Standing { active, unconfirmed, pending, disabled } standing = Standing::active;
};

using Reply = http::Response;

/// One request that passed its row's gate, as handlers see it.
struct Call {
  App& app;
  http::Request const& request;
  http::Params const& params;
  std::vector<std::pair<std::string, std::string>> const& path;  // ":id" → {"id", …}
  std::optional<Token> token;

  /// Who is looking; none for anonymous callers and client credentials.
  AccountId viewer() const { return token ? token->account : AccountId{}; }
  /// The text at ":name" of the path; the route must have it.
  std::string const& at(std::string_view name) const;
  /// The id at ":name"; anything that is no id is not found.
  template <class AnyId>
  AnyId id_at(std::string_view name) const {
    auto const id = parse_id<AnyId>(at(name));
    if (!id) throw not_found();
    return *id;
  }
};

/// A JSON answer, 200 unless said otherwise.
inline Reply json(std::string body, int status = 200) {
  Reply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

}  // namespace dunlin::access
