#pragma once
#include <optional>
#include <string>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"

namespace dunlin {

/// The numbers are stored, and are Mastodon's own.
enum class CardType { link = 0, photo = 1, video = 2, rich = 3 };

/// The preview of a page that a status links to.
struct Card {
  CardId id;
  std::string url;  // as the page names itself
  CardType type = CardType::link;
  std::string title, description;
  std::string language;                 // empty for unknown
  std::string author_name, author_url;  // as the page says
  AccountId author;                     // whom the page names, and who agrees
  AccountId claimed_author;             // whom the page names, and who does not
  std::string provider_name, provider_url;
  std::string html;  // an iframe of our own writing, or empty
  int width = 0, height = 0;
  std::string image_url, image_description;  // the picture stays where it is
  std::string embed_url;                     // of a photo: the file itself
  std::string blurhash;
  std::optional<Timestamp> published_at;
};

}  // namespace dunlin
