#include "dunlin/actions/sign_in.hpp"

#include <boost/asio/ip/address.hpp>
#include <chrono>

#include "dunlin/access/rate_limits.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/sessions.hpp"

namespace dunlin::actions {

namespace {

constexpr std::size_t longest_login = 320;
constexpr std::size_t longest_password = 1024;
constexpr std::size_t longest_cookie = 100;
/// A session that was not seen this long has ended.
constexpr auto session_idle = std::chrono::days(90);
constexpr auto session_touched = std::chrono::hours(1);

/// What a password is compared with when nobody has that login, so that the answer takes as long. Made once.
std::string const& nobodys_hash() {
  static std::string const hash = crypto::hash_password(Secret(crypto::random_token()));
  return hash;
}

/// Headers may hold any bytes; a text column may not.
std::string printable(std::string_view text) {
  std::string clean;
  for (auto const c : text)
    if (c >= 0x20 && c < 0x7F) clean += c;
  return clean;
}

}  // namespace

awaitable<std::optional<store::users::User>> check_password(App& app, std::string login, Secret password) {
  if (login.empty() || login.size() > longest_login || password.reveal().size() > longest_password)
    co_return std::nullopt;
  if (!app.rate_limits.check_sign_in(login, app.clock.now()).allowed)
    throw Refusal(Refusal::Kind::too_many, "Too many attempts to sign in. Please wait a while.");
  auto user = co_await app.db.read([&](db::Tx& tx) {
    return login.find('@') == login.npos ? store::users::by_username(tx, login) : store::users::by_email(tx, login);
  });
  auto const fits = co_await app.cpu.run([&] {
    auto const same = crypto::verify_password(user ? user->password_hash : nobodys_hash(), password);
    return same && user;
  });
  if (!fits) co_return std::nullopt;
  co_return user;
}

std::string standing_problem(store::users::User const& user) {
  if (!user.confirmed_at) return "Your login is missing a confirmed e-mail address";
  if (!user.approved) return "Your login is currently pending approval";
  if (user.disabled || user.suspended) return "Your login is currently disabled";
  return {};
}

std::string start_session(App& app, db::Tx& tx, UserId user, std::string_view address, std::string_view user_agent) {
  auto const now = app.clock.now();
  auto cookie = crypto::random_token();
  boost::system::error_code no_address;
  boost::asio::ip::make_address(address, no_address);
  store::sessions::remove_older(tx, user, now - session_idle);
  store::sessions::insert(
      tx, {.id = tx.next_id<Id<struct SessionTag>>(now).value, .user = user, .created_at = now}, crypto::sha256(cookie),
      {.address = no_address ? std::string() : std::string(address), .user_agent = printable(user_agent)});
  return cookie;
}

std::optional<SignedIn> find_session(App& app, db::Tx& tx, std::string_view cookie) {
  if (cookie.empty() || cookie.size() > longest_cookie) return std::nullopt;
  auto const session = store::sessions::find(tx, crypto::sha256(cookie));
  auto const now = app.clock.now();
  if (!session || session->last_seen_at + session_idle < now) return std::nullopt;
  if (session->last_seen_at + session_touched < now) store::sessions::touch(tx, session->id, now);
  auto user = store::users::find(tx, session->user);
  if (!user || !user->is_active()) return std::nullopt;
  return SignedIn{session->id, *std::move(user)};
}

void end_session(db::Tx& tx, std::string_view cookie) {
  if (!cookie.empty()) store::sessions::remove(tx, crypto::sha256(cookie));
}

}  // namespace dunlin::actions
