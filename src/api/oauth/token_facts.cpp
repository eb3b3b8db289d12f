#include "dunlin/access/scopes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/store/tokens.hpp"
#include "wire.hpp"

namespace dunlin::api::oauth {

namespace {

/// What a client may know of a token (RFC 7662): only of its own, else that there is none.
Reply introspect(Call const& call, db::Tx& tx) {
  auto const application = client(call, tx);
  if (!application) return invalid_client();
  auto const holder = store::tokens::holder_of(tx, crypto::sha256(call.params.text("token").value_or("")));
  JsonWriter json;
  json.object([&] {
    auto const active = holder && !holder->revoked_at && holder->application == application->id;
    json.member("active", active);
    if (!active) return;
    json.member("scope", holder->scopes);
    json.member("client_id", application->client_id);
    json.member("token_type", "Bearer");
    json.member("iat", std::chrono::floor<std::chrono::seconds>(holder->created_at).time_since_epoch().count());
  });
  return access::json(json.take());
}

Reply info(Call const& call, db::Tx& tx) {
  auto const application = store::applications::find(tx, call.token->application);
  auto const facts = store::tokens::find(tx, call.token->id);
  if (!facts) throw not_found();
  JsonWriter json;
  json.object([&] {
    json.key("resource_owner_id");
    if (facts->user)
      json.value(facts->user);
    else
      json.value(nullptr);
    json.array_member("scope", [&] {
      for (auto const& word : access::Scopes::words(facts->scopes).value_or(std::vector<std::string>{}))
        json.value(word);
    });
    json.member("expires_in", nullptr);
    json.object_member("application", [&] { json.member("uid", application ? application->client_id : ""); });
    json.member("created_at", std::chrono::floor<std::chrono::seconds>(facts->created_at).time_since_epoch().count());
  });
  return access::json(json.take());
}

}  // namespace

void add_token_facts(access::Routes& on) {
  on.post("/oauth/introspect", introspect, {.who = access::Who::nobody});
  on.get("/oauth/token/info", info, {.who = access::Who::any_token});
}

}  // namespace dunlin::api::oauth
