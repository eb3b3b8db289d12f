#include "dunlin/actions/announcements.hpp"

#include <span>
#include <string>

#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/emoji.hpp"
#include "dunlin/store/announcements.hpp"
#include "dunlin/store/custom_emojis.hpp"

namespace dunlin::actions {
namespace {

namespace announcements = store::announcements;

constexpr int most_reactions = 8;  // different ones

/// Refuses what is not there, or not yet.
void find(App& app, db::Tx& tx, AnnouncementId id) {
  auto const announcement = announcements::find(tx, id);
  if (!announcement || announcement->published_at > app.clock.now()) throw not_found();
}

}  // namespace

void dismiss_announcement(App& app, db::Tx& tx, AccountId reader, AnnouncementId id) {
  find(app, tx, id);
  announcements::dismiss(tx, reader, id);
}

void react_to_announcement(App& app, db::Tx& tx, AccountId reader, AnnouncementId id, std::string_view emoji) {
  find(app, tx, id);
  auto const is_ours = [&] {
    std::string const name(emoji);
    return is_shortcode(name) && !store::custom_emojis::find(tx, std::span(&name, 1)).empty();
  };
  if (!is_emoji(emoji) && !is_ours()) throw invalid("Name is not a recognized emoji");
  if (!announcements::react(tx, reader, id, emoji, most_reactions, app.clock.now()))
    throw invalid("Limit of different reactions reached");
}

void unreact_to_announcement(App& app, db::Tx& tx, AccountId reader, AnnouncementId id, std::string_view emoji) {
  find(app, tx, id);
  announcements::unreact(tx, reader, id, emoji);
}

}  // namespace dunlin::actions
