#include "dunlin/access/scopes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/records.hpp"
#include "wire.hpp"

namespace dunlin::api::oauth {

namespace {

/// Who signed in, for applications that want no more than that (OpenID Connect's userinfo).
Reply userinfo(Call const& call, db::Tx& tx) {
  AccountId const ids[]{call.viewer()};
  auto const account = store::accounts_by_id(call.app.records, tx, ids).front();
  if (!account) throw not_found();
  auto const base = call.app.config.base_url();
  JsonWriter json;
  json.object([&] {
    json.member("iss", base + "/");
    json.member("sub", account->uri);
    json.member("name", account->display_name.empty() ? account->username : account->display_name);
    json.member("preferred_username", account->username);
    json.member("profile", account->url);
    json.member("picture", account->avatar_url.empty() ? base + "/avatars/original/missing.png" : account->avatar_url);
  });
  return access::json(json.take());
}

/// All of it is configuration: answered where it is asked, without the database.
awaitable<Reply> metadata(Call const& call) {
  auto const base = call.app.config.base_url();
  JsonWriter json(2048);
  auto const list = [&](std::string_view name, auto const& words) {
    json.array_member(name, [&] {
      for (auto const& word : words) json.value(std::string_view(word));
    });
  };
  using Words = std::initializer_list<std::string_view>;
  json.object([&] {
    json.member("issuer", base + "/");
    json.member("service_documentation", call.app.config.source_url);
    json.member("authorization_endpoint", base + "/oauth/authorize");
    json.member("token_endpoint", base + "/oauth/token");
    json.member("app_registration_endpoint", base + "/api/v1/apps");
    json.member("revocation_endpoint", base + "/oauth/revoke");
    json.member("userinfo_endpoint", base + "/oauth/userinfo");
    list("scopes_supported", access::Scopes::all_words());
    list("response_types_supported", Words{"code"});
    list("response_modes_supported", Words{"query", "fragment", "form_post"});
    list("code_challenge_methods_supported", Words{"S256"});
    list("grant_types_supported", Words{"authorization_code", "client_credentials"});
    list("token_endpoint_auth_methods_supported", Words{"client_secret_basic", "client_secret_post"});
  });
  co_return access::json(json.take()).with("Cache-Control", "max-age=300, public");
}

}  // namespace

void add_userinfo(access::Routes& on) {
  on.get("/oauth/userinfo", userinfo, {.needs = "profile"});
  on.post("/oauth/userinfo", userinfo, {.needs = "profile"});
  on.get("/.well-known/oauth-authorization-server", metadata, {.who = access::Who::nobody});
}

}  // namespace dunlin::api::oauth
