#include "dunlin/api/mastodon/streams.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "dunlin/access/refusals.hpp"
#include "dunlin/base/json.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/tokens.hpp"
#include "dunlin/timelines/live.hpp"
#include "payloads.hpp"
#include "plan.hpp"
#include "subscription.hpp"

namespace dunlin::api::mastodon {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using timelines::LiveEvent;
using Sockets = std::vector<std::shared_ptr<Socket>>;

constexpr std::size_t most_subscriptions = 200;  // of one socket
constexpr std::size_t most_said = 100;           // frames of a client that were not answered yet
constexpr std::size_t most_events = 10'000;      // that wait to be rendered
constexpr std::size_t events_at_once = 32;
constexpr auto thump_every = std::chrono::seconds(15);

std::shared_ptr<std::string const> shared(std::string text) {
  return std::make_shared<std::string const>(std::move(text));
}

std::string error_frame(Refusal const& refusal) {
  JsonWriter json;
  json.object([&] {
    json.member("error", std::string_view(refusal.what()));
    json.member("status", access::status_of(refusal.kind));
  });
  return json.take();
}

/// The text of a member, or of the first of a list of them.
std::string text_in(Json const& json, char const* name) {
  auto const at = json.find(name);
  if (at == json.end()) return {};
  auto const& value = at->is_array() && !at->empty() ? at->front() : *at;
  if (value.is_string()) return value.get<std::string>();
  return value.is_number_integer() ? std::to_string(value.get<std::int64_t>()) : std::string();
}

}  // namespace

struct Streams::Impl : std::enable_shared_from_this<Impl> {
  explicit Impl(App& app_) : app(app_) {}

  App& app;
  std::optional<asio::any_io_executor> executor;
  std::unique_ptr<asio::steady_timer> thump_timer;
  bool stopped = false;
  std::unordered_set<std::shared_ptr<Socket>> sockets;
  std::atomic<int> open = 0;
  Topics topics;
  std::vector<LiveEvent> events;
  bool working = false;

  void hear(LiveEvent const& event);
  static awaitable<void> work(std::shared_ptr<Impl> self);
  std::vector<Delivery> render_all(db::Tx& tx, std::span<Planned> planned);
  static awaitable<void> thump(std::shared_ptr<Impl> self);

  std::shared_ptr<Socket> add(std::shared_ptr<http::Channel> channel, access::Token const& token, bool is_websocket);
  void gone(std::shared_ptr<Socket> const& socket);
  void subscribe(std::shared_ptr<Socket> const& socket, Subscription const& subscription);
  void unsubscribe(Socket& socket, Subscription const& subscription);
  void listen(std::shared_ptr<Socket> const& socket, std::string_view text);
  static awaitable<void> answer(std::shared_ptr<Impl> self, std::shared_ptr<Socket> socket);
  static awaitable<void> follow(std::shared_ptr<Impl> self, std::shared_ptr<Socket> socket, Subscription subscription);
  static awaitable<void> recheck(std::shared_ptr<Impl> self, std::string key);
};

void Streams::Impl::hear(LiveEvent const& event) {
  if (stopped || sockets.empty()) return;
  if (events.size() >= most_events) {
    log::warn("streams: {} events wait; the newest are not told", events.size());
    return;
  }
  events.push_back(event);
  if (!std::exchange(working, true)) asio::co_spawn(*executor, work(shared_from_this()), asio::detached);
}

std::vector<Delivery> Streams::Impl::render_all(db::Tx& tx, std::span<Planned> planned) {
  std::vector<Delivery> deliveries;
  for (auto& one : planned) {
    render(app, tx, one.event, one.targets);
    frame(name_of(one.event), one.targets, deliveries);
  }
  return deliveries;
}

