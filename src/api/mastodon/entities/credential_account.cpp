#include "credential_account.hpp"

#include <span>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "role.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

std::string credentials_piece(AccountId id) {
  return "credentials:" + to_string(id);
}

void write_source(JsonWriter& json, Account const& account, store::preferences::Preferences const& preferences) {
  json.object_member("source", [&] {
    json.member("privacy", to_text(preferences.default_visibility));
    json.member("sensitive", preferences.default_sensitive);
    json.key("language");
    if (preferences.default_language.empty())
      json.value(nullptr);
    else
      json.value(preferences.default_language);
    json.member("note", account.note_source);
    json.array_member("fields", [&] {
      for (auto const& field : account.fields)
        json.object([&] {
          json.member("name", field.name);
          json.member("value", field.source);
          json.key("verified_at");
          if (field.verified_at)
            json.value(iso8601_with_offset(*field.verified_at));
          else
            json.value(nullptr);
        });
    });
    json.member("follow_requests_count", preferences.follow_requests);
    json.member("hide_collections", account.hide_collections);
    json.member("discoverable", account.discoverable);
    json.member("indexable", account.indexable);
    json.array_member("attribution_domains", [&] {
      for (auto const& domain : account.attribution_domains) json.value(domain);
    });
    json.member("quote_policy", preferences.quote_policy);
    json.array_member("also_known_as_uris", [&] {
      for (auto const& alias : account.also_known_as) json.value(alias);
    });
  });
}

}  // namespace

std::string render_credential_account(App const& app, Account const& account,
                                      store::preferences::Preferences const& preferences) {
  JsonWriter json(3072);
  json.object([&] {
    json.raw_members(account_members(app, account));
    write_source(json, account, preferences);
    write_role(json, preferences.role);
  });
  return json.take();
}

Piece credential_account_from_memory(App& app, AccountId id) {
  return app.records.pieces.find(credentials_piece(id));
}

Piece credential_account(App& app, db::Tx& tx, AccountId id) {
  if (auto known = credential_account_from_memory(app, id)) return known;
  auto const stamp = app.records.pieces.stamp();
  auto const account = store::accounts::find(tx, id);
  auto const preferences = account ? store::preferences::find(tx, id) : std::nullopt;
  if (!preferences) throw not_found();
  auto piece = std::make_shared<std::string const>(render_credential_account(app, *account, *preferences));
  app.records.pieces.put(credentials_piece(id), piece, piece->size(), stamp);
  return piece;
}

}  // namespace dunlin::api::mastodon::entities
