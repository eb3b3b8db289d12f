#include "report.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "account.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

/// Null when nothing of the kind was named.
void write_ids(JsonWriter& json, std::string_view name, std::vector<std::int64_t> const& ids) {
  if (ids.empty()) return json.member(name, nullptr);
  json.array_member(name, [&] {
    for (auto const id : ids) json.value(std::to_string(id));
  });
}

}  // namespace

std::string report(App& app, db::Tx& tx, store::reports::Report const& report) {
  auto const target = accounts(app, tx, std::array{report.target})[0];
  if (!target) throw not_found();
  JsonWriter json(512 + target->size());
  json.object([&] {
    json.member("id", report.id);
    json.member("action_taken", report.action_taken_at.has_value());
    json.member("action_taken_at", report.action_taken_at);
    json.member("category", report.category);
    json.member("comment", report.comment);
    json.member("forwarded", report.forwarded);
    json.member("created_at", report.created_at);
    write_ids(json, "status_ids", report.statuses);
    write_ids(json, "rule_ids", report.rules);
    write_ids(json, "collection_ids", report.collections);
    json.key("target_account");
    json.raw(*target);
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