/// One batch after the other: what happens first is told first.
awaitable<void> Streams::Impl::work(std::shared_ptr<Impl> self) {
  while (!self->events.empty() && !self->stopped) {
    auto const count = std::min(self->events.size(), events_at_once);
    std::vector<Planned> planned;
    for (std::size_t i = 0; i < count; ++i)
      if (auto targets = plan(self->events[i], self->topics); !targets.empty())
        planned.push_back({std::move(self->events[i]), std::move(targets)});
    self->events.erase(self->events.begin(), self->events.begin() + static_cast<std::ptrdiff_t>(count));
    if (planned.empty()) continue;
    std::vector<Delivery> deliveries;
    try {
      deliveries = co_await self->app.db.read([&](db::Tx& tx) { return self->render_all(tx, planned); });
    } catch (std::exception const& failure) {
      log::error("streams: events are lost: {}", failure.what());
    }
    for (auto const& delivery : deliveries)
      if (auto const socket = delivery.socket.lock()) socket->channel->send(delivery.text);
  }
  self->working = false;
}

/// Proxies close what is silent.
awaitable<void> Streams::Impl::thump(std::shared_ptr<Impl> self) {
  auto const text = shared(":thump\n");
  while (!self->stopped) {
    error_code ignored;
    self->thump_timer->expires_after(thump_every);
    co_await self->thump_timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (self->stopped) co_return;
    for (auto const& socket : Sockets(self->sockets.begin(), self->sockets.end()))
      if (!socket->is_websocket) socket->channel->send(text);
  }
}

std::shared_ptr<Socket> Streams::Impl::add(std::shared_ptr<http::Channel> channel, access::Token const& token,
                                           bool is_websocket) {
  auto const socket = std::make_shared<Socket>();
  socket->channel = std::move(channel);
  socket->token = token;
  socket->is_websocket = is_websocket;
  socket->channel->on_close = [weak = weak_from_this(), socket] {
    if (auto const self = weak.lock()) self->gone(socket);
  };
  sockets.insert(socket);
  open = static_cast<int>(sockets.size());
  return socket;
}

void Streams::Impl::gone(std::shared_ptr<Socket> const& socket) {
  for (auto const& heard : socket->heard) topics.remove(heard.topic, *socket);
  socket->heard.clear();
  sockets.erase(socket);
  open = static_cast<int>(sockets.size());
}

void Streams::Impl::subscribe(std::shared_ptr<Socket> const& socket, Subscription const& subscription) {
  if (!socket->channel->is_open()) return;
  if (std::ranges::find(socket->heard, subscription.label, &Socket::Heard::label) != socket->heard.end()) return;
  if (socket->heard.size() >= most_subscriptions) throw Refusal{Refusal::Kind::too_many, "Too many subscriptions"};
  socket->heard.push_back({subscription.topic, subscription.label});
  topics.add(subscription.topic, {socket, subscription.label, socket->is_websocket}, socket->token.account);
}

void Streams::Impl::unsubscribe(Socket& socket, Subscription const& subscription) {
  auto const at = std::ranges::find(socket.heard, subscription.label, &Socket::Heard::label);
  if (at == socket.heard.end()) return;
  auto const topic = at->topic;
  topics.remove(topic, socket, subscription.label);
  socket.heard.erase(at);
}

void Streams::Impl::listen(std::shared_ptr<Socket> const& socket, std::string_view text) {
  if (socket->said.size() >= most_said) return socket->channel->close(http::policy_violation);
  socket->said.emplace_back(text);
  if (!std::exchange(socket->answering, true))
    asio::co_spawn(*executor, answer(shared_from_this(), socket), asio::detached);
}

