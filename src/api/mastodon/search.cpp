// GET /api/v2/search: accounts, posts by their words or their address, hashtags,
// collections by their address.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/resolve_status.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/collections.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/tag_search.hpp"
#include "entities/account.hpp"
#include "entities/collection.hpp"
#include "entities/status.hpp"
#include "entities/tag.hpp"
#include "handles.hpp"
#include "pages.hpp"
#include "resources.hpp"
#include "searching.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr PageSize search_page{20, 40};

struct Search {
  std::string query;
  std::string type;  // empty for all
  bool resolve = false;
  AccountSearch accounts;
  bool is_url = false;

  bool wants(std::string_view what) const { return type.empty() || type == what; }
};

/// What an URL or a handle turned out to be.
struct Found {
  AccountId account;
  StatusId status;
  CollectionId collection;
};

Refusal bad(char const* why) {
  return {Refusal::Kind::bad_request, why};
}
Refusal needs_login(char const* why) {
  return {Refusal::Kind::unauthenticated, why};
}

Search read_search(Call const& call) {
  auto const& params = call.params;
  Search search;
  search.query = trimmed(params.text("q").value_or(""));
  if (search.query.empty()) throw bad("Missing parameter: q");
  if (params.integer("limit").value_or(0) < 0 || params.integer("offset").value_or(0) < 0)
    throw bad("limit and offset must not be negative");
  search.type = params.text("type").value_or("");
  search.resolve = params.flag("resolve").value_or(false);
  search.accounts = {.following = params.flag("following").value_or(false),
                     .limit = read_limit(params, search_page),
                     .offset = read_offset(params)};
  if (!call.viewer() && params.has("offset") && search.accounts.offset > 0)
    throw needs_login("Search queries pagination is not supported without authentication");
  if (!call.viewer() && search.resolve)
    throw needs_login("Search queries that resolve remote resources are not supported without authentication");
  // Without a type an offset would mean three different things.
  if (search.type.empty()) search.accounts.offset = 0;
  search.is_url = search.query.starts_with("https://") || search.query.starts_with("http://");
  return search;
}

/// "name@host" from the address of a profile page: https://host/@name, https://host/users/name.
std::optional<std::string> handle_in(std::string_view url) {
  auto const parts = http::parse_url(url);
  if (!parts) return std::nullopt;
  std::string_view path = parts->target;
  path = path.substr(0, path.find_first_of("?#"));
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.starts_with("/@"))
    path.remove_prefix(2);
  else if (path.starts_with("/users/"))
    path.remove_prefix(7);
  else
    return std::nullopt;
  if (path.empty() || path.find('/') != path.npos) return std::nullopt;
  // A page about somebody from elsewhere already says where from.
  if (path.find('@') != path.npos) return std::string(path);
  return std::string(path) + "@" + parts->authority();
}

/// What an address of ours is about.
Found find_local(Tx& tx, federation::LocalUrl const& url) {
  if (url.status) return {.status = *url.status};
  if (url.account) return {.account = *url.account};
  auto const account = store::accounts::by_handle(tx, url.username, "");
  return {.account = account ? account->id : AccountId{}};
}

/// What is known here under this address.
Found find_known(App& app, Tx& tx, std::string const& url) {
  // Before the accounts: the address of a collection of ours begins with that of its author.
  if (auto const collection = store::collections::by_address(tx, url)) return {.collection = *collection};
  if (auto const local = federation::parse_local(app.config, url)) {
    auto const found = find_local(tx, *local);
    if (found.account || found.status) return found;
  }
  if (auto const account = store::accounts::by_address(tx, url)) return {.account = account->id};
  if (auto const status = store::statuses::by_uri(tx, url)) return {.status = status->id};
  return {};
}

/// Asks the other server. What the caller wants only posts of is not looked for among accounts, nor the other way.
awaitable<Found> resolve_url(Call const& call, Search const& search) {
  auto& app = call.app;
  Found found = co_await app.db.read([&](Tx& tx) { return find_known(app, tx, search.query); });
  if (found.account || found.status || found.collection || !search.resolve ||
      federation::is_ours(app.config, search.query))
    co_return found;
  if (search.wants("statuses")) {
    found.status = co_await actions::resolve_status(app, search.query);
    if (found.status) co_return found;
  }
  if (!search.wants("accounts")) co_return found;
  auto account = co_await federation::resolve_actor(app, search.query);
  if (!account) {
    if (auto const handle = handle_in(search.query)) account = co_await federation::resolve_handle(app, *handle);
  }
  if (account) found.account = account->id;
  co_return found;
}

awaitable<Found> resolve(Call const& call, Search const& search) {
  if (search.is_url) co_return co_await resolve_url(call, search);
  if (!search.resolve || !search.wants("accounts") || search.accounts.offset > 0) co_return Found{};
  co_return Found{.account = co_await resolve_query(call, search.query)};
}

std::string accounts_found(Call const& call, Tx& tx, Search const& search, Found const& found) {
  if (!search.wants("accounts")) return "[]";
  std::vector<AccountId> ids;
  if (!search.is_url) {
    ids = search_accounts(call, tx, search.query, found.account, search.accounts);
  } else if (found.account) {
    auto const account = store::accounts::find(tx, found.account);
    if (account && !account->awaited && !account->is_suspended()) ids.push_back(found.account);
  }
  return entities::account_list(call.app, tx, ids);
}

std::string statuses_found(Call const& call, Tx& tx, Search const& search, Found const& found) {
  if (!search.wants("statuses")) return "[]";
  std::vector<StatusId> ids;
  if (found.status)
    ids.push_back(found.status);
  else if (!search.is_url && !found.account)
    ids = search_statuses(call, tx, search.query, search.accounts.limit, search.accounts.offset);
  return entities::status_list(call.app, tx, call.viewer(), ids).json;
}

std::string hashtags_found(Call const& call, Tx& tx, Search const& search) {
  if (!search.wants("hashtags") || search.is_url) return "[]";
  auto const name = normalise_hashtag(search.query);
  if (!name) return "[]";
  auto const tags = store::tags::search(tx, *name, search.accounts.limit, search.accounts.offset, call.app.clock.now());
  return entities::tag_list(call.app, tx, call.viewer(), tags);
}

/// Collections have no words of their own to be found by: only who knows the address finds one.
std::string collections_found(Call const& call, Tx& tx, Search const& search, Found const& found) {
  if (!search.wants("collections") || !found.collection) return "[]";
  return entities::collection_list(call.app,
                                   store::collections::find_many(tx, call.viewer(), std::span(&found.collection, 1)));
}

awaitable<Reply> search_v2(Call const& call) {
  auto const search = read_search(call);
  auto const found = co_await resolve(call, search);
  co_return co_await call.app.db.read([&](Tx& tx) {
    JsonWriter json(4096);
    json.object([&] {
      json.key("accounts");
      json.raw(accounts_found(call, tx, search, found));
      json.key("statuses");
      json.raw(statuses_found(call, tx, search, found));
      json.key("hashtags");
      json.raw(hashtags_found(call, tx, search));
      json.key("collections");
      json.raw(collections_found(call, tx, search, found));
    });
    return access::json(json.take());
  });
}

}  // namespace

void add_search(access::Routes& on) {
  on.get("/api/v2/search", search_v2, {.needs = "read:search", .anonymous = true});
}

}  // namespace dunlin::api::mastodon
