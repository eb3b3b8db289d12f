#include "dunlin/actions/announcements.hpp"

#include <span>
#include <string>

#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/emoji.hpp"
#include "dunlin/store/announcements.hpp"
#include "dunlin/store/custom_emojis.hpp"
#include "dunlin/timelines/live.hpp"

namespace dunlin::actions {
namespace {

namespace announcements = store::announcements;
using timelines::LiveEvent;

constexpr int most_reactions = 8;  // different ones

/// Refuses what is not there, or not yet.
void find(App& app, db::Tx& tx, AnnouncementId id) {
  auto const announcement = announcements::find(tx, id);
  if (!announcement || announcement->published_at > app.clock.now()) throw not_found();
}

void tell(App& app, db::Tx& tx, LiveEvent::Kind kind, AnnouncementId id, std::string_view emoji = {}) {
  tx.after_commit([&app, event = LiveEvent{.kind = kind, .ids = {id.value}, .text = std::string(emoji)}] {
    app.live.publish(event);
  });
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
  tell(app, tx, LiveEvent::Kind::reaction, id, emoji);
}

void unreact_to_announcement(App& app, db::Tx& tx, AccountId reader, AnnouncementId id, std::string_view emoji) {
  find(app, tx, id);
  announcements::unreact(tx, reader, id, emoji);
  tell(app, tx, LiveEvent::Kind::reaction, id, emoji);
}

void announce(App& app, db::Tx& tx, Announcement& announcement) {
  announcement.id = tx.next_id<AnnouncementId>(announcement.published_at);
  announcements::insert(tx, announcement);
  tell(app, tx, LiveEvent::Kind::announcement, announcement.id);
}

bool withdraw_announcement(App& app, db::Tx& tx, AnnouncementId id) {
  if (!announcements::remove(tx, id)) return false;
  tell(app, tx, LiveEvent::Kind::announcement_removal, id);
  return true;
}

}  // namespace dunlin::actions
