// Emojis with which people of other servers answer: as a Like that carries one, or as EmojiReact.
#include <algorithm>

#include "dunlin/domain/count.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/reactions.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

constexpr std::size_t most_emoji_bytes = 64;  // families with skin colours are long

struct Reaction {
  std::string name;    // the emoji itself, or the shortcode of a custom one
  std::string domain;  // whose custom emoji it is
  std::string url;     // its picture
};

/// A single character that is no plain text.
bool is_emoji(std::string_view text) {
  bool const beyond_ascii = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return beyond_ascii && text.size() <= most_emoji_bytes && count_graphemes(text) == 1 && clean_line(text) == text;
}

/// The emoji the activity carries: a character, or a custom one that it also shows.
std::optional<Reaction> emoji_of(Inbound const& in) {
  std::string_view const content = in.activity.content;
  if (is_emoji(content)) return Reaction{.name = std::string(content)};
  if (content.size() < 3 || !content.starts_with(':') || !content.ends_with(':')) return std::nullopt;
  auto const inner = content.substr(1, content.size() - 2);
  auto const code = inner.substr(0, inner.find('@'));
  auto const& shown = in.activity.emojis;
  auto const at = std::ranges::find_if(
      shown, [&](Emoji const& emoji) { return emoji.shortcode == code || emoji.shortcode == inner; });
  if (at == shown.end()) return std::nullopt;
  return Reaction{.name = std::string(code), .domain = in.actor.domain, .url = at->url};
}

}  // namespace

void remember_reaction(Inbound const& in, db::Tx& tx, StatusId target, bool only_one) {
  auto const emoji = emoji_of(in);
  if (!emoji) return;
  auto const status = store::statuses::find_visible(tx, target, in.actor.id);
  if (!status || status->boost_of || store::relations::barriers(tx, status->author, in.actor.id).blocking) return;
  if (only_one) store::reactions::remove(tx, target, in.actor.id);
  store::reactions::insert(tx, {target, in.actor.id, emoji->name, emoji->domain, emoji->url, in.activity.id},
                           time_of(in));
}

awaitable<void> receive_emoji_reaction(Inbound const& in) {
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        auto const status = known_status(in.app, tx, in.activity.object_id);
        if (!status || (!in.activity.id.empty() && store::statuses::is_buried(tx, in.activity.id))) return;
        remember_reaction(in, tx, status, false);
      },
      db::Urgency::background);
}

}  // namespace dunlin::actions
