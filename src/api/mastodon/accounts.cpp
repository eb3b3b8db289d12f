#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "account_pages.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/relations.hpp"
#include "entities/account.hpp"
#include "handles.hpp"
#include "pages.hpp"
#include "resources.hpp"
#include "searching.hpp"

namespace dunlin::api::mastodon {

using access::Call;
using access::Reply;
using db::Tx;

namespace {

constexpr std::size_t most_ids = 40;

/// Without those that are awaited and not one's own, and those that are missing.
std::vector<AccountId> shown(Call const& call, Tx& tx, std::span<AccountId const> ids) {
  std::vector<AccountId> visible;
  for (auto const& record : store::accounts_by_id(call.app.records, tx, ids))
    if (record && (!record->awaited || record->id == call.viewer())) visible.push_back(record->id);
  return visible;
}

Reply list(Call const& call, Tx& tx) {
  auto const texts = call.params.texts("id");
  if (texts.size() > most_ids) throw invalid("too many ids");
  std::vector<AccountId> ids;
  for (auto const& text : texts)
    if (auto const id = parse_id<AccountId>(text)) ids.push_back(*id);
  return access::json(entities::account_list(call.app, tx, shown(call, tx, ids)));
}

std::optional<Reply> show_from_memory(Call const& call) {
  auto const id = parse_id<AccountId>(call.at("id"));
  auto const piece = id ? entities::account_from_memory(call.app, *id) : nullptr;
  if (!piece) return std::nullopt;
  return access::json(*piece);
}

Reply show(Call const& call, Tx& tx) {
  auto const account = account_at(call, tx);
  return access::json(*entities::accounts(call.app, tx, std::span(&account.id, 1)).front());
}

Reply lookup(Call const& call, Tx& tx) {
  auto const handle = parse_handle(call.app.config, call.params.text("acct").value_or(""));
  auto const account = handle ? find_by_handle(tx, *handle) : std::nullopt;
  if (!account) throw not_found();
  return access::json(*entities::accounts(call.app, tx, std::span(&account->id, 1)).front());
}

Reply follow_page(Call const& call, Tx& tx,
                  std::vector<store::relations::Entry> (*read)(Tx&, AccountId, AccountId, Window const&)) {
  auto const account = account_at(call, tx);
  auto const window = read_window(call.params, accounts_page);
  auto const viewer = call.viewer();
  bool hidden = account.is_suspended() || (account.hide_collections && viewer != account.id);
  if (!hidden && viewer && viewer != account.id) hidden = store::relations::barriers(tx, viewer, account.id).blocked_by;
  if (hidden) return account_page(call, tx, {}, window);
  return account_page(call, tx, read(tx, account.id, viewer, window), window);
}

Reply followers(Call const& call, Tx& tx) {
  return follow_page(call, tx, store::relations::followers);
}
Reply following(Call const& call, Tx& tx) {
  return follow_page(call, tx, store::relations::following);
}

awaitable<Reply> search(Call const& call) {
  auto const query = trimmed(call.params.text("q").value_or(""));
  AccountSearch const options{.following = call.params.flag("following").value_or(false),
                              .limit = read_limit(call.params, accounts_page),
                              .offset = read_offset(call.params)};
  AccountId first;
  if (call.params.flag("resolve").value_or(false) && options.offset == 0) first = co_await resolve_query(call, query);
  co_return co_await call.app.db.read([&](Tx& tx) {
    return access::json(entities::account_list(call.app, tx, search_accounts(call, tx, query, first, options)));
  });
}

}  // namespace

void add_accounts(access::Routes& on) {
  on.get("/api/v1/accounts", list, {.needs = "read:accounts", .anonymous = true});
  on.get("/api/v1/accounts/lookup", lookup, {.needs = "read:accounts", .anonymous = true});
  on.get("/api/v1/accounts/search", search, {.needs = "read:accounts"});
  on.get("/api/v1/accounts/:id", show, {.needs = "read:accounts", .anonymous = true, .from_memory = show_from_memory});
  on.get("/api/v1/accounts/:id/followers", followers, {.needs = "read:accounts", .anonymous = true});
  on.get("/api/v1/accounts/:id/following", following, {.needs = "read:accounts", .anonymous = true});
}

}  // namespace dunlin::api::mastodon
