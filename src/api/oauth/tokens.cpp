#include <expected>

#include "dunlin/access/scopes.hpp"
#include "dunlin/actions/sign_in.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/tokens.hpp"
#include "wire.hpp"

namespace dunlin::api::oauth {

namespace {

std::string text(Call const& call, std::string_view name) {
  return call.params.text(name).value_or("");
}

Reply invalid_scope() {
  return error(400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.");
}

Reply from_code(Call const& call, db::Tx& tx) {
  auto const application = client(call, tx);
  if (!application) return invalid_client();
  for (auto const name : {"code", "redirect_uri"})
    if (text(call, name).empty()) return missing_parameter(name);
  auto const grant = actions::redeem_code(call.app, tx, *application,
                                          {.code = text(call, "code"),
                                           .redirect_uri = text(call, "redirect_uri"),
                                           .code_verifier = text(call, "code_verifier")});
  if (!grant) return error(400, grant.error().error, grant.error().description);
  return token(*grant);
}

/// A token with what the parameters ask for; of the application itself without a user.
Reply issue(Call const& call, db::Tx& tx, UserId user) {
  auto const application = client(call, tx);
  if (!application) return invalid_client();
  auto const scopes = granted_scopes(*application, text(call, "scope"));
  if (!scopes) return invalid_scope();
  return token(actions::issue_token(call.app, tx, application->id, user, *scopes));
}

/// Test suites sign in this way; no app does (RFC 9700, section 2.4, forbids it).
awaitable<Reply> from_password(Call const& call) {
  auto const user = co_await actions::check_password(call.app, text(call, "username"), Secret(text(call, "password")));
  if (!user || !user->is_active())
    co_return error(400, "invalid_grant", "The e-mail address or the password is wrong, or the login is not active.");
  co_return co_await call.app.db.transact([&](db::Tx& tx) { return issue(call, tx, user->id); });
}

awaitable<Reply> create(Call const& call) {
  auto& db = call.app.db;
  auto const type = text(call, "grant_type");
  if (type == "authorization_code") co_return co_await db.transact([&](db::Tx& tx) { return from_code(call, tx); });
  if (type == "client_credentials")
    co_return co_await db.transact([&](db::Tx& tx) { return issue(call, tx, UserId{}); });
  if (type == "password" && call.app.config.oauth_password_grant) co_return co_await from_password(call);
  if (type.empty()) co_return missing_parameter("grant_type");
  co_return error(400, "unsupported_grant_type", "The authorization grant type is not supported by this server.");
}

Reply revoke(Call const& call, db::Tx& tx) {
  auto const holder = store::tokens::holder_of(tx, crypto::sha256(text(call, "token")));
  if (!holder) return access::json("{}");
  auto const application = client(call, tx);
  if (!application || application->id != holder->application)
    return error(403, "unauthorized_client", "You are not authorized to revoke this token");
  if (!holder->revoked_at) store::tokens::revoke(tx, holder->id, call.app.clock.now());
  return access::json("{}");
}

}  // namespace

void add_tokens(access::Routes& on) {
  on.post("/oauth/token", create, {.who = access::Who::nobody});
  on.post("/oauth/revoke", revoke, {.who = access::Who::nobody});
}

}  // namespace dunlin::api::oauth
