#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/secret.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// What somebody fills in to join.
struct SignUp {
  std::string username;
  std::string email;
  Secret password;
  bool agreement = false;
  std::string locale;  // empty for the default
  std::string reason;  // why they want to join
};

/// Who a new login is.
struct NewLogin {
  UserId user;
  AccountId account;
};

/// Makes an account for a stranger if this server takes any, and gives them a password login. Refuses with
/// forbidden when it does not, and with `details` by field for what is wrong with the form.
awaitable<NewLogin> sign_up(App& app, SignUp form);

/// A login about to be made, its expensive parts ready.
struct Login {
  std::string username;
  std::string email;
  std::string password_hash;
  crypto::PrivateKey key;  // RSA, of the account
  std::string locale = "en";
  std::string reason;
  bool confirmed = false;
  bool approved = true;
  std::optional<std::int64_t> role;
};
/// Inserts account, user and key. Throws db::UniqueViolation when name or address is taken.
NewLogin create_login(db::Tx& tx, config::Config const& config, Login const& login, Timestamp now);

/// What is wrong with a user name and an address, leaving aside whether they are taken: "username"/"email".
std::vector<Refusal::Detail> name_problems(std::string_view username, std::string_view email);
/// Names only an admin may give away: "admin", "support"…
bool is_reserved(std::string_view username);
/// Which of the two is taken already.
std::vector<Refusal::Detail> taken(db::Tx& tx, std::string_view username, std::string_view email);

/// "Validation failed: Username has already been taken, …" with the details.
Refusal sign_up_refusal(std::vector<Refusal::Detail> details);

}  // namespace dunlin::actions
