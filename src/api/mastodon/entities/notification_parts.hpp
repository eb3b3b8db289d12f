#pragma once
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/notification.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "notification.hpp"

namespace dunlin::api::mastodon::entities {

/// What notifications are about, gathered for all of them before anything is written.
class NotificationParts {
 public:
  NotificationParts(App& app, db::Tx& tx, AccountId viewer, std::span<Notification const> notifications,
                    SupportedTypes const& supported);

  /// Whether there is all that one of its type must show.
  bool complete(Notification const& n) const;
  /// The status; empty when there is none to see.
  std::string_view status(StatusId id) const;
  /// The members that tell what else it is about: "event", "collection", …, and "fallback".
  void write_subject(JsonWriter& json, Notification const& n) const;

  /// The statuses in order of appearance, each once.
  std::vector<StatusId> const& statuses() const { return order_; }
  std::size_t bytes() const;

 private:
  void gather_events(db::Tx& tx, AccountId viewer, std::span<Notification const> notifications);
  void gather_reports(App& app, db::Tx& tx, std::span<Notification const> notifications);

  void gather_words(App& app, db::Tx& tx, std::span<Notification const> notifications);
  void gather_collections(App& app, db::Tx& tx, AccountId viewer, std::span<Notification const> notifications);

  SupportedTypes const& supported_;
  std::vector<StatusId> order_;
  std::unordered_map<StatusId, std::string> statuses_;
  std::unordered_map<std::int64_t, std::string> events_;
  std::unordered_map<std::int64_t, std::string> reports_;
  std::unordered_map<std::int64_t, std::string> collections_;
  // For those who must be told in words: names of people, and of what is told of.
  std::unordered_map<AccountId, std::string> people_;
  std::unordered_map<std::int64_t, std::string> names_;
};

}  // namespace dunlin::api::mastodon::entities
