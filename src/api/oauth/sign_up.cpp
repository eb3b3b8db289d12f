#include "dunlin/actions/sign_up.hpp"

#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "wire.hpp"

namespace dunlin::api::oauth {

namespace {

/// Sign-up from within an application: the answer is a token of the new user with the application's scopes.
awaitable<Reply> create(Call const& call) {
  auto const& params = call.params;
  auto const text = [&](std::string_view name) { return params.text(name).value_or(""); };
  auto const made = co_await actions::sign_up(call.app, {.username = text("username"),
                                                         .email = text("email"),
                                                         .password = Secret(text("password")),
                                                         .agreement = params.flag("agreement").value_or(false),
                                                         .locale = text("locale"),
                                                         .reason = text("reason")});
  auto const grant = co_await call.app.db.transact([&](db::Tx& tx) {
    auto const application = store::applications::find(tx, call.token->application);
    if (!application) throw not_found();
    return actions::issue_token(call.app, tx, application->id, made.user, application->scopes);
  });
  co_return token(grant);
}

}  // namespace

void add_sign_up(access::Routes& on) {
  on.post("/api/v1/accounts", create,
          {.needs = "write:accounts", .who = access::Who::application, .family = access::Family::sign_up});
}

}  // namespace dunlin::api::oauth
