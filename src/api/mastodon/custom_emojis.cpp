#include <memory>

#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/store/custom_emojis.hpp"
#include "dunlin/store/records.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

constexpr char const* list_name = "instance:emojis";

std::optional<access::Reply> list_from_memory(access::Call const& call) {
  auto const kept = call.app.records.pieces.find(list_name);
  return kept ? std::optional(access::json(*kept)) : std::nullopt;
}

access::Reply list(access::Call const& call, db::Tx& tx) {
  auto& pieces = call.app.records.pieces;
  auto const stamp = pieces.stamp();
  JsonWriter json;
  json.array([&] {
    for (auto const& emoji : store::custom_emojis::all(tx)) {
      if (!emoji.listed) continue;
      auto const url = call.app.storage.url(emoji.file);
      json.object([&] {
        json.member("shortcode", emoji.shortcode);
        json.member("url", url);
        json.member("static_url", url);
        json.member("visible_in_picker", true);
        if (!emoji.category.empty()) json.member("category", emoji.category);
      });
    }
  });
  auto const piece = std::make_shared<std::string const>(json.take());
  pieces.put(list_name, piece, piece->size(), stamp);
  return access::json(*piece);
}

}  // namespace

void add_custom_emojis(access::Routes& on) {
  on.get("/api/v1/custom_emojis", list, {.who = access::Who::nobody, .from_memory = list_from_memory});
}

}  // namespace dunlin::api::mastodon
