#pragma once
#include <expected>
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/applications.hpp"

namespace dunlin::actions {

/// A token in the form its holder gets it; afterwards only its hash is known.
struct Grant {
  TokenId id;
  std::string token;
  std::string scopes;  // space separated
  Timestamp created_at;
};

/// The text of a token, made again from its seed.
std::string token_text(App const& app, std::string const& seed);

/// A token of the application for the user (none for client credentials): the same as last time where one with
/// exactly these scopes still holds.
Grant issue_token(App& app, db::Tx& tx, ApplicationId application, UserId user, std::string const& scopes);

/// What the user agreed to, to be exchanged for a token.
struct Consent {
  ApplicationId application;
  UserId user;
  std::string redirect_uri;
  std::string scopes;
  std::string code_challenge;  // S256; empty without PKCE
};
/// A code for the consent: single use, ten minutes.
std::string issue_code(App& app, db::Tx& tx, Consent const& consent);

/// What a client hands in for a code.
struct CodeUse {
  std::string code;
  std::string redirect_uri;
  std::string code_verifier;  // empty when not sent
};
/// Why no token came of it, in the words of RFC 6749, section 5.2.
struct GrantError {
  std::string error;
  std::string description;
};
/// The token for a code. Using a code twice revokes what it became: somebody else has it too. That must be
/// committed, so the error is returned, not thrown.
std::expected<Grant, GrantError> redeem_code(App& app, db::Tx& tx, store::applications::Application const& client,
                                             CodeUse const& use);

/// Whether the user has given the application these scopes already.
bool has_granted(db::Tx& tx, ApplicationId application, UserId user, std::string_view scopes);

/// Whether the verifier fits the S256 challenge (RFC 7636, section 4.6).
bool verifier_fits(std::string_view challenge, std::string_view verifier);
/// 43 characters of the URL alphabet, as a SHA-256 has.
bool is_challenge(std::string_view text);

}  // namespace dunlin::actions
