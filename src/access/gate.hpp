#pragma once
#include <optional>
#include <string>

#include "dunlin/access/rate_limits.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/access/tokens.hpp"
#include "dunlin/base/refusal.hpp"

namespace dunlin::access {

/// A refusal of the token itself, which also says so in WWW-Authenticate.
struct TokenRefusal : Refusal {
  TokenRefusal(Kind kind_, std::string const& why, std::string_view error);
  std::string challenge;
};

/// What a row demands of one request: first the throttles, then the token, then scope, who and permission.
class Gate {
 public:
  Gate(App& app, Row const& row, http::Request const& request) : app_(app), row_(row), request_(request) {}

  /// Takes the token from where it stands and looks into memory for it.
  void read_token(http::Params const& params);
  /// The database must be asked before pass().
  bool must_ask() const { return asking_; }
  void ask(db::Tx& tx);
  /// Counts the request, then throws what refuses it.
  void pass(http::Params const& params);
  /// Counts without more: for requests that are refused before they get here.
  void count(bool paged);
  /// Throws what the token alone refuses, and counts nothing.
  void check_token() const;

  std::optional<Token> const& token() const { return token_; }
  Verdict const& verdict() const { return verdict_; }

 private:
  enum class Sent { nothing, unknown, revoked, valid };
  void check_standing() const;

  App& app_;
  Row const& row_;
  http::Request const& request_;
  std::string hash_;  // of the token sent; empty for none
  Sent sent_ = Sent::nothing;
  std::optional<Token> token_;
  bool asking_ = false;
  bool counted_ = false;
  Verdict verdict_;
};

/// Paths below /api: counted by the general throttles, open to other origins.
bool is_api(std::string_view path);

}  // namespace dunlin::access
