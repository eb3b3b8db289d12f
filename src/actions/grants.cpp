#include "dunlin/actions/grants.hpp"

#include <algorithm>

#include "dunlin/access/scopes.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/store/secrets.hpp"
#include "dunlin/store/tokens.hpp"

namespace dunlin::actions {

namespace {

constexpr std::size_t seed_bytes = 16;
constexpr auto code_lasts = std::chrono::minutes(10);
/// Used codes stay this long, so that a second use is still recognised and revokes.
constexpr auto code_kept = std::chrono::hours(24);
constexpr std::size_t longest_code = 200;
constexpr std::size_t shortest_verifier = 43, longest_verifier = 128;  // RFC 7636, section 4.1

std::unexpected<GrantError> invalid_grant() {
  return std::unexpected(GrantError{
      "invalid_grant",
      "The authorization code is unknown, was used before, has expired, or belongs to another client, redirect "
      "address or code verifier."});
}

}  // namespace

// It is never stored: who knows the server's key and the seed can make it again.
std::string token_text(App const& app, std::string const& seed) {
  return crypto::base64url(crypto::hmac_sha256(app.secrets.key.reveal(), "token:" + seed));
}

Grant issue_token(App& app, db::Tx& tx, ApplicationId application, UserId user, std::string const& scopes) {
  if (auto const old = store::tokens::reusable(tx, application, user, scopes)) {
    auto text = token_text(app, old->seed);
    // After a change of the server's key the old seed makes another text than the one handed out then.
    auto const holder = store::tokens::holder_of(tx, crypto::sha256(text));
    if (holder && holder->id == old->id) return {old->id, std::move(text), old->scopes, old->created_at};
  }
  auto const now = app.clock.now();
  store::tokens::Issued const fresh{.id = tx.next_id<TokenId>(now),
                                    .seed = crypto::random_bytes(seed_bytes),
                                    .application = application,
                                    .user = user,
                                    .scopes = scopes,
                                    .created_at = now};
  auto text = token_text(app, fresh.seed);
  store::tokens::insert(tx, fresh, crypto::sha256(text));
  return {fresh.id, std::move(text), scopes, now};
}

std::string issue_code(App& app, db::Tx& tx, Consent const& consent) {
  auto const now = app.clock.now();
  auto code = crypto::random_token();
  store::tokens::delete_codes_before(tx, now - code_kept);
  store::tokens::insert_code(tx, crypto::sha256(code),
                             {.application = consent.application,
                              .user = consent.user,
                              .redirect_uri = consent.redirect_uri,
                              .scopes = consent.scopes,
                              .code_challenge = consent.code_challenge,
                              .expires_at = now + code_lasts,
                              .token = {}});
  return code;
}

std::expected<Grant, GrantError> redeem_code(App& app, db::Tx& tx, store::applications::Application const& client,
                                             CodeUse const& use) {
  if (use.code.empty() || use.code.size() > longest_code) return invalid_grant();
  auto const hash = crypto::sha256(use.code);
  auto const code = store::tokens::lock_code(tx, hash);
  if (!code || code->application != client.id) return invalid_grant();
  if (code->token) {
    store::tokens::revoke(tx, code->token, app.clock.now());
    return invalid_grant();
  }
  if (code->expires_at <= app.clock.now() || code->redirect_uri != use.redirect_uri) return invalid_grant();
  if (!code->code_challenge.empty()) {
    if (use.code_verifier.empty())
      return std::unexpected(GrantError{"invalid_request", "Missing required parameter: code_verifier."});
    if (!verifier_fits(code->code_challenge, use.code_verifier)) return invalid_grant();
  }
  auto grant = issue_token(app, tx, client.id, code->user, code->scopes);
  store::tokens::use_code(tx, hash, grant.id);
  return grant;
}

bool has_granted(db::Tx& tx, ApplicationId application, UserId user, std::string_view scopes) {
  auto const wanted = access::Scopes::parse(scopes);
  if (!wanted) return false;
  access::Scopes granted;
  for (auto const& words : store::tokens::scopes_granted(tx, application, user))
    granted = granted | access::Scopes::parse(words).value_or(access::Scopes{});
  return granted.contains(*wanted);
}

bool is_challenge(std::string_view text) {
  return text.size() == shortest_verifier && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

bool verifier_fits(std::string_view challenge, std::string_view verifier) {
  if (verifier.size() < shortest_verifier || verifier.size() > longest_verifier) return false;
  return crypto::equal_constant_time(challenge, crypto::base64url(crypto::sha256(verifier)));
}

}  // namespace dunlin::actions
