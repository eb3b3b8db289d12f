// Where streams begin: one WebSocket for all, and a server-sent stream for each.
#include <memory>
#include <string>

#include "../resources.hpp"
#include "dunlin/access/refusals.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/api/mastodon/streams.hpp"
#include "dunlin/base/ascii.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/platform/db/database.hpp"
#include "subscription.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;

constexpr std::string_view base = "/api/v1/streaming";

/// Browsers hide the body of an upgrade that was refused; Mastodon's clients look here.
Reply refuse(http::Request const& request, Refusal const& refusal) {
  auto reply = access::refuse_as_json(request, refusal);
  if (!request.header("upgrade").empty()) reply.with("X-Error-Message", refusal.what());
  return reply;
}

awaitable<Subscription> admitted(Call const& call, std::string name) {
  auto const& params = call.params;
  auto subscription =
      read_subscription(call.viewer(), name, params.text("tag").value_or(""), params.text("list").value_or(""));
  co_await call.app.db.read([&](db::Tx& tx) { admit(call.app, tx, *call.token, subscription); });
  co_return subscription;
}

awaitable<Reply> open_socket(Call const& call) {
  auto const& request = call.request;
  if (ascii_lower(request.header("upgrade")) != "websocket") throw not_found();
  if (request.header("sec-websocket-version") != "13" || request.header("sec-websocket-key").empty())
    throw Refusal{Refusal::Kind::bad_request, "Only version 13 of WebSocket is spoken here"};
  std::shared_ptr<Subscription const> first;
  if (auto const stream = call.params.text("stream"); stream && !stream->empty())
    first = std::make_shared<Subscription const>(co_await admitted(call, *stream));
  auto const protocols = request.header("sec-websocket-protocol");
  co_return call.app.streams.websocket(*call.token, std::string(protocols.substr(0, protocols.find(','))), first);
}

/// "/api/v1/streaming/public/local" is the stream "public:local".
awaitable<Reply> open_text(Call const& call) {
  auto name = call.request.path.substr(base.size() + 1);
  for (auto& c : name)
    if (c == '/') c = ':';
  if (name.starts_with("public") && call.params.flag("only_media").value_or(false)) name += ":media";
  auto const subscription = co_await admitted(call, std::move(name));
  auto reply = call.app.streams.text_stream(*call.token, subscription);
  reply.with("Cache-Control", "private, no-store").with("X-Accel-Buffering", "no");
  co_return reply;
}

awaitable<Reply> health(Call const&) {
  Reply reply;
  reply.type = "text/plain; charset=utf-8";
  reply.body = "OK";
  co_return reply;
}

}  // namespace

void add_streaming(access::Routes& on) {
  on.refuse_with(refuse);
  on.get("/api/v1/streaming", open_socket);
  on.get("/api/v1/streaming/health", health, {.who = access::Who::nobody});
  on.get("/api/v1/streaming/user", open_text, {.needs = "read:statuses"});
  on.get("/api/v1/streaming/user/notification", open_text, {.needs = "read:notifications"});
  on.get("/api/v1/streaming/public", open_text, {.needs = "read:statuses"});
  on.get("/api/v1/streaming/public/local", open_text, {.needs = "read:statuses"});
  on.get("/api/v1/streaming/public/remote", open_text, {.needs = "read:statuses"});
  on.get("/api/v1/streaming/hashtag", open_text, {.needs = "read:statuses"});
  on.get("/api/v1/streaming/hashtag/local", open_text, {.needs = "read:statuses"});
  on.get("/api/v1/streaming/list", open_text, {.needs = "read:statuses"});
  on.get("/api/v1/streaming/direct", open_text, {.needs = "read:statuses"});
  on.refuse_with(access::refuse_as_json);
}

}  // namespace dunlin::api::mastodon
