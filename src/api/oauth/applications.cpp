#include "dunlin/actions/applications.hpp"

#include "dunlin/access/scopes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/secrets.hpp"
#include "wire.hpp"

namespace dunlin::api::oauth {

namespace {

void members(JsonWriter& json, App& app, store::applications::Application const& application) {
  json.member("id", application.id);
  json.member("name", application.name);
  json.key("website");
  if (application.website.empty())
    json.value(nullptr);
  else
    json.value(application.website);
  json.array_member("scopes", [&] {
    for (auto const& word : access::Scopes::words(application.scopes).value_or(std::vector<std::string>{}))
      json.value(word);
  });
  std::string lines;
  json.array_member("redirect_uris", [&] {
    for (auto const& uri : application.redirect_uris) {
      json.value(uri);
      lines += (lines.empty() ? "" : "\n") + uri;
    }
  });
  json.member("redirect_uri", lines);
  json.member("vapid_key", app.secrets.vapid_public);
}

/// One string with an address on each line, or a list of them.
std::vector<std::string> redirect_uris(http::Params const& params) {
  std::vector<std::string> uris;
  for (auto const& text : params.texts("redirect_uris")) {
    constexpr std::string_view blanks = " \t\r\n";
    for (auto at = text.find_first_not_of(blanks); at != text.npos;) {
      auto const end = std::min(text.find_first_of(blanks, at), text.size());
      uris.push_back(text.substr(at, end - at));
      at = text.find_first_not_of(blanks, end);
    }
  }
  return uris;
}

Reply create(Call const& call, db::Tx& tx) {
  auto const& params = call.params;
  auto const made = actions::register_application(call.app, tx,
                                                  {.name = params.text("client_name").value_or(""),
                                                   .website = params.text("website").value_or(""),
                                                   .redirect_uris = redirect_uris(params),
                                                   .scopes = params.text("scopes").value_or("")});
  JsonWriter json(1024);
  json.object([&] {
    members(json, call.app, made.application);
    json.member("client_id", made.application.client_id);
    json.member("client_secret", made.client_secret);
    json.member("client_secret_expires_at", 0);
  });
  return access::json(json.take());
}

Reply verify_credentials(Call const& call, db::Tx& tx) {
  auto const application = store::applications::find(tx, call.token->application);
  if (!application) throw not_found();
  JsonWriter json(512);
  json.object([&] { members(json, call.app, *application); });
  return access::json(json.take());
}

}  // namespace

void add_applications(access::Routes& on) {
  on.post("/api/v1/apps", create, {.who = access::Who::nobody, .family = access::Family::app_registration});
  on.get("/api/v1/apps/verify_credentials", verify_credentials, {.who = access::Who::any_token});
}

}  // namespace dunlin::api::oauth
