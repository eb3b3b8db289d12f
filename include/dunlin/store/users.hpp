#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/visibility.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::users {

using db::Tx;

/// A local login. What others see of it is its Account.
struct User {
  UserId id;
  AccountId account;
  std::string username;  // of the account, as it was chosen
  std::string email;
  std::string password_hash;
  std::int64_t role = 0;  // 0 for none
  std::string role_name;
  std::int64_t permissions = 0;  // of the role alone
  std::string locale = "en";
  std::optional<Timestamp> confirmed_at;
  bool approved = true;
  bool disabled = false;
  bool suspended = false;  // the account is
  std::string reason;      // given when asking to join
  Visibility default_visibility = Visibility::public_;
  bool default_sensitive = false;
  std::string default_language;
  std::string default_quote_policy = "public";  // read only
  Timestamp created_at;

  /// May sign in and act.
  bool is_active() const { return confirmed_at && approved && !disabled && !suspended; }
};

std::optional<User> find(Tx& tx, UserId id);
std::optional<User> by_account(Tx& tx, AccountId account);
/// By e-mail address, in any case of letters.
std::optional<User> by_email(Tx& tx, std::string_view email);
/// By the user name of the local account, in any case of letters.
std::optional<User> by_username(Tx& tx, std::string_view username);

/// The id, account, email and password hash must be set. Throws db::UniqueViolation on a taken address.
void insert(Tx& tx, User const& user);

/// Each writes one thing and announces it where a token's standing depends on it.
void set_password(Tx& tx, UserId id, std::string_view hash);
/// Throws db::UniqueViolation on a taken address.
void set_email(Tx& tx, UserId id, std::string_view email);
void set_role(Tx& tx, UserId id, std::optional<std::int64_t> role);
void set_confirmed(Tx& tx, UserId id, Timestamp when);
void set_approved(Tx& tx, UserId id, bool approved);
void set_disabled(Tx& tx, UserId id, bool disabled);
void set_posting_defaults(Tx& tx, UserId id, Visibility visibility, bool sensitive, std::string_view language);

/// The role with this name, in this case of letters.
std::optional<std::int64_t> role_named(Tx& tx, std::string_view name);
/// Names of all roles but the one everyone has, by position.
std::vector<std::string> role_names(Tx& tx);

}  // namespace dunlin::store::users
