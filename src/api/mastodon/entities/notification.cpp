#include "notification.hpp"

#include "account.hpp"
#include "notification_parts.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

class ShownNotifications {
 public:
  ShownNotifications(App& app, db::Tx& tx, AccountId viewer, std::span<Notification const> notifications,
                     SupportedTypes const& supported)
      : parts_(app, tx, viewer, notifications, supported) {
    std::vector<AccountId> from;
    for (auto const& n : notifications) from.push_back(n.from);
    accounts_ = accounts(app, tx, from);
  }

  bool write_one(JsonWriter& json, Notification const& n, std::size_t at) const {
    if (!accounts_[at] || !parts_.complete(n)) return false;
    json.object([&] {
      json.member("id", n.id);
      json.member("type", n.type);
      json.member("created_at", n.created_at);
      json.member("group_key", shown_group_key(n));
      if (n.filtered) json.member("filtered", true);
      json.key("account");
      json.raw(*accounts_[at]);
      if (auto const status = parts_.status(n.status); !status.empty()) {
        json.key("status");
        json.raw(status);
      }
      parts_.write_subject(json, n);
    });
    return true;
  }
  std::size_t bytes() const { return parts_.bytes() + accounts_.size() * 1600; }

 private:
  NotificationParts parts_;
  std::vector<Piece> accounts_;
};

}  // namespace

std::string notification_list(App& app, db::Tx& tx, AccountId viewer, std::span<Notification const> notifications,
                              SupportedTypes const& supported) {
  ShownNotifications const shown(app, tx, viewer, notifications, supported);
  JsonWriter json(shown.bytes());
  json.array([&] {
    for (std::size_t i = 0; i < notifications.size(); ++i) shown.write_one(json, notifications[i], i);
  });
  return json.take();
}

std::string notification(App& app, db::Tx& tx, AccountId viewer, Notification const& one,
                         SupportedTypes const& supported) {
  ShownNotifications const shown(app, tx, viewer, std::span(&one, 1), supported);
  JsonWriter json(shown.bytes());
  return shown.write_one(json, one, 0) ? json.take() : std::string();
}

}  // namespace dunlin::api::mastodon::entities
