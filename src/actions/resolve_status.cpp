#include "dunlin/actions/resolve_status.hpp"

#include "arrivals.hpp"
#include "dunlin/actions/receive.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

awaitable<StatusId> known(App& app, std::string const& url) {
  co_return co_await app.db.read([&](db::Tx& tx) { return known_status(app, tx, url); });
}

}  // namespace

awaitable<StatusId> resolve_status(App& app, std::string url) {
  return resolve_ancestor(app, std::move(url), 0);
}

awaitable<StatusId> resolve_ancestor(App& app, std::string url, int depth) {
  if (auto const id = co_await known(app, url)) co_return id;
  if (federation::is_ours(app.config, url)) co_return StatusId{};
  auto const text = co_await federation::fetch_document(app, url);
  auto const document = text ? federation::vocabulary::parse(*text) : std::nullopt;
  auto note = document ? federation::vocabulary::read_note(*document) : std::nullopt;
  // Nobody but the author's own server can say what the author wrote.
  if (!note || note->is_vote || !federation::same_host(note->id, note->author)) co_return StatusId{};
  if (note->id != url)
    if (auto const id = co_await known(app, note->id)) co_return id;
  auto author = co_await federation::resolve_actor(app, note->author);
  if (!author || author->is_suspended()) co_return StatusId{};
  Arrival arrival{std::move(*note), std::move(*author), {}, true, depth};
  co_return co_await store_arrival(app, std::move(arrival));
}

std::string FetchParent::to_text() const {
  return std::to_string(depth) + " " + uri;
}

FetchParent FetchParent::from_text(std::string const& text) {
  auto const space = text.find(' ');
  return {text.substr(space + 1), std::atoi(text.c_str())};
}

awaitable<void> fetch_parent(App& app, FetchParent job, jobs::Job const&) {
  auto const parent = co_await resolve_ancestor(app, job.uri, job.depth);
  if (!parent) co_return;
  co_await app.db.transact(
      [&](db::Tx& tx) {
        auto const status = store::statuses::find(tx, parent);
        if (!status) return;
        // It may have been stored before the reply that asks for it.
        store::statuses::adopt_replies(tx, *status);
      },
      db::Urgency::background);
}

}  // namespace dunlin::actions
