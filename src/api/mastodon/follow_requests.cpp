#include "account_pages.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/actions/follows.hpp"
#include "dunlin/store/relations.hpp"
#include "entities/relationship.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

Reply list(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, accounts_page);
  return account_page(call, tx, store::relations::requests(tx, call.viewer(), window), window);
}

using Answer = void (*)(App&, Tx&, AccountId, AccountId);
template <Answer answer>
Reply apply(Call const& call, Tx& tx) {
  auto const follower = call.id_at<AccountId>("account_id");
  answer(call.app, tx, call.viewer(), follower);
  return access::json(
      entities::relationship(store::relations::find(tx, call.viewer(), follower, call.app.clock.now())));
}

}  // namespace

void add_follow_requests(access::Routes& on) {
  on.get("/api/v1/follow_requests", list, {.needs = "read:follows,follow"});
  on.post("/api/v1/follow_requests/:account_id/authorize", apply<actions::accept_follow>,
          {.needs = "write:follows,follow"});
  on.post("/api/v1/follow_requests/:account_id/reject", apply<actions::reject_follow>,
          {.needs = "write:follows,follow"});
}

}  // namespace dunlin::api::mastodon
