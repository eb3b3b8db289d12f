#include "payloads.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

#include "../entities/announcement.hpp"
#include "../entities/conversation.hpp"
#include "../entities/filtered.hpp"
#include "../entities/notification.hpp"
#include "../entities/status.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/announcements.hpp"
#include "dunlin/store/audience.hpp"
#include "dunlin/store/direct.hpp"
#include "dunlin/store/lists.hpp"
#include "dunlin/store/notifications.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/views.hpp"

namespace dunlin::api::mastodon {
namespace {

using timelines::LiveEvent;
using Shape = Target::Shape;
using Text = std::shared_ptr<std::string const>;

Text text_of(std::string json) {
  return json.empty() ? nullptr : std::make_shared<std::string const>(std::move(json));
}

std::vector<AccountId> viewers_of(std::span<Target> targets, Shape shape) {
  std::vector<AccountId> viewers;
  for (auto const& target : targets)
    if (target.shape == shape) viewers.push_back(target.viewer);
  return viewers;
}

/// Lists that do not show the status are left out.
void choose_lists(db::Tx& tx, StatusId status, std::span<Target> targets) {
  std::vector<ListId> lists;
  for (auto const& target : targets)
    if (target.shape == Shape::list) lists.push_back(ListId{target.id});
  if (lists.empty()) return;
  auto const showing = store::lists::showing(tx, status, lists);
  for (auto& target : targets)
    if (target.shape == Shape::list && std::ranges::find(showing, ListId{target.id}) != showing.end())
      target.shape = Shape::own;
}

void render_own(App& app, db::Tx& tx, StatusId id, std::span<Target> targets) {
  auto const viewers = viewers_of(targets, Shape::own);
  if (viewers.empty()) return;
  auto const seeing = store::views::who_may_see(app.records, tx, viewers, id);
  store::views::learn_deeds(app.records, tx, seeing, id);
  std::unordered_set<AccountId> const admitted(seeing.begin(), seeing.end());
  for (auto& target : targets)
    if (target.shape == Shape::own && admitted.contains(target.viewer))
      target.payload = text_of(entities::seen_status(app, tx, target.viewer, id).value_or(""));
}

/// The JSON of a status as anybody sees it, with what filters found in it.
std::string with_filtered(std::string_view status, std::string_view filtered) {
  std::string json;
  json.reserve(status.size() + filtered.size() + 16);
  return json.append(R"({"filtered":)").append(filtered).append(",").append(status.substr(1));
}

void render_open(App& app, db::Tx& tx, LiveEvent const& event, std::span<Target> targets) {
  auto const viewers = viewers_of(targets, Shape::open);
  if (viewers.empty()) return;
  auto const status = store::statuses_by_id(app.records, tx, std::array{event.status})[0];
  if (!status) return;
  auto const wanted = store::audience::who_wants(tx, event.author, viewers);
  auto const plain = entities::status(app, tx, {}, event.status);
  auto const unfiltered = plain ? text_of(with_filtered(*plain, "[]")) : nullptr;
  for (auto& target : targets) {
    if (target.shape != Shape::open || std::ranges::find(wanted, target.viewer) == wanted.end()) continue;
    if (!plain) {  // what only this server may see
      target.payload = text_of(entities::status(app, tx, target.viewer, event.status).value_or(""));
      continue;
    }
    auto const found = entities::Filtering(app, &tx, target.viewer).of(status, nullptr);
    target.payload = found.empty() ? unfiltered : text_of(with_filtered(*plain, found));
  }
}

std::string notification(App& app, db::Tx& tx, Target const& target) {
  auto const found = store::notifications::find(tx, target.viewer, NotificationId{target.id});
  return found ? entities::notification(app, tx, target.viewer, *found) : std::string();
}

std::string talk(App& app, db::Tx& tx, AccountId viewer, StatusId status) {
  auto const found = store::direct::ending_with(tx, viewer, status);
  return found ? entities::conversation(app, tx, viewer, *found) : std::string();
}

std::string announcement(App& app, db::Tx& tx, Target const& target) {
  auto const found = store::announcements::find(tx, AnnouncementId{target.id});
  return found ? entities::announcement(app, tx, target.viewer, *found) : std::string();
}

std::string reaction(db::Tx& tx, std::int64_t id, std::string const& name) {
  AnnouncementId const announcement{id};
  std::int64_t count = 0;
  for (auto const& one : store::announcements::reactions(tx, {}, std::span(&announcement, 1)))
    if (one.name == name) count = one.count;
  JsonWriter json;
  json.object([&] {
    json.member("name", name);
    json.member("count", count);
    json.member("announcement_id", announcement);
  });
  return json.take();
}

}  // namespace

void render(App& app, db::Tx& tx, LiveEvent const& event, std::span<Target> targets) {
  choose_lists(tx, event.status, targets);
  render_own(app, tx, event.status, targets);
  render_open(app, tx, event, targets);
  Text same;  // whoever looks
  for (auto& target : targets) {
    if (target.shape == Shape::notification) target.payload = text_of(notification(app, tx, target));
    if (target.shape == Shape::talk) target.payload = text_of(talk(app, tx, target.viewer, event.status));
    if (target.shape == Shape::announcement) target.payload = text_of(announcement(app, tx, target));
    if (target.shape != Shape::reaction) continue;
    if (!same) same = text_of(reaction(tx, target.id, event.text));
    target.payload = same;
  }
}

void frame(std::string_view event, std::span<Target const> targets, std::vector<Delivery>& to) {
  std::map<std::tuple<Text, std::string_view, bool>, Text> made;
  for (auto const& target : targets) {
    if (!target.payload) continue;
    for (auto const& place : target.places) {
      auto& text = made[{target.payload, place.label, place.is_websocket}];
      if (!text && place.is_websocket) {
        JsonWriter json(target.payload->size() * 5 / 4 + 128);
        json.object([&] {
          json.key("stream");
          json.raw(place.label);
          json.member("event", event);
          json.member("payload", *target.payload);
        });
        text = text_of(json.take());
      } else if (!text) {
        std::string lines = "event: ";
        text = text_of(lines.append(event).append("\ndata: ").append(*target.payload).append("\n\n"));
      }
      to.push_back({place.socket, text});
    }
  }
}

}  // namespace dunlin::api::mastodon
