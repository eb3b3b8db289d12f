// Whom somebody blocks, and whom they mute.
#include <string_view>
#include <vector>

#include "account_pages.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/relations.hpp"
#include "entities/account.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

Reply blocks(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, accounts_page);
  return account_page(call, tx, store::relations::blocked(tx, call.viewer(), window), window);
}

/// Accounts with the end of their mute.
Reply mutes(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, accounts_page);
  auto const entries = store::relations::muted(tx, call.viewer(), window, call.app.clock.now());
  std::vector<AccountId> ids;
  for (auto const& entry : entries) ids.push_back(entry.account);
  auto const pieces = entities::accounts(call.app, tx, ids);
  JsonWriter json(64 + pieces.size() * 1600);
  json.array([&] {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (!pieces[i]) continue;
      json.object([&] {
        json.raw_members(std::string_view(*pieces[i]).substr(1, pieces[i]->size() - 2));
        json.member("mute_expires_at", entries[i].expires_at);
      });
    }
  });
  return page(call, json.take(), ends_of(entries, window, [](auto const& entry) { return entry.cursor; }),
              PageLinks::accounts);
}

}  // namespace

void add_blocks(access::Routes& on) {
  on.get("/api/v1/blocks", blocks, {.needs = "read:blocks,follow"});
  on.get("/api/v1/mutes", mutes, {.needs = "read:mutes,follow"});
}

}  // namespace dunlin::api::mastodon
