#include "account.hpp"

#include <chrono>
#include <string_view>
#include <unordered_map>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/media/remote_address.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/records.hpp"
#include "media.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

constexpr std::string_view missing_avatar = "/avatars/original/missing.png";
constexpr std::string_view missing_header = "/headers/original/missing.png";

std::string account_piece(AccountId id) {
  return "account:" + to_string(id);
}

void write_fields(JsonWriter& json, Account const& account) {
  json.array_member("fields", [&] {
    if (account.is_suspended()) return;
    for (auto const& field : account.fields)
      json.object([&] {
        json.member("name", field.name);
        json.member("value", field.value.text());
        json.key("verified_at");
        if (field.verified_at)
          json.value(iso8601_with_offset(*field.verified_at));
        else
          json.value(nullptr);
      });
  });
}

// Whether others may feature the account in their collections. It would depend on the viewer only for remote
// accounts with a policy of their own, which we do not read.
void write_feature_approval(JsonWriter& json, Account const& account) {
  bool const anybody = account.is_local() && account.discoverable;
  json.object_member("feature_approval", [&] {
    json.array_member("automatic", [&] {
      if (anybody) json.value("public");
    });
    json.array_member("manual", [] {});
    json.member("current_user", anybody ? "automatic" : account.is_local() ? "denied" : "missing");
  });
}

void write_pictures(JsonWriter& json, App const& app, Account const& account) {
  auto const avatar = avatar_url(app, account);
  auto const header = header_url(app, account);
  bool const blank = account.is_suspended();
  json.member("avatar", avatar);
  json.member("avatar_static", avatar);
  json.member("avatar_description", blank ? std::string_view{} : account.avatar_description);
  json.member("header", header);
  json.member("header_static", header);
  json.member("header_description", blank ? std::string_view{} : account.header_description);
}

void write_roles(JsonWriter& json, Account const& account) {
  json.array_member("roles", [&] {
    if (account.is_suspended() || !account.badge) return;
    json.object([&] {
      json.member("id", std::to_string(account.badge->id));
      json.member("name", account.badge->name);
      json.member("color", account.badge->color);
    });
  });
}

void write_members(JsonWriter& json, App const& app, Account const& account, Account const* moved) {
  // A suspended account keeps all keys with nothing in them.
  bool const blank = account.is_suspended();
  json.member("id", account.id);
  json.member("username", account.username);
  json.member("acct", account.acct());
  json.member("display_name", blank ? std::string_view{} : account.display_name);
  json.member("locked", !blank && account.locked);
  json.member("bot", !blank && (account.kind == ActorKind::service || account.kind == ActorKind::application));
  json.member("discoverable", !blank && account.discoverable);
  json.member("indexable", !blank && account.indexable);
  json.member("group", account.kind == ActorKind::group);
  json.member("created_at", Timestamp(std::chrono::floor<std::chrono::days>(account.created_at)));
  json.member("note", blank ? std::string_view{} : account.note.text());
  json.member("url", account.url.empty() ? account.uri : account.url);
  json.member("uri", account.uri);
  write_pictures(json, app, account);
  json.member("followers_count", account.followers_count);
  json.member("following_count", account.following_count);
  json.member("statuses_count", account.statuses_count);
  json.key("last_status_at");
  if (account.last_status_at)
    json.value(iso_date(*account.last_status_at));
  else
    json.value(nullptr);
  json.member("hide_collections", account.hide_collections);
  json.member("show_media", account.show_media);
  json.member("show_media_replies", account.show_media_replies);
  json.member("show_featured", account.show_featured);
  if (account.is_local()) json.member("noindex", account.noindex);
  if (blank) json.member("suspended", true);
  if (account.silenced_at) json.member("limited", true);
  if (account.memorial) json.member("memorial", true);
  write_emojis(json, app, "emojis", blank ? std::span<Emoji const>{} : account.emojis);
  if (account.is_local()) write_roles(json, account);
  write_fields(json, account);
  write_feature_approval(json, account);
  if (moved && !blank) json.object_member("moved", [&] { write_members(json, app, *moved, nullptr); });
}

// The record must still be the one in memory once the stamp is taken: then whatever forgets it afterwards also
// forgets, or refuses, what was rendered from it.
void keep(App& app, Account const& account, Piece const& piece, std::uint64_t stamp) {
  if (app.records.accounts.find(account.id).get() != &account) return;
  app.records.pieces.put(account_piece(account.id), piece, piece->size(), stamp);
}

}  // namespace

std::string iso8601_with_offset(Timestamp when) {
  auto text = iso8601(when);
  text.pop_back();  // the Z
  return text + "+00:00";
}

std::string avatar_url(App const& app, Account const& account) {
  if (account.avatar_url.empty() || account.is_suspended()) return app.config.base_url().append(missing_avatar);
  return media::shown_address(app, account.avatar_url, account.domain);
}

std::string header_url(App const& app, Account const& account) {
  if (account.header_url.empty() || account.is_suspended()) return app.config.base_url().append(missing_header);
  return media::shown_address(app, account.header_url, account.domain);
}

std::string render_account(App const& app, Account const& account, Account const* moved) {
  JsonWriter json(2048);
  json.object([&] { write_members(json, app, account, moved); });
  return json.take();
}

std::string account_members(App const& app, Account const& account, Account const* moved) {
  auto const whole = render_account(app, account, moved);
  return whole.substr(1, whole.size() - 2);
}

Piece account(App& app, Account const& account) {
  if (auto known = app.records.pieces.find(account_piece(account.id))) return known;
  auto const stamp = app.records.pieces.stamp();
  std::shared_ptr<Account const> moved;
  if (account.moved_to) moved = app.records.accounts.find(account.moved_to);
  auto piece = std::make_shared<std::string const>(render_account(app, account, moved.get()));
  // A piece that shows two accounts would have to be forgotten with either: the few that moved are not kept.
  if (!account.moved_to) keep(app, account, piece, stamp);
  return piece;
}

Piece account_from_memory(App& app, AccountId id) {
  auto piece = app.records.pieces.find(account_piece(id));
  if (!piece) return nullptr;
  auto const record = app.records.accounts.find(id);
  return record && !record->awaited ? piece : nullptr;
}

std::vector<Piece> accounts(App& app, db::Tx& tx, std::span<AccountId const> ids) {
  auto const records = store::accounts_by_id(app.records, tx, ids);
  std::vector<AccountId> destinations;
  for (auto const& record : records)
    if (record && record->moved_to) destinations.push_back(record->moved_to);
  // Held until the end, so that account() finds them in memory.
  auto const moved = destinations.empty() ? std::vector<std::shared_ptr<Account const>>{}
                                          : store::accounts_by_id(app.records, tx, destinations);
  std::vector<Piece> pieces;
  pieces.reserve(records.size());
  for (auto const& record : records) pieces.push_back(record ? account(app, *record) : nullptr);
  return pieces;
}

std::string account_list(App& app, db::Tx& tx, std::span<AccountId const> ids) {
  auto const pieces = accounts(app, tx, ids);
  JsonWriter json(64 + pieces.size() * 1600);
  json.array([&] {
    for (auto const& piece : pieces)
      if (piece) json.raw(*piece);
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
