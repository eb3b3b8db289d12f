#include "dunlin/domain/notification.hpp"

#include <algorithm>
#include <array>

namespace dunlin {
namespace {

template <std::size_t N>
bool is_one_of(std::array<std::string_view, N> const& list, std::string_view type) {
  return std::ranges::find(list, type) != list.end();
}

constexpr std::string_view ungrouped = "ungrouped-";

}  // namespace

bool is_groupable(std::string_view type) {
  static constexpr std::array<std::string_view, 4> types{"favourite", "reblog", "follow", "admin.sign_up"};
  return is_one_of(types, type);
}

bool is_filterable(std::string_view type) {
  static constexpr std::array<std::string_view, 7> types{
      "mention", "reblog", "follow", "follow_request", "favourite", "quote", "added_to_collection"};
  return is_one_of(types, type);
}

bool replaces_earlier(std::string_view type) {
  static constexpr std::array<std::string_view, 3> types{"update", "quoted_update", "collection_update"};
  return is_one_of(types, type);
}

std::string group_prefix(std::string_view type, StatusId about) {
  if (!is_groupable(type)) return {};
  std::string prefix(type);
  if (about) prefix += "-" + to_string(about);
  return prefix + "-";
}

std::string shown_group_key(Notification const& notification) {
  return notification.group_key.empty() ? std::string(ungrouped) + to_string(notification.id) : notification.group_key;
}

std::optional<NotificationId> ungrouped_id(std::string_view group_key) {
  if (!group_key.starts_with(ungrouped)) return std::nullopt;
  return parse_id<NotificationId>(group_key.substr(ungrouped.size()));
}

}  // namespace dunlin
