#include "notification_fallback.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "dunlin/domain/sanitise.hpp"
#include "or_null.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

struct Words {
  std::string_view type, title, summary;  // "{}" in a title stands for who did it
};
constexpr std::array<Words, 7> all_words{{
    {"quote", "{} quoted your post", ""},
    {"quoted_update", "{} edited a post you have quoted", ""},
    {"added_to_collection", "{} added you to a collection", ""},
    {"collection_update", "{} changed a collection you are in", ""},
    {"severed_relationships", "You lost some of your connections",
     "Some of your followers, or of the accounts you follow, are out of reach"},
    {"moderation_warning", "You have received a moderation warning", ""},
    {"annual_report", "Your year in review is ready", ""},
}};

Words const* fallback_words(std::string_view type) {
  auto const found = std::ranges::find(all_words, type, &Words::type);
  return found == all_words.end() ? nullptr : &*found;
}

std::string title_of(Words const& words, std::string_view who) {
  std::string title;
  auto const place = words.title.find("{}");
  if (place == std::string_view::npos) return std::string(words.title);
  title.append(words.title.substr(0, place));
  append_escaped_html(title, who);
  title.append(words.title.substr(place + 2));
  return title;
}

}  // namespace

bool needs_fallback(std::string_view type, SupportedTypes const& supported) {
  return supported && fallback_words(type) && std::ranges::find(*supported, type) == supported->end();
}

void write_fallback(JsonWriter& json, std::string_view type, std::string_view who, std::string_view what) {
  auto const* const words = fallback_words(type);
  if (!words) return json.value(nullptr);
  json.object([&] {
    json.member("title", title_of(*words, who));
    write_or_null(json, "summary", what.empty() ? words->summary : what);
    // The documentation has the one, the source of Mastodon the other.
    json.key("description");
    json.value(nullptr);
    json.key("details");
    json.value(nullptr);
  });
}

}  // namespace dunlin::api::mastodon::entities
