#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::tokens {

using db::Tx;

/// A token with what the gate must know of its user, in one row.
struct Holder {
  TokenId id;
  ApplicationId application;
  UserId user;        // none for client credentials
  AccountId account;  // none for client credentials
  std::string scopes;
  std::int64_t permissions = 0;  // of the user's role and of the role everyone has
  bool confirmed = false, approved = false, disabled = false, suspended = false;
  Timestamp created_at;
  std::optional<Timestamp> revoked_at;
  std::optional<Timestamp> last_used_at;
};

/// Whose the token with this SHA-256 is, revoked or not.
std::optional<Holder> holder_of(Tx& tx, std::string_view hash);
/// Those of these that still let their user in.
std::vector<TokenId> in_force(Tx& tx, std::span<TokenId const> ids);
/// Notes that the token, and the user if any, were active.
void touch(Tx& tx, TokenId id, UserId user, Timestamp when);

/// A token as it was issued.
struct Issued {
  TokenId id;
  std::string seed;  // empty when it cannot be made again (imported)
  ApplicationId application;
  UserId user;
  std::string scopes;
  Timestamp created_at;
};

std::optional<Issued> find(Tx& tx, TokenId id);
/// The newest token of this application, user (none for client credentials) and exactly these scopes that still
/// holds and can be made again.
std::optional<Issued> reusable(Tx& tx, ApplicationId application, UserId user, std::string_view scopes);
/// Inserts a token by its SHA-256.
void insert(Tx& tx, Issued const& token, std::string_view hash);
/// Whether the user has let this application have all of these: scopes of every valid token of the two.
std::vector<std::string> scopes_granted(Tx& tx, ApplicationId application, UserId user);

/// Revokes and announces it; nothing happens when it was revoked before.
void revoke(Tx& tx, TokenId id, Timestamp when);
/// Revokes every token the application has for the user; how many there were.
int revoke_application(Tx& tx, ApplicationId application, UserId user, Timestamp when);
/// Revokes every token of the user.
void revoke_user(Tx& tx, UserId user, Timestamp when);

/// A code on its way to becoming a token.
struct Code {
  ApplicationId application;
  UserId user;
  std::string redirect_uri;
  std::string scopes;
  std::string code_challenge;  // empty without PKCE
  Timestamp expires_at;
  TokenId token;  // what it became; none while unused
};

void insert_code(Tx& tx, std::string_view hash, Code const& code);
/// The code with this SHA-256, locked until the transaction ends so that two users of it come one after the other.
std::optional<Code> lock_code(Tx& tx, std::string_view hash);
/// Notes what the code became; later uses find it.
void use_code(Tx& tx, std::string_view hash, TokenId token);
/// Deletes codes that ended before this.
void delete_codes_before(Tx& tx, Timestamp when);

}  // namespace dunlin::store::tokens
