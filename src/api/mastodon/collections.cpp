#include "dunlin/actions/collections.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "account_pages.hpp"
#include "dunlin/access/refusals.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/collections.hpp"
#include "dunlin/store/relations.hpp"
#include "entities/account.hpp"
#include "entities/collection.hpp"
#include "pages.hpp"
#include "resources.hpp"
#include "searching.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr PageSize of_an_account{40, 100};
constexpr PageSize with_an_account{40, 80};
constexpr std::size_t most_named = 200;

/// `{"key": …}`: everything about collections comes in a wrapper.
Reply wrapped(std::string_view key, std::string_view json) {
  std::string body = "{\"";
  body.append(key).append("\":").append(json).append("}");
  return access::json(std::move(body));
}

CollectionId id_of(Call const& call, std::string_view name = "id") {
  return call.id_at<CollectionId>(name);
}

std::optional<std::string> text_or_nothing(Call const& call, std::string_view name) {
  if (!call.params.has(name)) return std::nullopt;
  return call.params.text(name).value_or("");  // null clears
}

actions::CollectionChange read_change(Call const& call) {
  return {.name = call.params.text("name"),
          .description = text_or_nothing(call, "description"),
          .language = text_or_nothing(call, "language"),
          .tag = text_or_nothing(call, "tag_name"),
          .sensitive = call.params.flag("sensitive"),
          .discoverable = call.params.flag("discoverable")};
}

Reply shown(Call const& call, Tx& tx, CollectionId id) {
  auto const found = store::collections::find(tx, call.viewer(), id);
  if (!found) throw not_found();
  return wrapped("collection", entities::collection(call.app, *found));
}

Reply create(Call const& call, Tx& tx) {
  std::vector<AccountId> accounts;
  auto const texts = call.params.texts("account_ids");
  if (texts.size() > most_named) throw invalid("Too many accounts");
  for (auto const& text : texts) {
    auto const id = parse_id<AccountId>(text);
    if (!id) throw not_found();
    if (std::ranges::find(accounts, *id) == accounts.end()) accounts.push_back(*id);
  }
  return shown(call, tx, actions::create_collection(call.app, tx, call.viewer(), read_change(call), accounts));
}

Reply update(Call const& call, Tx& tx) {
  actions::change_collection(call.app, tx, call.viewer(), id_of(call), read_change(call));
  return shown(call, tx, id_of(call));
}

Reply remove(Call const& call, Tx& tx) {
  actions::remove_collection(call.app, tx, call.viewer(), id_of(call));
  return access::json("{}");
}

/// Whoever its author keeps away does not see it.
bool is_kept_away(Tx& tx, AccountId viewer, AccountId author) {
  if (!viewer || viewer == author) return false;
  auto const barriers = store::relations::barriers(tx, viewer, author);
  return barriers.blocked_by || barriers.domain_blocked_by;
}

/// With its author and all in it.
Reply show(Call const& call, Tx& tx) {
  auto const found = store::collections::find(tx, call.viewer(), id_of(call));
  if (!found) throw not_found();
  if (is_kept_away(tx, call.viewer(), found->author)) throw forbidden();
  std::vector<AccountId> ids{found->author};
  for (auto const& item : found->items) ids.push_back(item.account);
  auto const accounts = entities::account_list(call.app, tx, ids);
  return wrapped("collection", entities::collection(call.app, *found) + ",\"accounts\":" + accounts);
}

store::collections::Slice read_slice(Call const& call, PageSize size) {
  return {.offset = read_offset(call.params), .limit = read_limit(call.params, size)};
}

/// Lists of collections are paged by counting.
std::string links(Call const& call, store::collections::Slice window, std::size_t shown) {
  std::string header;
  auto const add = [&](int offset, std::string_view relation) {
    if (!header.empty()) header += ", ";
    header.append("<").append(call.app.config.base_url()).append(call.request.path);
    header.append("?limit=").append(std::to_string(window.limit)).append("&offset=").append(std::to_string(offset));
    header.append(">; rel=\"").append(relation).append("\"");
  };
  if (static_cast<int>(shown) >= window.limit) add(window.offset + window.limit, "next");
  if (window.offset > 0) add(std::max(0, window.offset - window.limit), "prev");
  return header;
}

Reply slice(Call const& call, std::vector<Collection> const& found, store::collections::Slice window) {
  auto reply = wrapped("collections", entities::collection_list(call.app, found));
  if (auto header = links(call, window, found.size()); !header.empty()) reply.with("Link", std::move(header));
  return reply;
}

Reply of_account(Call const& call, Tx& tx) {
  auto const account = account_at(call, tx);
  auto const window = read_slice(call, of_an_account);
  if (is_kept_away(tx, call.viewer(), account.id)) return slice(call, {}, window);
  return slice(call, store::collections::by_author(tx, account.id, call.viewer(), window), window);
}

/// Only one's own business.
Reply with_account(Call const& call, Tx& tx) {
  auto const account = account_at(call, tx);
  if (account.id != call.viewer()) throw forbidden();
  auto const window = read_slice(call, with_an_account);
  return slice(call, store::collections::featuring(tx, account.id, window), window);
}

Reply add_item(Call const& call, Tx& tx) {
  auto const id = id_of(call, "collection_id");
  auto const text = call.params.text("account_id");
  if (!text || text->empty()) throw Refusal{Refusal::Kind::bad_request, "Missing parameter: account_id"};
  auto const account = parse_id<AccountId>(*text);
  if (!account) throw not_found();
  return wrapped("collection_item",
                 entities::collection_item(actions::add_to_collection(call.app, tx, call.viewer(), id, *account)));
}

using ItemChange = void (*)(App&, Tx&, AccountId, CollectionId, CollectionItemId);
template <ItemChange change>
Reply apply(Call const& call, Tx& tx) {
  change(call.app, tx, call.viewer(), id_of(call, "collection_id"), call.id_at<CollectionItemId>("id"));
  return access::json("{}");
}

/// What is wrong with a collection stands one level deeper than all other errors.
Reply refuse(http::Request const& request, Refusal const& refusal) {
  auto reply = access::refuse_as_json(request, refusal);
  if (!refusal.details.empty()) reply.body = "{\"error\":" + reply.body + "}";
  return reply;
}

}  // namespace

void add_collections(access::Routes& on) {
  on.refuse_with(refuse);
  access::Rules const reading{.needs = "read:collections", .anonymous = true};
  access::Rules const writing{.needs = "write:collections"};
  for (std::string const base : {"/api/v1", "/api/v1_alpha"}) {
    auto const all = base + "/collections", one = all + "/:id", items = all + "/:collection_id/items";
    on.get(base + "/accounts/:id/collections", of_account, reading);
    on.get(base + "/accounts/:id/in_collections", with_account, {.needs = "read:collections"});
    on.post(all, create, writing);
    on.get(one, show, reading);
    on.put(one, update, writing);
    on.patch(one, update, writing);
    on.del(one, remove, writing);
    on.post(items, add_item, writing);
    on.del(items + "/:id", apply<actions::take_from_collection>, writing);
    on.post(items + "/:id/revoke", apply<actions::leave_collection>, writing);
  }
  on.refuse_with(access::refuse_as_json);
}

}  // namespace dunlin::api::mastodon