/// What a client says, frame by frame. What is no frame is passed over, as Mastodon does.
awaitable<void> Streams::Impl::answer(std::shared_ptr<Impl> self, std::shared_ptr<Socket> socket) {
  while (!socket->said.empty()) {
    auto const said = parse_json(socket->said.front());
    socket->said.pop_front();
    if (!said.is_object()) continue;
    auto const type = text_in(said, "type");
    if (type != "subscribe" && type != "unsubscribe") continue;
    std::string refusal;
    try {
      auto const subscription = read_subscription(socket->token.account, text_in(said, "stream"), text_in(said, "tag"),
                                                  text_in(said, "list"));
      if (type == "unsubscribe")
        self->unsubscribe(*socket, subscription);
      else
        co_await follow(self, socket, subscription);
    } catch (Refusal const& refused) {
      refusal = error_frame(refused);
    }
    if (!refusal.empty()) socket->channel->send(shared(std::move(refusal)));
  }
  socket->answering = false;
}

awaitable<void> Streams::Impl::follow(std::shared_ptr<Impl> self, std::shared_ptr<Socket> socket,
                                      Subscription subscription) {
  co_await self->app.db.read([&](db::Tx& tx) { admit(self->app, tx, socket->token, subscription); });
  self->subscribe(socket, subscription);
}

/// Ends those whose token holds no longer: of one user, of one token, or any.
awaitable<void> Streams::Impl::recheck(std::shared_ptr<Impl> self, std::string key) {
  Sockets doubtful;
  std::vector<TokenId> tokens;
  for (auto const& socket : self->sockets) {
    auto const& token = socket->token;
    bool const named = key == to_string(token.id) || key == "user:" + to_string(token.user);
    if (!named && key != "all") continue;
    doubtful.push_back(socket);
    tokens.push_back(token.id);
  }
  if (doubtful.empty()) co_return;
  std::vector<TokenId> valid;
  try {
    valid = co_await self->app.db.read([&](db::Tx& tx) { return store::tokens::in_force(tx, tokens); });
  } catch (std::exception const& failure) {
    log::error("streams: tokens are not looked at: {}", failure.what());
    co_return;
  }
  for (auto const& socket : doubtful)
    if (std::ranges::find(valid, socket->token.id) == valid.end()) socket->channel->close(http::policy_violation);
}

Streams::Streams(App& app) : impl_(std::make_shared<Impl>(app)) {}

Streams::~Streams() = default;

void Streams::start(asio::any_io_executor executor) {
  impl_->executor = executor;
  impl_->thump_timer = std::make_unique<asio::steady_timer>(executor);
  impl_->app.live.start(executor, [self = impl_](LiveEvent const& event) { self->hear(event); });
  asio::co_spawn(executor, Impl::thump(impl_), asio::detached);
}

void Streams::stop() {
  impl_->stopped = true;
  impl_->app.live.stop();
  if (impl_->thump_timer) impl_->thump_timer->cancel();
}

void Streams::changed(db::Change const& change) {
  if (change.kind != store::change::token || impl_->open == 0) return;
  asio::post(*impl_->executor, [self = impl_, key = change.key] {
    if (!self->stopped) asio::co_spawn(*self->executor, Impl::recheck(self, key), asio::detached);
  });
}

int Streams::open() const {
  return impl_->open;
}

access::Reply Streams::websocket(access::Token const& token, std::string const& protocol,
                                 std::shared_ptr<Subscription const> first) {
  access::Reply reply;
  reply.status = 101;
  if (!protocol.empty()) reply.with("Sec-WebSocket-Protocol", protocol);
  reply.opens = [self = impl_, token, first = std::move(first)](std::shared_ptr<http::Channel> channel) {
    auto const socket = self->add(channel, token, true);
    channel->on_text = [self, socket](std::string_view text) { self->listen(socket, text); };
    if (first) self->subscribe(socket, *first);
  };
  return reply;
}

access::Reply Streams::text_stream(access::Token const& token, Subscription const& subscription) {
  access::Reply reply;
  reply.type = "text/event-stream";
  reply.opens = [self = impl_, token, subscription](std::shared_ptr<http::Channel> channel) {
    auto const socket = self->add(channel, token, false);
    channel->send(shared(":)\n"));
    self->subscribe(socket, subscription);
  };
  return reply;
}

}  // namespace dunlin::api::mastodon
