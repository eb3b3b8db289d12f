// Actor documents as we publish them (contract, sections 3.1 and 3.3).
#include "context.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/federation/vocabulary/emoji.hpp"

namespace dunlin::federation::vocabulary {
namespace {

std::string_view type_of(ActorKind kind) {
  switch (kind) {
    case ActorKind::service:
      return "Service";
    case ActorKind::group:
      return "Group";
    case ActorKind::application:
      return "Application";
    case ActorKind::organization:
      return "Organization";
    case ActorKind::person:
      break;
  }
  return "Person";
}

void write_key(JsonWriter& json, std::string_view id, std::string_view owner, std::string_view pem) {
  json.object_member("publicKey", [&] {
    json.member("id", id);
    json.member("owner", owner);
    json.member("publicKeyPem", pem);
  });
}

std::string media_type_of(std::string_view url) {
  auto const dot = url.rfind('.');
  auto const extension = dot == std::string_view::npos ? std::string_view() : url.substr(dot + 1);
  if (extension == "jpg" || extension == "jpeg") return "image/jpeg";
  if (extension == "gif") return "image/gif";
  if (extension == "webp") return "image/webp";
  if (extension == "avif") return "image/avif";
  return "image/png";
}

void write_picture(JsonWriter& json, std::string_view name, std::string const& url, std::string const& description) {
  if (url.empty()) return;
  json.object_member(name, [&] {
    json.member("type", "Image");
    json.member("mediaType", media_type_of(url));
    json.member("url", url);
    if (!description.empty()) json.member("summary", description);
  });
}

std::string or_below(std::string const& stored, Account const& account, std::string_view path) {
  return stored.empty() ? account.uri + std::string(path) : stored;
}

void write_lists(JsonWriter& json, Urls const& urls, Account const& account, bool hidden) {
  json.array_member("tag", [&] {
    if (hidden) return;
    for (auto const& emoji : account.emojis) json.object([&] { write_emoji_members(json, urls, emoji); });
  });
  json.array_member("attachment", [&] {
    if (hidden) return;
    for (auto const& field : account.fields)
      json.object([&] {
        json.member("type", "PropertyValue");
        json.member("name", field.name);
        json.member("value", field.value.text());
      });
  });
  if (!account.also_known_as.empty())
    json.array_member("alsoKnownAs", [&] {
      for (auto const& alias : account.also_known_as) json.value(alias);
    });
  if (!account.attribution_domains.empty())
    json.array_member("attributionDomains", [&] {
      for (auto const& domain : account.attribution_domains) json.value(domain);
    });
}

}  // namespace

std::string inbox_of(Account const& account) {
  return or_below(account.inbox_url, account, "/inbox");
}
std::string outbox_of(Account const& account) {
  return or_below(account.outbox_url, account, "/outbox");
}
std::string followers_of(Account const& account) {
  return or_below(account.followers_url, account, "/followers");
}
std::string following_of(Account const& account) {
  return or_below(account.following_url, account, "/following");
}
std::string featured_of(Account const& account) {
  return or_below(account.featured_url, account, "/collections/featured");
}

std::string write_actor(Urls const& urls, Account const& account, ActorExtras const& extras) {
  // A suspended account still answers, so that others may see that it is suspended, and nothing else.
  bool const hidden = account.is_suspended();
  JsonWriter json(4096);
  json.object([&] {
    json.raw_members(actor_context);
    json.member("id", account.uri);
    json.member("type", type_of(account.kind));
    json.member("preferredUsername", account.username);
    json.member("webfinger", account.username + "@" + urls.domain);
    json.member("name", hidden ? std::string_view() : std::string_view(account.display_name));
    json.member("summary", hidden ? std::string_view() : std::string_view(account.note.text()));
    json.member("url", urls.profile(account.username));
    json.member("inbox", inbox_of(account));
    json.member("outbox", outbox_of(account));
    json.member("followers", followers_of(account));
    json.member("following", following_of(account));
    json.member("featured", featured_of(account));
    json.member("featuredTags", account.uri + "/collections/tags");
    json.object_member("endpoints", [&] { json.member("sharedInbox", urls.shared_inbox()); });
    write_key(json, extras.key_id, account.uri, extras.public_key_pem);
    json.member("manuallyApprovesFollowers", account.locked);
    json.member("discoverable", account.discoverable);
    json.member("indexable", account.indexable);
    json.member("published", iso_date(account.created_at) + "T00:00:00Z");
    if (account.memorial) json.member("memorial", true);
    if (hidden) json.member("suspended", true);
    if (!extras.moved_to.empty()) json.member("movedTo", extras.moved_to);
    if (!hidden) write_picture(json, "icon", account.avatar_url, account.avatar_description);
    if (!hidden) write_picture(json, "image", account.header_url, account.header_description);
    write_lists(json, urls, account, hidden);
  });
  return json.take();
}

std::string write_instance_actor(Urls const& urls, std::string_view public_key_pem) {
  auto const id = urls.instance_actor();
  JsonWriter json(2048);
  json.object([&] {
    json.raw_members(actor_context);
    json.member("id", id);
    json.member("type", "Application");
    // A port is no part of a name; with a plain domain this is the domain itself.
    json.member("preferredUsername", urls.domain.substr(0, urls.domain.find(':')));
    json.member("name", urls.domain);
    json.member("summary", "");
    json.member("url", urls.base + "/about");
    json.member("inbox", id + "/inbox");
    json.member("outbox", id + "/outbox");
    json.object_member("endpoints", [&] { json.member("sharedInbox", urls.shared_inbox()); });
    write_key(json, id + "#main-key", id, public_key_pem);
    json.member("manuallyApprovesFollowers", true);
  });
  return json.take();
}

}  // namespace dunlin::federation::vocabulary
