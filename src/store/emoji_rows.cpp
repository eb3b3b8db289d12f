#include "emoji_rows.hpp"

#include "dunlin/base/json.hpp"
#include "dunlin/base/json_writer.hpp"

namespace dunlin::store {

std::vector<Emoji> read_emojis(std::string_view json) {
  std::vector<Emoji> emojis;
  if (json == "[]") return emojis;
  for (auto const& item : parse_json(json)) emojis.push_back({item.value("shortcode", ""), item.value("url", "")});
  return emojis;
}

std::string to_json(std::vector<Emoji> const& emojis) {
  if (emojis.empty()) return "[]";
  JsonWriter json;
  json.array([&] {
    for (auto const& emoji : emojis)
      json.object([&] {
        json.member("shortcode", emoji.shortcode);
        json.member("url", emoji.url);
      });
  });
  return json.take();
}

}  // namespace dunlin::store
