#include <fmt/core.h>
#include <fmt/format.h>

#include <iostream>

#include "dunlin/actions/moves.hpp"
#include "dunlin/actions/sign_up.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/sessions.hpp"
#include "dunlin/store/settings.hpp"
#include "dunlin/store/tokens.hpp"
#include "dunlin/store/users.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

constexpr std::size_t password_bytes = 16;
constexpr std::size_t shortest_password = 8;

[[noreturn]] void fail_with(std::vector<Refusal::Detail> const& details) {
  std::string text;
  for (auto const& detail : details)
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", detail.field, detail.description);
  throw Failure(text);
}

std::int64_t role_named(db::Tx& tx, std::string const& name) {
  if (auto const role = store::users::role_named(tx, name)) return *role;
  throw Failure(
      fmt::format("there is no role \"{}\"; there are: {}", name, fmt::join(store::users::role_names(tx), ", ")));
}

/// From standard input where asked for, else a fresh one.
Secret new_password(Arguments const& arguments) {
  if (!arguments.has("password-stdin")) return Secret(crypto::hex(crypto::random_bytes(password_bytes)));
  std::string line;
  std::getline(std::cin, line);
  if (line.size() < shortest_password) throw Failure("the password on standard input has fewer than 8 characters");
  return Secret(line);
}

void print(Arguments const& arguments, Secret const& password) {
  fmt::print("OK\n");
  if (!arguments.has("password-stdin")) fmt::print("New password: {}\n", password.reveal());
}

int create(Context const& context) {
  auto const& arguments = context.arguments;
  auto const password = new_password(arguments);
  actions::Login login;
  login.username = arguments.words[0];
  login.email = arguments.value("email").value_or("");
  login.confirmed = arguments.has("confirmed");
  login.locale = context.app.config.default_locale;
  if (auto const wrong = actions::name_problems(login.username, login.email); !wrong.empty()) fail_with(wrong);
  login.password_hash = crypto::hash_password(password);
  login.key = crypto::PrivateKey::generate_rsa();
  context.app.db.transact_blocking([&](db::Tx& tx) {
    if (auto const names = actions::taken(tx, login.username, login.email); !names.empty()) fail_with(names);
    if (auto const role = arguments.value("role")) login.role = role_named(tx, *role);
    auto const by_approval = store::settings::read(tx).registrations == store::Registrations::approved;
    login.approved = arguments.has("approve") || !by_approval;
    actions::create_login(tx, context.app.config, login, context.app.clock.now());
  });
  print(arguments, password);
  return 0;
}

/// Writes what the options say; a new password ends what the old one opened.
void change(db::Tx& tx, Context const& context, store::users::User const& user, std::string const& password_hash) {
  auto const& arguments = context.arguments;
  auto const now = context.app.clock.now();
  if (auto const role = arguments.value("role")) store::users::set_role(tx, user.id, role_named(tx, *role));
  if (arguments.has("remove-role")) store::users::set_role(tx, user.id, std::nullopt);
  if (auto const email = arguments.value("email")) {
    if (auto const wrong = actions::name_problems(user.username, *email); !wrong.empty()) fail_with(wrong);
    if (auto const other = store::users::by_email(tx, *email); other && other->id != user.id)
      throw Failure("email has already been taken");
    store::users::set_email(tx, user.id, *email);
  }
  if (arguments.has("confirm")) store::users::set_confirmed(tx, user.id, now);
  if (arguments.has("approve")) store::users::set_approved(tx, user.id, true);
  if (arguments.has("enable")) store::users::set_disabled(tx, user.id, false);
  if (arguments.has("disable")) {
    store::users::set_disabled(tx, user.id, true);
    store::sessions::remove_all(tx, user.id);
  }
  if (password_hash.empty()) return;
  store::users::set_password(tx, user.id, password_hash);
  store::sessions::remove_all(tx, user.id);
  store::tokens::revoke_user(tx, user.id, now);
}

int modify(Context const& context) {
  auto const& arguments = context.arguments;
  auto const resets = arguments.has("reset-password") || arguments.has("password-stdin");
  if (arguments.has("enable") && arguments.has("disable")) throw Failure("--enable and --disable exclude each other");
  auto const password = resets ? new_password(arguments) : Secret{};
  auto const hash = resets ? crypto::hash_password(password) : std::string();
  context.app.db.transact_blocking([&](db::Tx& tx) {
    auto const user = store::users::by_username(tx, arguments.words[0]);
    if (!user) throw Failure(fmt::format("there is no user \"{}\" here", arguments.words[0]));
    change(tx, context, *user, hash);
  });
  if (resets)
    print(arguments, password);
  else
    fmt::print("OK\n");
  return 0;
}

int migrate(Context const& context) {
  auto const& arguments = context.arguments;
  auto const target = arguments.value("target");
  if (target.has_value() == arguments.has("replay")) throw Failure("give either --target or --replay");
  auto const account =
      context.app.db.read_blocking([&](db::Tx& tx) { return store::accounts::by_handle(tx, arguments.words[0], ""); });
  if (!account) throw Failure(fmt::format("there is no account \"{}\" here", arguments.words[0]));
  if (target)
    context.wait(actions::move(context.app, account->id, *target, {.soon_again = arguments.has("force")}));
  else
    context.wait(actions::repeat_move(context.app, account->id));
  fmt::print("OK\n");
  return 0;
}

}  // namespace

void add_accounts(Commands& on) {
  on.push_back({"accounts",
                "create",
                "USERNAME",
                "Make a local account; prints its password",
                {{"email", "ADDRESS", "its e-mail address", true},
                 {"confirmed", "", "the address needs no confirmation"},
                 {"approve", "", "let it in although sign-ups wait for approval"},
                 {"role", "NAME", "Owner, Admin or Moderator"},
                 {"password-stdin", "", "take the password from standard input instead of making one"}},
                create});
  on.push_back({"accounts",
                "modify",
                "USERNAME",
                "Change a local account",
                {{"role", "NAME", "give it this role"},
                 {"remove-role", "", "take its role away"},
                 {"email", "ADDRESS", "change its e-mail address"},
                 {"confirm", "", "take its address as confirmed"},
                 {"enable", "", "let it sign in again"},
                 {"disable", "", "lock it out"},
                 {"approve", "", "let it in"},
                 {"disable-2fa", "", "forget its second factor; there are none yet, so this changes nothing"},
                 {"reset-password", "", "give it a new password, ending its sessions and tokens"},
                 {"password-stdin", "", "take the new password from standard input"}},
                modify});
  on.push_back({"accounts",
                "migrate",
                "USERNAME",
                "Move a local account to another one, which must name it among its aliases",
                {{"target", "ACCT", "where it goes: NAME@DOMAIN"},
                 {"replay", "", "tell everybody again of the move made before"},
                 {"force", "", "though it moved within the last 30 days"}},
                migrate});
}

}  // namespace dunlin::cli
