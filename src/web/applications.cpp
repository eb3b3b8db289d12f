#include "dunlin/store/applications.hpp"

#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/tokens.hpp"
#include "scope_words.hpp"
#include "visitor.hpp"

namespace dunlin::web {

namespace {

Reply as_json(std::vector<store::applications::Authorized> const& all) {
  JsonWriter json;
  json.array([&] {
    for (auto const& one : all)
      json.object([&] {
        json.member("id", one.application.id);
        json.member("name", one.application.name);
        json.member("website", one.application.website);
        json.member("scopes", one.scopes);
        json.member("created_at", one.since);
      });
  });
  return access::json(json.take());
}

/// Applications that may act for the person who is signed in.
Reply index(Call const& call, db::Tx& tx) {
  auto visitor = with_user(call, tx);
  if (!visitor.user) return to_sign_in(call.request);
  auto const all = store::applications::authorized_by(tx, visitor.user->id);
  if (call.request.header("accept").starts_with("application/json")) return as_json(all);
  auto const& words = words_for(call.request);
  std::vector<Data> list;
  for (auto const& one : all) {
    std::vector<Data> lines;
    for (auto const& line : permissions(one.scopes, words)) lines.emplace_back().set("what", line.what);
    list.emplace_back()
        .set("id", to_string(one.application.id))
        .set("name", one.application.name)
        .set("website", one.application.website)
        .set("since", iso_date(one.since))
        .set("used", one.last_used_at ? iso_date(*one.last_used_at) : std::string())
        .set("permissions", std::move(lines));
  }
  Data data;
  data.set("csrf_token", csrf_token(call.app, visitor)).set("applications", std::move(list));
  return show(call.request, {.body = "applications.html", .title = words.say("page.apps.title"), .narrow = false},
              std::move(data));
}

Reply remove(Call const& call, db::Tx& tx) {
  auto const visitor = with_user(call, tx);
  if (!visitor.user) return to_sign_in(call.request);
  if (!is_own_form(call)) return expired_form(call.request);
  auto const revoked =
      store::tokens::revoke_application(tx, call.id_at<ApplicationId>("id"), visitor.user->id, call.app.clock.now());
  if (revoked == 0) throw not_found();
  return redirect("/oauth/authorized_applications");
}

}  // namespace

void add_applications(access::Routes& on) {
  access::Rules const by_session{.who = access::Who::nobody};
  on.get("/oauth/authorized_applications", index, by_session);
  on.del("/oauth/authorized_applications/:id", remove, by_session);
  on.post("/oauth/authorized_applications/:id", remove, by_session);  // forms know no DELETE
}

}  // namespace dunlin::web
