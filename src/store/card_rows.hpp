#pragma once
#include <memory>
#include <string_view>

#include "dunlin/domain/card.hpp"

// How cards stand in rows: shared by the files that read them.

// What read_card() reads.
#define CARD_JSON                                                                                                  \
  "json_build_array(c.id, c.url, c.type, c.title, c.description, c.language, c.author_name, c.author_url, "        \
  "coalesce(c.author_id, 0), coalesce(c.claimed_author_id, 0), c.provider_name, c.provider_url, c.html, c.width, " \
  "c.height, c.image_url, c.image_description, c.embed_url, c.blurhash, "                                          \
  "coalesce((extract(epoch from c.published_at) * 1000)::bigint, -1)) "

// A column of what is read of a status `s`.
#define CARD_OF_STATUS                                                        \
  "(select " CARD_JSON                                                        \
  "from status_cards sc join cards c on c.id = sc.card_id and c.title <> '' " \
  "where sc.status_id = s.id) "

namespace dunlin::store {

/// Null for empty text.
std::shared_ptr<Card const> read_card(std::string_view json);
std::size_t bytes_of(Card const& card);

}  // namespace dunlin::store
