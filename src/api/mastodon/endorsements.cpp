// People shown on profiles, and notes about people.
#include <string>

#include "account_pages.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/actions/endorsements.hpp"
#include "dunlin/store/endorsements.hpp"
#include "dunlin/store/relations.hpp"
#include "entities/relationship.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr int all_of_them = 7500;  // as many as one may follow

Reply relation(Call const& call, Tx& tx, AccountId target) {
  return access::json(entities::relationship(store::relations::find(tx, call.viewer(), target, call.app.clock.now())));
}

Reply endorse(Call const& call, Tx& tx) {
  auto const target = call.id_at<AccountId>("id");
  actions::endorse(call.app, tx, call.viewer(), target);
  return relation(call, tx, target);
}

Reply unendorse(Call const& call, Tx& tx) {
  auto const target = call.id_at<AccountId>("id");
  actions::unendorse(call.app, tx, call.viewer(), target);
  return relation(call, tx, target);
}

Reply note(Call const& call, Tx& tx) {
  auto const target = call.id_at<AccountId>("id");
  actions::note(call.app, tx, call.viewer(), target, call.params.text("comment").value_or(""));
  return relation(call, tx, target);
}

Window window_of(Call const& call) {
  auto window = read_window(call.params, accounts_page);
  if (call.params.integer("limit") == 0) window.limit = all_of_them;
  return window;
}

Reply own(Call const& call, Tx& tx) {
  auto const window = window_of(call);
  return account_page(call, tx, store::endorsements::by_account(tx, call.viewer(), call.viewer(), window), window);
}

Reply of_account(Call const& call, Tx& tx) {
  auto const account = account_at(call, tx);
  auto const window = window_of(call);
  bool hidden = account.is_suspended();
  if (!hidden && call.viewer() && call.viewer() != account.id)
    hidden = store::relations::barriers(tx, call.viewer(), account.id).blocked_by;
  if (hidden) return account_page(call, tx, {}, window);
  return account_page(call, tx, store::endorsements::by_account(tx, account.id, call.viewer(), window), window);
}

}  // namespace

void add_endorsements(access::Routes& on) {
  on.get("/api/v1/endorsements", own, {.needs = "read:accounts"});
  on.get("/api/v1/accounts/:id/endorsements", of_account, {.needs = "read:accounts", .anonymous = true});
  on.post("/api/v1/accounts/:id/endorse", endorse, {.needs = "write:accounts"});
  on.post("/api/v1/accounts/:id/unendorse", unendorse, {.needs = "write:accounts"});
  on.post("/api/v1/accounts/:id/pin", endorse, {.needs = "write:accounts"});
  on.post("/api/v1/accounts/:id/unpin", unendorse, {.needs = "write:accounts"});
  on.post("/api/v1/accounts/:id/note", note, {.needs = "write:accounts"});
}

}  // namespace dunlin::api::mastodon
