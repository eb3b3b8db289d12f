// Actor documents as others write them (contract, section 3.2).
#include <algorithm>
#include <array>

#include "dunlin/domain/sanitise.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/federation/vocabulary/note.hpp"
#include "reading.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::size_t most_fields = 50;
constexpr std::size_t most_field_bytes = 2047;
constexpr std::size_t most_name_bytes = 2048;
constexpr std::size_t most_bio_bytes = 20'000;
constexpr std::size_t most_aliases = 256;
constexpr std::size_t most_alias_bytes = 2048;
constexpr std::size_t most_keys = 10;

constexpr std::array<std::string_view, 5> actor_types{"Person", "Service", "Group", "Application", "Organization"};

std::optional<ActorKind> kind_of(std::string_view type) {
  if (type == "Person") return ActorKind::person;
  if (type == "Service") return ActorKind::service;
  if (type == "Group") return ActorKind::group;
  if (type == "Application") return ActorKind::application;
  if (type == "Organization") return ActorKind::organization;
  return std::nullopt;
}

struct Picture {
  std::string url, description;
};

Picture read_picture(Node const& node) {
  auto const& image = node.first();
  if (image.is_text()) return {read_url(image), {}};
  auto const& alt = image["summary"].is_text() ? image["summary"] : image["name"];
  return {read_link(image["url"], "image/").href, cut(clean_text(alt.text()), most_alt_bytes)};
}

std::vector<ProfileField> read_fields(Node const& node) {
  std::vector<ProfileField> fields;
  for (auto const& item : node.items()) {
    if (fields.size() == most_fields) break;
    auto const type = item.type();
    ProfileField field;
    field.name = cut(clean_line(item["name"].text()), most_field_bytes);
    if (type == "PropertyValue")
      field.value = sanitise(cut(item["value"].text(), most_field_bytes));
    else if (type == "Note")
      field.value = sanitise(cut(item["content"].text(), most_field_bytes));
    else
      continue;
    if (!field.name.empty()) fields.push_back(std::move(field));
  }
  return fields;
}

std::vector<ActorKey> read_keys(Node const& document) {
  std::vector<ActorKey> keys;
  for (auto const* const name : {"publicKey", "assertionMethod"}) {
    auto const all = document[name].items();
    for (auto const& item : all.first(std::min(all.size(), most_keys))) {
      if (auto key = read_key(item))
        keys.push_back(std::move(*key));
      else if (auto const id = item.reference(); !id.empty())
        keys.push_back({std::string(id), {}, {}, {}});
    }
  }
  return keys;
}

std::vector<std::string> read_texts(Node const& node, std::size_t most) {
  std::vector<std::string> texts;
  for (auto& text : node.references(most))
    if (text.size() <= most_alias_bytes) texts.push_back(std::move(text));
  return texts;
}

void read_profile(Node const& document, Account& account) {
  // Names are text; but some clients show them as HTML, so what reads as tags goes.
  auto const name = cut(document["name"].first().text(), most_name_bytes);
  account.display_name = clean_line(name.contains('<') ? plain_text(name) : name);
  account.note = sanitise(cut(document["summary"].first().text(), most_bio_bytes));
  account.fields = read_fields(document["attachment"]);
  account.emojis = read_emojis(document["tag"]);
  auto icon = read_picture(document["icon"]);
  account.avatar_url = std::move(icon.url);
  account.avatar_description = std::move(icon.description);
  auto image = read_picture(document["image"]);
  account.header_url = std::move(image.url);
  account.header_description = std::move(image.description);
  account.locked = document["manuallyApprovesFollowers"].is_true();
  account.discoverable = document["discoverable"].is_true();
  account.indexable = document["indexable"].is_true();
  account.memorial = document["memorial"].is_true();
  account.also_known_as = read_texts(document["alsoKnownAs"], most_aliases);
  account.attribution_domains = read_texts(document["attributionDomains"], most_aliases);
  if (auto const when = read_time(document["published"])) account.created_at = *when;
}

/// Addresses count only on the actor's own host: a foreign inbox would make us send somebody else our mail.
std::string read_own_address(Node const& node, std::string_view id) {
  auto url = read_url(node);
  return same_host(url, id) ? url : std::string();
}

}  // namespace

bool is_username(std::string_view name) {
  if (name.empty() || name.size() > most_name_bytes) return false;
  auto const is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  return is_word(name.front()) && is_word(name.back()) &&
         std::ranges::all_of(name, [&](char c) { return is_word(c) || c == '.' || c == '-'; });
}

std::optional<Actor> read_actor(Node const& document) {
  auto const kind = kind_of(document.type(actor_types));
  auto const id = document.id();
  if (!kind || host_of(id).empty()) return std::nullopt;
  Actor actor;
  auto& account = actor.account;
  account.uri = std::string(id);
  account.kind = *kind;
  account.username = std::string(document["preferredUsername"].first().text());
  if (auto const handle = document["webfinger"].text(); handle.contains('@')) {
    actor.webfinger = std::string(handle);
    if (account.username.empty()) account.username = std::string(handle.substr(0, handle.find('@')));
  }
  account.inbox_url = read_own_address(document["inbox"], id);
  if (!is_username(account.username) || account.inbox_url.empty()) return std::nullopt;
  auto const& endpoints = document["endpoints"];
  account.shared_inbox_url =
      read_own_address(endpoints.is_map() ? endpoints["sharedInbox"] : document["sharedInbox"], id);
  account.outbox_url = read_own_address(document["outbox"], id);
  account.followers_url = read_own_address(document["followers"], id);
  account.following_url = read_own_address(document["following"], id);
  account.featured_url = read_own_address(document["featured"], id);
  account.url = read_link(document["url"], "text/html").href;
  if (account.url.empty()) account.url = account.uri;
  read_profile(document, account);
  actor.keys = read_keys(document);
  actor.moved_to = read_url(document["movedTo"]);
  actor.suspended = document["suspended"].is_true();
  return actor;
}

}  // namespace dunlin::federation::vocabulary
