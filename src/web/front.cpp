#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/settings.hpp"
#include "visitor.hpp"

namespace dunlin::web {

namespace {

Data about(App& app, store::Settings const& settings) {
  Data data;
  data.set("title", settings.title).set("domain", app.config.local_domain);
  data.set("description", settings.short_description).set("extended", settings.extended_description);
  data.set("terms", settings.terms).set("contact_email", settings.contact_email);
  data.set("contact_username", settings.contact_username);
  data.set("open", settings.registrations != store::Registrations::none);
  data.set("source", app.config.source_url).set("version", DUNLIN_VERSION);
  return data;
}

Reply front(Call const& call, db::Tx& tx) {
  auto const settings = store::settings::read(tx);
  auto visitor = with_user(call, tx);
  auto data = about(call.app, settings);
  data.set("signed_in", visitor.user ? "@" + visitor.user->username : std::string());
  data.set("username", visitor.user ? visitor.user->username : std::string());
  data.set("app", has_timeline_app());
  data.set("csrf_token", visitor.user ? csrf_token(call.app, visitor) : std::string());
  return show(call.request, {.body = "front.html", .title = settings.title, .narrow = false}, std::move(data));
}

Reply show_about(Call const& call, db::Tx& tx) {
  auto const settings = store::settings::read(tx);
  return show(call.request,
              {.body = "about.html",
               .title = words_for(call.request).say("page.about.title", {{"title", settings.title}}),
               .narrow = false},
              about(call.app, settings));
}

}  // namespace

void add_front(access::Routes& on) {
  on.get("/", front, {.who = access::Who::nobody});
  on.get("/about", show_about, {.who = access::Who::nobody});
}

}  // namespace dunlin::web
