#include "card_rows.hpp"

#include "by_id.hpp"
#include "dunlin/base/json.hpp"

namespace dunlin::store {

std::shared_ptr<Card const> read_card(std::string_view json) {
  if (json.empty()) return nullptr;
  auto const row = parse_json(json);
  std::size_t at = 0;
  auto const text = [&] { return row[at++].get<std::string>(); };
  auto const number = [&] { return row[at++].get<std::int64_t>(); };
  auto card = std::make_shared<Card>();
  card->id = CardId{number()};
  card->url = text();
  card->type = static_cast<CardType>(number());
  card->title = text();
  card->description = text();
  card->language = text();
  card->author_name = text();
  card->author_url = text();
  card->author = AccountId{number()};
  card->claimed_author = AccountId{number()};
  card->provider_name = text();
  card->provider_url = text();
  card->html = text();
  card->width = static_cast<int>(number());
  card->height = static_cast<int>(number());
  card->image_url = text();
  card->image_description = text();
  card->embed_url = text();
  card->blurhash = text();
  if (auto const published = number(); published >= 0) card->published_at = Timestamp(Duration(published));
  return card;
}

std::size_t bytes_of(Card const& card) {
  std::size_t bytes = sizeof card;
  for (auto const* text :
       {&card.url, &card.title, &card.description, &card.author_name, &card.author_url, &card.provider_name,
        &card.provider_url, &card.html, &card.image_url, &card.image_description, &card.embed_url, &card.blurhash})
    bytes += text_bytes(*text);
  return bytes;
}

}  // namespace dunlin::store
