#include "filter.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

void write_contexts(JsonWriter& json, Filter const& filter) {
  json.array_member("context", [&] {
    for (auto const& [name, bit] : filter_contexts)
      if ((filter.contexts & bit) != 0) json.value(name);
  });
}

/// The members that every form of it has.
void write_head(JsonWriter& json, Filter const& filter) {
  json.member("id", filter.id);
  json.member("title", filter.title);
  write_contexts(json, filter);
  json.member("expires_at", filter.expires_at);
  json.member("filter_action", to_text(filter.action));
}

}  // namespace

void write_filter(JsonWriter& json, Filter const& filter) {
  json.object([&] {
    write_head(json, filter);
    json.array_member("keywords", [&] {
      for (auto const& keyword : filter.keywords) write_filter_keyword(json, keyword);
    });
    json.array_member("statuses", [&] {
      for (auto const& status : filter.statuses) write_filter_status(json, status);
    });
  });
}

void write_v1_filter(JsonWriter& json, Filter const& filter, FilterKeyword const& keyword) {
  json.object([&] {
    json.member("id", keyword.id);
    json.member("phrase", keyword.keyword);
    write_contexts(json, filter);
    json.member("whole_word", keyword.whole_word);
    json.member("expires_at", filter.expires_at);
    json.member("irreversible", filter.action == FilterAction::hide);
  });
}

void write_filter_keyword(JsonWriter& json, FilterKeyword const& keyword) {
  json.object([&] {
    json.member("id", keyword.id);
    json.member("keyword", keyword.keyword);
    json.member("whole_word", keyword.whole_word);
  });
}

void write_filter_status(JsonWriter& json, FilterStatus const& status) {
  json.object([&] {
    json.member("id", status.id);
    json.member("status_id", status.status);
  });
}

void write_filter_result(JsonWriter& json, FilterMatch const& match, std::string_view text, std::string_view folded) {
  json.object([&] {
    json.object_member("filter", [&] { write_head(json, *match.filter); });
    json.key("keyword_matches");
    if (match.keyword)
      json.array([&] { json.value(unfolded(text, folded, *match.keyword)); });
    else
      json.value(nullptr);
    json.key("status_matches");
    if (match.statuses.empty())
      json.value(nullptr);
    else
      json.array([&] {
        for (auto const id : match.statuses) json.value(id);
      });
  });
}

}  // namespace dunlin::api::mastodon::entities
