#include "notification_group.hpp"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "account.hpp"
#include "dunlin/store/records.hpp"
#include "notification_parts.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

using store::notification_groups::Group;

std::vector<Notification> shown_of(std::span<Group const> groups) {
  std::vector<Notification> shown;
  for (auto const& group : groups) shown.push_back(group.shown);
  return shown;
}

std::vector<AccountId> all_accounts(std::span<Group const> groups) {
  std::vector<AccountId> ids;
  std::unordered_set<AccountId> seen;
  for (auto const& group : groups)
    for (auto const id : group.from)
      if (seen.insert(id).second) ids.push_back(id);
  return ids;
}

/// A PartialAccountWithAvatar: as much as a row of small pictures shows.
void write_partial(JsonWriter& json, App const& app, Account const& account) {
  auto const avatar = avatar_url(app, account);
  json.object([&] {
    json.member("id", account.id);
    json.member("acct", account.acct());
    json.member("locked", account.locked);
    json.member("bot", account.kind == ActorKind::service || account.kind == ActorKind::application);
    json.member("url", account.url.empty() ? account.uri : account.url);
    json.member("avatar", avatar);
    json.member("avatar_static", avatar);
    json.member("avatar_description", account.avatar_description);
  });
}

class Results {
 public:
  Results(App& app, db::Tx& tx, AccountId viewer, std::span<Group const> groups, GroupForm const& form)
      : app_(app),
        form_(form),
        notifications_(shown_of(groups)),
        parts_(app, tx, viewer, notifications_, form.supported) {
    auto const ids = all_accounts(groups);
    auto const pieces = accounts(app, tx, ids);
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (pieces[i]) accounts_.emplace(ids[i], pieces[i]);
    for (auto const& group : groups)
      if (parts_.complete(group.shown) && std::ranges::any_of(group.from, [&](auto id) { return there(id); }))
        groups_.push_back(&group);
    if (form.partial_avatars) gather_partial(tx);
  }

  std::string take() {
    JsonWriter json(parts_.bytes() + accounts_.size() * 1600 + groups_.size() * 512);
    json.object([&] {
      write_accounts(json);
      json.array_member("statuses", [&] {
        std::unordered_set<StatusId> shown;
        for (auto const* group : groups_)
          if (auto const id = group->shown.status; id && shown.insert(id).second)
            if (auto const status = parts_.status(id); !status.empty()) json.raw(status);
      });
      json.array_member("notification_groups", [&] {
        for (auto const* group : groups_) write_group(json, *group);
      });
    });
    return json.take();
  }

 private:
  bool there(AccountId id) const { return accounts_.contains(id); }

  // Whoever stands first in a group is shown whole, and nobody twice.
  void gather_partial(db::Tx& tx) {
    for (auto const* group : groups_)
      whole_.insert(*std::ranges::find_if(group->from, [&](auto id) { return there(id); }));
    std::vector<AccountId> others;
    std::unordered_set<AccountId> seen;
    for (auto const* group : groups_)
      for (auto const id : group->from)
        if (there(id) && !whole_.contains(id) && seen.insert(id).second) others.push_back(id);
    partial_ = store::accounts_by_id(app_.records, tx, others);
  }

  void write_accounts(JsonWriter& json) const {
    json.array_member("accounts", [&] {
      std::unordered_set<AccountId> shown;
      for (auto const* group : groups_)
        for (auto const id : group->from)
          if (there(id) && (!form_.partial_avatars || whole_.contains(id)) && shown.insert(id).second)
            json.raw(*accounts_.at(id));
    });
    if (!form_.partial_avatars) return;
    json.array_member("partial_accounts", [&] {
      for (auto const& account : partial_)
        if (account) write_partial(json, app_, *account);
    });
  }

  void write_group(JsonWriter& json, Group const& group) const {
    json.object([&] {
      json.member("group_key", group.key);
      json.member("notifications_count", group.count);
      json.member("type", group.shown.type);
      json.member("most_recent_notification_id", group.newest.value);
      if (form_.on_a_page) {
        json.member("page_min_id", group.page_min);
        json.member("page_max_id", group.page_max);
        json.member("latest_page_notification_at", group.latest_at);
      }
      json.array_member("sample_account_ids", [&] {
        for (auto const id : group.from)
          if (there(id)) json.value(id);
      });
      if (!parts_.status(group.shown.status).empty()) json.member("status_id", group.shown.status);
      if (group.shown.type == "annual_report")
        json.object_member("annual_report", [&] { json.member("year", std::to_string(group.shown.subject)); });
      parts_.write_subject(json, group.shown);
    });
  }

  App& app_;
  GroupForm const& form_;
  std::vector<Notification> notifications_;
  NotificationParts parts_;
  std::unordered_map<AccountId, Piece> accounts_;
  std::vector<Group const*> groups_;
  std::unordered_set<AccountId> whole_;
  std::vector<std::shared_ptr<Account const>> partial_;
};

}  // namespace

std::string grouped_notifications(App& app, db::Tx& tx, AccountId viewer, std::span<Group const> groups,
                                  GroupForm const& form) {
  return Results(app, tx, viewer, groups, form).take();
}

}  // namespace dunlin::api::mastodon::entities
