#include "dunlin/store/preferences.hpp"

#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

access::Reply show(access::Call const& call, db::Tx& tx) {
  auto const preferences = store::preferences::find(tx, call.viewer());
  if (!preferences) throw not_found();
  JsonWriter json;
  json.object([&] {
    json.member("posting:default:visibility", to_text(preferences->default_visibility));
    json.member("posting:default:sensitive", preferences->default_sensitive);
    json.key("posting:default:language");
    if (preferences->default_language.empty())
      json.value(nullptr);
    else
      json.value(preferences->default_language);
    json.member("posting:default:quote_policy", preferences->quote_policy);
    json.member("reading:expand:media", preferences->expand_media);
    json.member("reading:expand:spoilers", preferences->expand_spoilers);
    json.member("reading:autoplay:gifs", preferences->autoplay_gifs);
  });
  return access::json(json.take());
}

}  // namespace

void add_preferences(access::Routes& on) {
  on.get("/api/v1/preferences", show, {.needs = "read:accounts"});
}

}  // namespace dunlin::api::mastodon
