#include "dunlin/actions/push.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "dunlin/actions/grants.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/secrets.hpp"
#include "dunlin/store/settings.hpp"
#include "push_text.hpp"

namespace dunlin::actions {
namespace {

namespace subscriptions = store::push_subscriptions;
using subscriptions::PushId;
using subscriptions::PushSubscription;

constexpr auto newest = std::chrono::hours(48);  // older notifications are no news
constexpr auto token_lasts = std::chrono::hours(24);
constexpr auto endpoint_patience = std::chrono::seconds(10);
constexpr std::size_t most_answer_bytes = 64 * 1024;
constexpr std::size_t secret_bytes = 16;

std::string signature(App const& app, PushId id) {
  return crypto::base64url(crypto::hmac_sha256(app.secrets.key.reveal(), "push:" + to_string(id)));
}

/// A message that is to go out.
struct Message {
  PushSubscription to;
  std::string text;
  std::string contact;
};

std::optional<Message> begin(App& app, db::Tx& tx, Push const& what) {
  auto begun = subscriptions::begin(tx, what.subscription, what.notification, app.clock.now());
  if (!begun) return std::nullopt;
  auto const told = store::notifications::find(tx, begun->subscription.account, what.notification);
  if (!told || told->filtered || told->created_at + newest < app.clock.now()) return std::nullopt;
  auto const from = store::accounts_by_id(app.records, tx, std::array{told->from})[0];
  if (!from) return std::nullopt;
  auto const status = told->status ? store::statuses_by_id(app.records, tx, std::array{told->status})[0] : nullptr;
  auto const mail = store::settings::read(tx).contact_email;
  auto const token = begun->seed.empty() ? std::string() : token_text(app, begun->seed);
  return Message{.to = std::move(begun->subscription),
                 .text = push_text(app, *told, *from, status.get(), token, begun->locale),
                 .contact = "mailto:" + (mail.empty() ? "webmaster@" + app.config.local_domain : mail)};
}

http::Outgoing request_of(App const& app, Message const& message) {
  auto const origin = http::parse_url(message.to.endpoint).value_or(http::Url{}).origin();
  crypto::P256Pair const own{.scalar = Secret(*crypto::from_base64url(app.secrets.vapid_private.reveal())),
                             .point = *crypto::from_base64url(app.secrets.vapid_public)};
  auto const token = crypto::vapid_token(own, origin, message.contact, app.clock.now() + token_lasts);
  auto const sealed = message.to.standard ? crypto::encrypt_push(message.to.receiver, message.text)
                                          : crypto::encrypt_push_legacy(message.to.receiver, message.text);
  http::Outgoing request;
  request.method = "POST";
  request.url = message.to.endpoint;
  request.headers = {{"Content-Type", "application/octet-stream"},
                     {"TTL", "172800"},
                     {"Urgency", "normal"},
                     {"Unsubscribe-URL", unsubscribe_url(app, message.to.id)}};
  if (message.to.standard) {
    request.headers.emplace_back("Content-Encoding", "aes128gcm");
    request.headers.emplace_back("Authorization", fmt::format("vapid t={},k={}", token, app.secrets.vapid_public));
  } else {
    request.headers.emplace_back("Content-Encoding", "aesgcm");
    request.headers.emplace_back("Encryption", "salt=" + sealed.salt);
    request.headers.emplace_back("Crypto-Key",
                                 fmt::format("dh={};p256ecdsa={}", sealed.point, app.secrets.vapid_public));
    request.headers.emplace_back("Authorization", "WebPush " + token);
  }
  request.body = sealed.body;
  request.most_bytes = most_answer_bytes;
  request.patience = endpoint_patience;
  request.redirects = 0;
  return request;
}

enum class Outcome { taken, refused, again, impossible };

awaitable<Outcome> send(App& app, Message const& message) {
  auto request = co_await app.cpu.run([&] { return request_of(app, message); });
  try {
    auto const answer = co_await app.http.send(std::move(request));
    if (answer.status / 100 == 2) co_return Outcome::taken;
    log::debug("push service {} answered {}", http::parse_url(message.to.endpoint)->host, answer.status);
    bool const for_good = answer.status / 100 == 4 && answer.status != 408 && answer.status != 429;
    co_return for_good ? Outcome::refused : Outcome::again;
  } catch (http::ClientError const& error) {
    co_return error.permanent ? Outcome::impossible : Outcome::again;
  }
}

}  // namespace

void push(db::Tx& tx, std::span<store::notifications::Told const> told, std::string_view type, AccountId from) {
  if (std::ranges::none_of(told, &store::notifications::Told::pushes)) return;
  std::vector<jobs::New> messages;
  for (auto const& one : subscriptions::wanted(tx, told, type, from))
    messages.push_back({.payload = Push{one.subscription, one.notification}.to_text(),
                        .host = http::parse_url(one.endpoint).value_or(http::Url{}).host});
  if (!messages.empty()) jobs::enqueue_many(tx, Push::kind, messages);
}

void subscribe_to_push(App& app, db::Tx& tx, PushSubscription& subscription) {
  auto const url = http::parse_url(subscription.endpoint);
  if (!url || (url->scheme != "https" && app.config.local_https)) throw invalid("Endpoint is not a valid address");
  if (!crypto::is_p256_point(subscription.receiver.point) || subscription.receiver.secret.size() != secret_bytes)
    throw invalid("Keys are not those of a push subscription");
  subscriptions::put(tx, subscription, app.clock.now());
}

std::string unsubscribe_url(App const& app, PushId id) {
  return app.config.base_url() + "/api/web/push_subscriptions/" + to_string(id) + "-" + signature(app, id);
}

bool unsubscribe_by_name(App& app, db::Tx& tx, std::string_view name) {
  auto const dash = std::min(name.find('-'), name.size());
  auto const id = parse_id<PushId>(name.substr(0, dash));
  if (!id || !crypto::equal_constant_time(name.substr(std::min(dash + 1, name.size())), signature(app, *id)))
    return false;
  subscriptions::remove(tx, *id);
  return true;
}

std::string Push::to_text() const {
  return to_string(subscription) + " " + to_string(notification);
}

Push Push::from_text(std::string const& text) {
  auto const space = std::min(text.find(' '), text.size());
  std::string_view const words = text;
  return {parse_id<PushId>(words.substr(0, space)).value_or(PushId{}),
          parse_id<NotificationId>(words.substr(std::min(space + 1, words.size()))).value_or(NotificationId{})};
}

awaitable<void> send_push(App& app, Push what, jobs::Job const&) {
  auto const message =
      co_await app.db.transact([&](db::Tx& tx) { return begin(app, tx, what); }, db::Urgency::background);
  if (!message) co_return;
  auto const outcome = co_await send(app, *message);
  if (outcome == Outcome::taken) co_return;
  co_await app.db.transact(
      [&](db::Tx& tx) {
        if (outcome == Outcome::refused) subscriptions::remove(tx, what.subscription);
        if (outcome == Outcome::again) subscriptions::failed(tx, what.subscription, what.notification);
      },
      db::Urgency::background);
  if (outcome == Outcome::again) throw std::runtime_error("the push service did not take the message");
}

}  // namespace dunlin::actions
