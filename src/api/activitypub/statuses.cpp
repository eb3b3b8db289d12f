#include <algorithm>

#include "door.hpp"
#include "dunlin/federation/documents.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/collection.hpp"
#include "dunlin/federation/vocabulary/quotes.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/publications.hpp"
#include "dunlin/store/statuses.hpp"

namespace dunlin::api::activitypub {
namespace {

using access::Call;
using access::Reply;
namespace vocabulary = federation::vocabulary;

constexpr int status_seconds = 180;
constexpr int stamp_seconds = 30;  // a consent may be taken back
constexpr int replies_a_page = 60;

/// A status of ours that the reader may see. Refuses with gone when it was deleted, and with not_found when it is
/// not to be seen: existence must not leak.
Status readable_status(Call const& call, db::Tx& tx, Reader const& reader) {
  auto const account = readable_account(call, tx, reader);
  auto const id = call.id_at<StatusId>("status");
  auto status = store::statuses::find_visible(tx, id, reader.account);
  if (status && status->author == account.id && status->local && !status->local_only) return std::move(*status);
  if (!status && store::statuses::is_buried(tx, account.uri + "/statuses/" + to_string(id)))
    throw Refusal{Refusal::Kind::gone, account.uri + "/statuses/" + to_string(id)};
  throw not_found();
}

std::string announce_of(App& app, db::Tx& tx, Status const& boost) {
  auto const original = store::statuses::find(tx, boost.boost_of);
  if (!original) throw not_found();
  return vocabulary::write_announce(federation::BoostParts(app, tx, boost, *original).boost());
}

std::string note_of(App& app, db::Tx& tx, Status const& status, bool as_activity) {
  if (status.boost_of) return announce_of(app, tx, status);
  federation::NoteParts const parts(app, tx, status);
  auto const urls = federation::urls(app.config);
  return as_activity ? vocabulary::write_create(urls, parts.source())
                     : vocabulary::write_note(urls, parts.source(), true);
}

/// Runs `render` for the status, and answers its absence with a Tombstone where it was deleted.
template <class Render>
awaitable<Reply> with_status(Call const& call, int seconds, Render render) {
  auto const reader = co_await reader_of(call);
  bool shared = false;
  try {
    auto text = co_await call.app.db.read([&](db::Tx& tx) {
      auto const status = readable_status(call, tx, reader);
      shared = is_open(status.visibility);
      return render(tx, status);
    });
    co_return document(call, std::move(text), shared ? seconds : 0);
  } catch (Refusal const& refusal) {
    if (refusal.kind != Refusal::Kind::gone) throw;
    co_return document(call, vocabulary::write_tombstone(refusal.what()), status_seconds, 410);
  }
}

awaitable<Reply> show(Call const& call) {
  if (!wants_document(call.request)) {
    auto const page = co_await call.app.db.read([&](db::Tx& tx) {
      return federation::urls(call.app.config)
          .status_page(local_account(call, tx).username, call.id_at<StatusId>("status"));
    });
    co_return redirect(page);
  }
  co_return co_await with_status(
      call, status_seconds, [&](db::Tx& tx, Status const& status) { return note_of(call.app, tx, status, false); });
}

awaitable<Reply> activity(Call const& call) {
  co_return co_await with_status(call, status_seconds,
                                 [&](db::Tx& tx, Status const& status) { return note_of(call.app, tx, status, true); });
}

/// A list of posts under this id, page by page; the list itself has its first page within.
std::string posts(Call const& call, std::string const& id, std::span<store::publications::Reply const> found) {
  std::vector<std::string> items;
  for (auto const& post : found) items.push_back(vocabulary::quoted(post.uri));
  std::string next;
  if (static_cast<int>(found.size()) == replies_a_page) next = id + "?page=1&min_id=" + to_string(found.back().id);
  if (!call.params.has("page")) return vocabulary::write_replies(id, items, next);
  vocabulary::CollectionPage page{.id = id + "?page=1", .part_of = id, .next = next, .items = std::move(items)};
  // The id of a page is the address that it was asked for under.
  if (call.params.has("min_id")) page.id += "&min_id=" + call.params.text("min_id").value_or("");
  return vocabulary::write_page(page);
}

StatusId after(Call const& call) {
  return StatusId{call.params.integer("min_id").value_or(0)};
}

awaitable<Reply> replies(Call const& call) {
  co_return co_await with_status(call, 0, [&](db::Tx& tx, Status const& status) {
    auto const found = store::publications::open_replies(tx, status.id, after(call), replies_a_page);
    return posts(call, status.uri + "/replies", found);
  });
}

/// What is known here of a thread, whoever began it (FEP-7888).
awaitable<Reply> thread(Call const& call) {
  co_await reader_of(call);
  auto const id = call.id_at<ConversationId>("id");
  auto const found = co_await call.app.db.read(
      [&](db::Tx& tx) { return store::publications::open_thread(tx, id, after(call), replies_a_page); });
  if (found.empty() && !call.params.has("page")) throw not_found();
  co_return document(call, posts(call, call.app.config.base_url() + "/contexts/" + to_string(id), found), 0);
}

awaitable<Reply> likes(Call const& call) {
  co_return co_await with_status(call, 0, [](db::Tx&, Status const& status) {
    return vocabulary::write_collection({.id = status.uri + "/likes", .total = status.favourites_count});
  });
}

awaitable<Reply> shares(Call const& call) {
  co_return co_await with_status(call, 0, [](db::Tx&, Status const& status) {
    return vocabulary::write_collection({.id = status.uri + "/shares", .total = status.boosts_count});
  });
}

/// That an author of ours agreed to be quoted; only while it holds, and for whoever may see both.
awaitable<Reply> quote_stamp(Call const& call) {
  auto const reader = co_await reader_of(call);
  auto text = co_await call.app.db.read([&](db::Tx& tx) {
    auto const author = readable_account(call, tx, reader);
    auto const quoting = store::statuses::find(tx, call.id_at<StatusId>("quoting"));
    if (!quoting || !quoting->quote || quoting->quote->author != author.id) throw not_found();
    if (quoting->quote->state != QuoteState::accepted) throw not_found();
    auto const quoted = store::statuses::find_visible(tx, quoting->quote->of, reader.account);
    if (!quoted || !quoted->local) throw not_found();
    return vocabulary::write_stamp(
        {federation::stamp_uri(call.app, author.id, quoting->id), author.uri, quoting->uri, quoted->uri});
  });
  co_return document(call, std::move(text), stamp_seconds);
}

}  // namespace

void add_statuses(access::Routes& on) {
  for (std::string const& actor : {std::string("/ap/users/:id"), std::string("/users/:name")}) {
    auto const status = actor + "/statuses/:status";
    on.get(status, show, open_to_servers);
    on.get(status + "/activity", activity, open_to_servers);
    on.get(status + "/replies", replies, open_to_servers);
    on.get(status + "/likes", likes, open_to_servers);
    on.get(status + "/shares", shares, open_to_servers);
    on.get(actor + "/quote_authorizations/:quoting", quote_stamp, open_to_servers);
  }
  on.get("/contexts/:id", thread, open_to_servers);
}

}  // namespace dunlin::api::activitypub
