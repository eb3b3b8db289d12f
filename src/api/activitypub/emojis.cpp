// The documents of our own custom emojis, to which posts and profiles point.
#include <array>

#include "door.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/vocabulary/emoji.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/custom_emojis.hpp"

namespace dunlin::api::activitypub {
namespace {

using access::Call;
using access::Reply;

constexpr int emoji_seconds = 180;

awaitable<Reply> show(Call const& call) {
  co_await reader_of(call);
  std::array const names{std::string(call.at("shortcode"))};
  auto const found = co_await call.app.db.read([&](db::Tx& tx) { return store::custom_emojis::find(tx, names); });
  if (found.empty()) throw not_found();
  Emoji const emoji{found.front().shortcode, call.app.storage.url(found.front().file)};
  co_return document(call,
                     federation::vocabulary::write_emoji(federation::urls(call.app.config), emoji, found.front().type),
                     emoji_seconds);
}

}  // namespace

void add_emojis(access::Routes& on) {
  on.get("/emojis/:shortcode", show, open_to_servers);
}

}  // namespace dunlin::api::activitypub
