#include "notification.hpp"

#include <array>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "account.hpp"
#include "dunlin/base/json_writer.hpp"
#include "status.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

bool needs_status(std::string_view type) {
  static constexpr std::array without{std::string_view("follow"), std::string_view("follow_request"),
                                      std::string_view("admin.sign_up")};
  for (auto const each : without)
    if (type == each) return false;
  return true;
}

void write(JsonWriter& json, Notification const& n, std::string const& account, std::string const* status) {
  json.object([&] {
    json.member("id", n.id);
    json.member("type", n.type);
    json.member("created_at", n.created_at);
    json.member("group_key", shown_group_key(n));
    if (n.filtered) json.member("filtered", true);
    json.key("account");
    json.raw(account);
    if (status) {
      json.key("status");
      json.raw(*status);
    }
  });
}

/// What all of them show, gathered before anything is written.
class Shown {
 public:
  Shown(App& app, db::Tx& tx, AccountId viewer, std::span<Notification const> notifications) {
    std::vector<AccountId> from;
    std::vector<StatusId> about;
    for (auto const& n : notifications) {
      from.push_back(n.from);
      if (n.status && statuses_.try_emplace(n.status).second) about.push_back(n.status);
    }
    accounts_ = accounts(app, tx, from);
    auto rendered = statuses(app, tx, viewer, about);
    for (std::size_t i = 0; i < about.size(); ++i) statuses_[about[i]] = std::move(rendered[i]);
  }

  bool write_one(JsonWriter& json, Notification const& n, std::size_t at) const {
    if (!accounts_[at]) return false;
    std::string const* status = nullptr;
    if (auto const found = statuses_.find(n.status); found != statuses_.end() && !found->second.empty())
      status = &found->second;
    if (!status && needs_status(n.type)) return false;
    write(json, n, *accounts_[at], status);
    return true;
  }
  std::size_t bytes() const {
    std::size_t bytes = accounts_.size() * 1600;
    for (auto const& [_, status] : statuses_) bytes += status.size();
    return bytes;
  }

 private:
  std::vector<Piece> accounts_;
  std::unordered_map<StatusId, std::string> statuses_;
};

}  // namespace

std::string notification_list(App& app, db::Tx& tx, AccountId viewer, std::span<Notification const> notifications) {
  Shown const shown(app, tx, viewer, notifications);
  JsonWriter json(shown.bytes() + 64);
  json.array([&] {
    for (std::size_t i = 0; i < notifications.size(); ++i) shown.write_one(json, notifications[i], i);
  });
  return json.take();
}

std::string notification(App& app, db::Tx& tx, AccountId viewer, Notification const& one) {
  Shown const shown(app, tx, viewer, std::span(&one, 1));
  JsonWriter json(shown.bytes() + 64);
  return shown.write_one(json, one, 0) ? json.take() : std::string();
}

}  // namespace dunlin::api::mastodon::entities
