#include "dunlin/actions/fetch_collections.hpp"

#include <algorithm>

#include "dunlin/actions/favourites.hpp"
#include "dunlin/actions/resolve_status.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/node.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/account_totals.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/favourites.hpp"

namespace dunlin::actions {
namespace {

using federation::vocabulary::Node;

constexpr std::size_t most_featured = 20;
constexpr std::int64_t most_counted = 1'000'000'000;

awaitable<std::optional<Node>> read(App& app, std::string const& url, std::string const& actor) {
  if (!federation::same_host(url, actor)) co_return std::nullopt;
  auto const text = co_await federation::fetch_document(app, url);
  co_return text ? federation::vocabulary::parse(*text) : std::nullopt;
}

/// How many a collection says there are.
awaitable<std::optional<std::int64_t>> total(App& app, std::string const& url, std::string const& actor) {
  auto const collection = co_await read(app, url, actor);
  auto const said = collection ? (*collection)["totalItems"].integer() : std::nullopt;
  if (!said || *said < 0 || *said > most_counted) co_return std::nullopt;
  co_return said;
}

std::vector<std::string> items_of(Node const& page) {
  auto const& items = page["orderedItems"].nothing() ? page["items"] : page["orderedItems"];
  return items.references(most_featured);
}

/// Ids of a collection, which may have them itself or on its first page.
awaitable<std::vector<std::string>> items(App& app, Node const& collection, std::string const& actor) {
  auto found = items_of(collection);
  auto const& first = collection["first"];
  if (!found.empty() || first.nothing()) co_return found;
  if (first.is_map()) co_return items_of(first);
  auto const page = co_await read(app, std::string(first.text()), actor);
  co_return page ? items_of(*page) : found;
}

/// What is pinned there is pinned here; what no longer is, is not.
awaitable<void> fetch_featured(App& app, Account const& account) {
  auto const collection = co_await read(app, account.featured_url, account.uri);
  if (!collection) co_return;
  std::vector<StatusId> pinned;
  auto const listed = co_await items(app, *collection, account.uri);
  for (auto const& uri : listed) {
    if (!federation::same_host(uri, account.uri)) continue;
    auto const status = co_await resolve_status(app, uri);
    if (status) pinned.push_back(status);
  }
  co_await app.db.transact(
      [&](db::Tx& tx) {
        auto const before = store::pins::of_account(tx, account.id);
        for (auto const status : before)
          if (std::ranges::find(pinned, status) == pinned.end()) receive_unpin(app, tx, account.id, status);
        for (auto const status : pinned)
          if (std::ranges::find(before, status) == before.end()) receive_pin(app, tx, account.id, status);
      },
      db::Urgency::background);
}

}  // namespace

awaitable<void> fetch_collections(App& app, federation::FetchCollections job, jobs::Job const&) {
  auto const account =
      co_await app.db.read([&](db::Tx& tx) { return store::accounts::find(tx, job.account); }, db::Urgency::background);
  if (!account || account->is_local() || account->is_suspended()) co_return;
  store::accounts::Totals totals;
  totals.followers = co_await total(app, account->followers_url, account->uri);
  totals.following = co_await total(app, account->following_url, account->uri);
  totals.statuses = co_await total(app, account->outbox_url, account->uri);
  co_await app.db.transact([&](db::Tx& tx) { store::accounts::set_totals(tx, account->id, totals); },
                           db::Urgency::background);
  if (!account->featured_url.empty()) co_await fetch_featured(app, *account);
}

}  // namespace dunlin::actions
