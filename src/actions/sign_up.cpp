#include "dunlin/actions/sign_up.hpp"

#include <algorithm>
#include <array>

#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/actor_keys.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/settings.hpp"
#include "dunlin/store/users.hpp"

namespace dunlin::actions {

namespace {

constexpr std::size_t longest_username = 30;
constexpr std::size_t longest_email = 320;
constexpr std::size_t shortest_password = 8, longest_new_password = 128;
constexpr std::size_t longest_reason = 2000;  // bytes
constexpr std::size_t longest_locale = 16;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_username(std::string_view name) {
  return std::ranges::all_of(name, [](char c) { return is_letter_or_digit(c) || c == '_'; });
}

/// Loose on purpose: only a mail that arrives proves an address.
bool is_email(std::string_view email) {
  auto const at = email.find('@');
  if (at == email.npos || at == 0 || at > 64 || email.find('@', at + 1) != email.npos) return false;
  auto const domain = email.substr(at + 1);
  if (domain.empty() || domain.starts_with('.') || domain.ends_with('.') || domain.find("..") != domain.npos)
    return false;
  auto const plain = [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; };
  return std::ranges::all_of(email, plain) && email.find_first_of("<>()[],;:\\\"") == email.npos;
}

/// The language of mails and pages: letters and dashes only.
std::string locale_of(std::string const& asked, config::Config const& config) {
  auto const good = !asked.empty() && asked.size() <= longest_locale &&
                    std::ranges::all_of(asked, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
  return good ? asked : config.default_locale;
}

std::vector<Refusal::Detail> form_problems(SignUp const& form, bool wants_reason) {
  auto found = name_problems(form.username, form.email);
  if (is_reserved(form.username)) found.push_back({"username", "ERR_RESERVED", "is reserved"});
  auto const length = form.password.reveal().size();
  if (length == 0)
    found.push_back({"password", "ERR_BLANK", "can't be blank"});
  else if (length < shortest_password)
    found.push_back({"password", "ERR_TOO_SHORT", "is too short (minimum is 8 characters)"});
  else if (length > longest_new_password)
    found.push_back({"password", "ERR_TOO_LONG", "is too long (maximum is 128 characters)"});
  if (!form.agreement) found.push_back({"agreement", "ERR_ACCEPTED", "must be accepted"});
  if (wants_reason && form.reason.find_first_not_of(" \t\r\n") == form.reason.npos)
    found.push_back({"reason", "ERR_BLANK", "can't be blank"});
  if (form.reason.size() > longest_reason) found.push_back({"reason", "ERR_TOO_LONG", "is too long"});
  return found;
}

/// What must be known of the settings and of those who are here already before the expensive part.
store::Settings check_form(db::Tx& tx, SignUp const& form) {
  auto const settings = store::settings::read(tx);
  if (settings.registrations == store::Registrations::none) throw forbidden();
  auto const wants_reason =
      settings.registrations == store::Registrations::approved && settings.registrations_need_reason;
  auto found = form_problems(form, wants_reason);
  if (found.empty()) found = taken(tx, form.username, form.email);
  if (!found.empty()) throw sign_up_refusal(std::move(found));
  return settings;
}

}  // namespace

std::vector<Refusal::Detail> name_problems(std::string_view username, std::string_view email) {
  std::vector<Refusal::Detail> found;
  if (username.empty())
    found.push_back({"username", "ERR_BLANK", "can't be blank"});
  else if (!is_username(username))
    found.push_back({"username", "ERR_INVALID", "must contain only letters, numbers and underscores"});
  if (username.size() > longest_username)
    found.push_back({"username", "ERR_TOO_LONG", "is too long (maximum is 30 characters)"});
  if (email.empty())
    found.push_back({"email", "ERR_BLANK", "can't be blank"});
  else if (email.size() > longest_email)
    found.push_back({"email", "ERR_TOO_LONG", "is too long (maximum is 320 characters)"});
  else if (!is_email(email))
    found.push_back({"email", "ERR_INVALID", "is invalid"});
  return found;
}

bool is_reserved(std::string_view username) {
  constexpr std::array<std::string_view, 14> reserved{
      "admin",    "administrator", "mod",  "moderator", "support",    "help",  "root",
      "security", "abuse",         "info", "webmaster", "postmaster", "owner", "instance_actor"};
  return std::ranges::any_of(reserved, [&](std::string_view name) {
    return std::ranges::equal(name, username, [](char a, char b) { return a == (b | 0x20) || a == b; });
  });
}

std::vector<Refusal::Detail> taken(db::Tx& tx, std::string_view username, std::string_view email) {
  std::vector<Refusal::Detail> found;
  if (store::accounts::by_handle(tx, username, ""))
    found.push_back({"username", "ERR_TAKEN", "has already been taken"});
  if (store::users::by_email(tx, email)) found.push_back({"email", "ERR_TAKEN", "has already been taken"});
  return found;
}

Refusal sign_up_refusal(std::vector<Refusal::Detail> details) {
  std::string text;
  for (auto const& detail : details) {
    auto field = detail.field;
    if (!field.empty() && field[0] >= 'a' && field[0] <= 'z') field[0] = static_cast<char>(field[0] - 0x20);
    text += (text.empty() ? "" : ", ") + field + " " + detail.description;
  }
  return {Refusal::Kind::invalid, "Validation failed: " + text, std::move(details)};
}

NewLogin create_login(db::Tx& tx, config::Config const& config, Login const& login, Timestamp now) {
  auto const urls = federation::urls(config);
  Account account;
  account.id = tx.next_id<AccountId>(now);
  account.username = login.username;
  account.uri = urls.actor(account.id);
  account.url = urls.profile(login.username);
  account.inbox_url = account.uri + "/inbox";
  account.outbox_url = account.uri + "/outbox";
  account.followers_url = account.uri + "/followers";
  account.following_url = account.uri + "/following";
  account.featured_url = account.uri + "/collections/featured";
  account.shared_inbox_url = urls.shared_inbox();
  account.discoverable = true;
  account.created_at = now;
  store::accounts::insert(tx, account);
  store::actor_keys::insert_local(tx, account, login.key);

  store::users::User user;
  user.id = tx.next_id<UserId>(now);
  user.account = account.id;
  user.email = login.email;
  user.password_hash = login.password_hash;
  user.role = login.role.value_or(0);
  user.locale = login.locale;
  if (login.confirmed) user.confirmed_at = now;
  user.approved = login.approved;
  user.reason = login.reason;
  user.created_at = now;
  store::users::insert(tx, user);
  tx.changed(store::change::instance, "users");  // they are counted there
  return {user.id, account.id};
}

awaitable<NewLogin> sign_up(App& app, SignUp form) {
  auto const settings = co_await app.db.read([&](db::Tx& tx) { return check_form(tx, form); });
  Login login;
  login.username = form.username;
  login.email = form.email;
  login.locale = locale_of(form.locale, app.config);
  login.reason = form.reason;
  // No mail can be sent yet, so a link to confirm the address would never arrive.
  login.confirmed = true;
  login.approved = settings.registrations == store::Registrations::open;
  co_await app.cpu.run([&] {
    login.password_hash = crypto::hash_password(form.password);
    login.key = crypto::PrivateKey::generate_rsa();
  });
  try {
    auto const made =
        co_await app.db.transact([&](db::Tx& tx) { return create_login(tx, app.config, login, app.clock.now()); });
    log::info("new account {}: e-mail address taken as confirmed, since no mail server is set", form.username);
    co_return made;
  } catch (db::UniqueViolation const&) {
    // Somebody was quicker while the key was made.
    throw sign_up_refusal({{"username", "ERR_TAKEN", "has already been taken"}});
  }
}

}  // namespace dunlin::actions
