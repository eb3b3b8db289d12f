#include "card.hpp"
#include "dunlin/media/remote_address.hpp"

#include <string_view>

#include "account.hpp"
#include "or_null.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

std::string_view word_of(CardType type) {
  switch (type) {
    case CardType::link:
      return "link";
    case CardType::photo:
      return "photo";
    case CardType::video:
      return "video";
    case CardType::rich:
      return "rich";
  }
  return "link";
}

/// Who wrote the page: an account that agrees, else what the page says.
void write_authors(JsonWriter& json, App& app, Card const& card, AccountsById const& accounts) {
  auto const at = accounts.find(card.author);
  auto const author = card.author && at != accounts.end() && at->second ? account(app, *at->second) : nullptr;
  if (!author && card.author_name.empty() && card.author_url.empty()) return;
  json.object([&] {
    json.member("name", author ? std::string() : card.author_name);
    json.member("url", author ? std::string() : card.author_url);
    json.key("account");
    if (author)
      json.raw(*author);
    else
      json.value(nullptr);
  });
}

}  // namespace

void write_card_members(JsonWriter& json, App& app, Card const& card, AccountsById const& accounts) {
  json.member("url", card.url);
  json.member("title", card.title);
  json.member("description", card.description);
  write_or_null(json, "language", card.language);
  json.member("type", word_of(card.type));
  json.member("author_name", card.author_name);
  json.member("author_url", card.author_url);
  json.member("provider_name", card.provider_name);
  json.member("provider_url", card.provider_url);
  json.member("html", card.html);
  json.member("width", card.width);
  json.member("height", card.height);
  write_or_null(json, "image", media::shown_address(app, card.image_url));
  json.member("image_description", card.image_description);
  json.member("embed_url", card.embed_url);
  write_or_null(json, "blurhash", card.blurhash);
  json.member("published_at", card.published_at);
  json.array_member("authors", [&] { write_authors(json, app, card, accounts); });
}

std::string card(App& app, Card const& card, AccountsById const& accounts) {
  JsonWriter json(1024);
  json.object([&] { write_card_members(json, app, card, accounts); });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
