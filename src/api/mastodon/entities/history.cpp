#include "history.hpp"

#include <chrono>
#include <string>

namespace dunlin::api::mastodon::entities {

void write_history(JsonWriter& json, store::tags::History const& history, Timestamp now) {
  json.array_member("history", [&] {
    auto day = std::chrono::floor<std::chrono::days>(now);
    for (auto const& use : history) {
      json.object([&] {
        json.member("day", std::to_string(std::chrono::sys_seconds(day).time_since_epoch().count()));
        json.member("accounts", std::to_string(use.accounts));
        json.member("uses", std::to_string(use.uses));
      });
      day -= std::chrono::days(1);
    }
  });
}

}  // namespace dunlin::api::mastodon::entities
