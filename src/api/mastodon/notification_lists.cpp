#include "notification_lists.hpp"

#include <string>
#include <vector>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/store/markers.hpp"

namespace dunlin::api::mastodon {
namespace {

constexpr std::size_t most_types = 50;

}  // namespace

std::optional<store::notifications::Filter> read_notification_filter(http::Params const& params) {
  store::notifications::Filter filter{.types = params.texts("types"),
                                      .exclude_types = params.texts("exclude_types"),
                                      .include_filtered = params.flag("include_filtered").value_or(false)};
  if (filter.types.size() > most_types || filter.exclude_types.size() > most_types) throw invalid("too many types");
  if (auto const from = params.text("account_id"); from && !from->empty()) {
    auto const id = parse_id<AccountId>(*from);
    if (!id || !*id) return std::nullopt;
    filter.from = *id;
    filter.include_filtered = true;  // whoever asks for one account wants all of it
  }
  return filter;
}

entities::SupportedTypes read_supported_types(http::Params const& params) {
  if (!params.has("supported_types")) return std::nullopt;
  auto types = params.texts("supported_types");
  if (types.size() > most_types) throw invalid("too many types");
  return types;
}

NotificationId read_notifications_until(access::Call const& call, db::Tx& tx) {
  static std::vector<std::string> const timelines{"notifications"};
  auto const markers = store::markers::find_many(tx, call.viewer(), timelines);
  return markers.empty() ? NotificationId{} : NotificationId{markers[0].last_read};
}

access::Reply unread_count_reply(std::int64_t count) {
  JsonWriter json;
  json.object([&] { json.member("count", count); });
  return access::json(json.take());
}

}  // namespace dunlin::api::mastodon
