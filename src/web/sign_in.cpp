#include "dunlin/actions/sign_in.hpp"

#include "dunlin/access/refusals.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "redirect_address.hpp"
#include "visitor.hpp"

namespace dunlin::web {

namespace {

/// A sign-in page as it stands: what was typed, what was wrong, where it leads.
struct Form {
  std::string login;
  std::string problem;
  std::string return_to;
  int status = 200;
};

Reply form_page(Call const& call, Form const& form, std::optional<Continuation> const& next) {
  auto visitor = visitor_of(call.request);
  Data data;
  data.set("csrf_token", csrf_token(call.app, visitor));
  data.set("login", form.login).set("problem", form.problem).set("return_to", form.return_to);
  data.set("application", next ? next->application : std::string());
  // A browser that has agreed before is sent from this form straight on to the application.
  auto reply = show(call.request,
                    {.body = "sign_in.html",
                     .title = words_for(call.request).say("page.sign_in.title"),
                     .status = form.status,
                     .form_targets = next ? next->form_target : std::string()},
                    std::move(data));
  keep_visit(reply, call.request, visitor);
  return reply;
}

Reply show_form(Call const& call, db::Tx& tx) {
  auto const return_to = safe_return(call.params.text("return_to").value_or("/"));
  if (with_user(call, tx).user) return redirect(return_to);
  return form_page(call, {.return_to = return_to}, continuation(tx, return_to));
}

awaitable<Reply> submit(Call const& call) {
  if (!is_own_form(call)) co_return expired_form(call.request);
  Form form;
  form.login = call.params.text("login").value_or("");
  form.return_to = safe_return(call.params.text("return_to").value_or("/"));
  std::optional<store::users::User> user;
  try {
    user = co_await actions::check_password(call.app, form.login, Secret(call.params.text("password").value_or("")));
    form.problem = user ? actions::standing_problem(*user) : words_for(call.request).say("page.sign_in.wrong");
    form.status = user ? 403 : 422;
  } catch (Refusal const& refusal) {  // too often: said where it was typed
    form.problem = refusal.what();
    form.status = access::status_of(refusal.kind);
  }
  co_return co_await call.app.db.transact([&](db::Tx& tx) {
    if (!form.problem.empty()) return form_page(call, form, continuation(tx, form.return_to));
    auto const cookie =
        actions::start_session(call.app, tx, user->id, call.request.address, call.request.header("user-agent"));
    auto reply = redirect(form.return_to);
    keep_session(reply, call.request, cookie);
    return reply;
  });
}

Reply sign_out(Call const& call, db::Tx& tx) {
  if (!is_own_form(call)) return expired_form(call.request);
  actions::end_session(tx, visitor_of(call.request).session);
  auto reply = redirect(safe_return(call.params.text("return_to").value_or("/")));
  drop_session(reply, call.request);
  return reply;
}

}  // namespace

void add_sign_in(access::Routes& on) {
  on.get("/auth/sign_in", show_form, {.who = access::Who::nobody});
  on.post("/auth/sign_in", submit, {.who = access::Who::nobody, .family = access::Family::sign_in});
  on.post("/auth/sign_out", sign_out, {.who = access::Who::nobody});
}

}  // namespace dunlin::web
