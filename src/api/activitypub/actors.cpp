#include "door.hpp"
#include "dunlin/federation/documents.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/secrets.hpp"

namespace dunlin::api::activitypub {
namespace {

using access::Call;
using access::Reply;

constexpr int actor_seconds = 180;
constexpr int instance_actor_seconds = 600;

/// The common case: an unsigned request for a document that is in memory.
std::optional<Reply> show_from_memory(Call const& call) {
  if (call.app.config.authorized_fetch || !wants_document(call.request) || !call.request.header("signature").empty())
    return std::nullopt;
  auto const piece = call.app.records.pieces.find("actor:" + call.at("id"));
  if (!piece) return std::nullopt;
  return document(call, *piece, actor_seconds);
}

awaitable<Reply> show(Call const& call) {
  auto& app = call.app;
  if (!wants_document(call.request)) {
    auto const username = co_await app.db.read([&](db::Tx& tx) { return local_account(call, tx).username; });
    co_return redirect(federation::urls(app.config).profile(username));
  }
  auto const reader = co_await reader_of(call);
  auto text = co_await app.db.read([&](db::Tx& tx) {
    auto const account = local_account(call, tx);
    if (reader.account && app.config.authorized_fetch &&
        store::relations::barriers(tx, account.id, reader.account).blocking)
      throw not_found();
    return *federation::actor_document(app, tx, account);
  });
  co_return document(call, std::move(text), actor_seconds);
}

/// Always without a signature: two servers that both demand one could otherwise never begin.
awaitable<Reply> instance_actor(Call const& call) {
  auto const pem = call.app.secrets.instance_key.public_key().pem();
  auto reply = document(call, federation::vocabulary::write_instance_actor(federation::urls(call.app.config), pem),
                        instance_actor_seconds);
  co_return reply;
}

}  // namespace

void add_actors(access::Routes& on) {
  auto rules = open_to_servers;
  rules.from_memory = show_from_memory;
  on.get("/ap/users/:id", show, rules);
  on.get("/users/:name", show, open_to_servers);
  on.get("/actor", instance_actor, open_to_servers);
}

}  // namespace dunlin::api::activitypub
