#include "notification_parts.hpp"

#include <algorithm>
#include <array>

#include "account.hpp"
#include "collection.hpp"
#include "dunlin/store/collections.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/reports.hpp"
#include "dunlin/store/severed_relationships.hpp"
#include "notification_fallback.hpp"
#include "report.hpp"
#include "status.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

namespace severed = store::severed_relationships;

constexpr std::string_view severance = "severed_relationships";
constexpr std::string_view reported = "admin.report";
bool needs_status(std::string_view type) {
  static constexpr std::array<std::string_view, 8> types{"favourite", "reblog", "status", "mention",
                                                         "poll",      "update", "quote",  "quoted_update"};
  return std::ranges::find(types, type) != types.end();
}

bool is_of_collection(std::string_view type) {
  return type == "added_to_collection" || type == "collection_update";
}

std::string_view name_of(SeveranceCause cause) {
  switch (cause) {
    case SeveranceCause::domain_block:
      return "domain_block";
    case SeveranceCause::user_domain_block:
      return "user_domain_block";
    case SeveranceCause::account_suspension:
      return "account_suspension";
  }
  return {};
}

std::string render(severed::Event const& event) {
  JsonWriter json;
  json.object([&] {
    json.member("id", std::to_string(event.id));
    json.member("type", name_of(event.what.cause));
    json.member("purged", event.what.purged);
    json.member("target_name", event.what.target_name);
    json.member("followers_count", event.what.followers);
    json.member("following_count", event.what.following);
    json.member("created_at", event.created_at);
  });
  return json.take();
}

}  // namespace

NotificationParts::NotificationParts(App& app, db::Tx& tx, AccountId viewer,
                                     std::span<Notification const> notifications, SupportedTypes const& supported)
    : supported_(supported) {
  for (auto const& n : notifications)
    if (n.status && statuses_.try_emplace(n.status).second) order_.push_back(n.status);
  auto rendered = entities::statuses(app, tx, viewer, order_);
  for (std::size_t i = 0; i < order_.size(); ++i) statuses_[order_[i]] = std::move(rendered[i]);
  gather_events(tx, viewer, notifications);
  gather_reports(app, tx, notifications);
  gather_collections(app, tx, viewer, notifications);
  gather_words(app, tx, notifications);
}

void NotificationParts::gather_events(db::Tx& tx, AccountId viewer, std::span<Notification const> notifications) {
  std::vector<std::int64_t> ids;
  for (auto const& n : notifications)
    if (n.type == severance) ids.push_back(n.subject);
  if (ids.empty()) return;
  for (auto const& event : severed::find_many(tx, viewer, ids)) events_.emplace(event.id, render(event));
}

void NotificationParts::gather_reports(App& app, db::Tx& tx, std::span<Notification const> notifications) {
  std::vector<ReportId> ids;
  for (auto const& n : notifications)
    if (n.type == reported) ids.push_back(ReportId{n.subject});
  if (ids.empty()) return;
  auto const found = store::reports::find_many(tx, ids);
  std::vector<AccountId> targets;
  for (auto const& one : found) targets.push_back(one.target);
  auto const there = accounts(app, tx, targets);  // all at once; from here on they are in memory
  for (std::size_t i = 0; i < found.size(); ++i)
    if (there[i]) reports_.emplace(found[i].id.value, report(app, tx, found[i]));
}

void NotificationParts::gather_collections(App& app, db::Tx& tx, AccountId viewer,
                                           std::span<Notification const> notifications) {
  std::vector<CollectionId> ids;
  for (auto const& n : notifications)
    if (is_of_collection(n.type)) ids.push_back(CollectionId{n.subject});
  if (ids.empty()) return;
  for (auto const& found : store::collections::find_many(tx, viewer, ids)) {
    names_.emplace(found.id.value, found.name);
    collections_.emplace(found.id.value, collection(app, found));
  }
}

void NotificationParts::gather_words(App& app, db::Tx& tx, std::span<Notification const> notifications) {
  std::vector<AccountId> ids;
  for (auto const& n : notifications)
    if (needs_fallback(n.type, supported_)) ids.push_back(n.from);
  if (ids.empty()) return;
  for (auto const& account : store::accounts_by_id(app.records, tx, ids))
    if (account)
      people_.emplace(account->id, account->display_name.empty() ? account->username : account->display_name);
}

bool NotificationParts::complete(Notification const& n) const {
  if (needs_status(n.type)) return !status(n.status).empty();
  if (n.type == severance) return events_.contains(n.subject);
  if (n.type == reported) return reports_.contains(n.subject);
  if (is_of_collection(n.type)) return collections_.contains(n.subject);
  return true;
}

std::string_view NotificationParts::status(StatusId id) const {
  auto const found = statuses_.find(id);
  return found == statuses_.end() ? std::string_view() : std::string_view(found->second);
}

void NotificationParts::write_subject(JsonWriter& json, Notification const& n) const {
  if (auto const event = events_.find(n.subject); n.type == severance && event != events_.end()) {
    json.key("event");
    json.raw(event->second);
  }
  if (auto const found = reports_.find(n.subject); n.type == reported && found != reports_.end()) {
    json.key("report");
    json.raw(found->second);
  }
  if (auto const found = collections_.find(n.subject); is_of_collection(n.type) && found != collections_.end()) {
    json.key("collection");
    json.raw(found->second);
  }
  if (needs_fallback(n.type, supported_)) {
    auto const who = people_.find(n.from);
    auto const what = names_.find(n.subject);
    bool const named = is_of_collection(n.type) && what != names_.end();
    json.key("fallback");
    write_fallback(json, n.type, who == people_.end() ? "Somebody" : who->second, named ? what->second : "");
  }
}

std::size_t NotificationParts::bytes() const {
  std::size_t bytes = 64;
  for (auto const& [_, status] : statuses_) bytes += status.size();
  return bytes;
}

}  // namespace dunlin::api::mastodon::entities
