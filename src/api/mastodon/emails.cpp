// Addresses of readers and of users.
#include <string>

#include "account_pages.hpp"
#include "dunlin/access/refusals.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/actions/emails.hpp"
#include "dunlin/store/users.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

/// No account here sends its posts by mail: a bare 404, told apart by its text from that of an unknown account.
Reply subscribe(Call const& call, Tx& tx) {
  account_at(call, tx);
  return access::json_error(404, "Not Found");
}

Reply check_confirmation(Call const& call, Tx& tx) {
  auto const user = store::users::find(tx, call.token->user);
  return access::json(user && user->confirmed_at ? "true" : "false");
}

Reply confirm_again(Call const& call, Tx& tx) {
  actions::ask_for_confirmation(tx, call.token->user, call.params.text("email").value_or(""));
  return access::json("{}");
}

}  // namespace

void add_emails(access::Routes& on) {
  on.post("/api/v1/accounts/:id/email_subscriptions", subscribe, {.who = access::Who::nobody});
  on.get("/api/v1/emails/check_confirmation", check_confirmation, {.needs = "read:accounts", .unconfirmed = true});
  on.post("/api/v1/emails/confirmations", confirm_again, {.needs = "write:accounts", .unconfirmed = true});
}

}  // namespace dunlin::api::mastodon
