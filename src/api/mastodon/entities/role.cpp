#include "role.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

constexpr std::int64_t administrator = 1;
constexpr std::int64_t all_permissions = 8388607;  // every bit of behaviours.md, "OAuth"
constexpr int collection_limit = 10;

}  // namespace

void write_role(JsonWriter& json, store::preferences::Role const& role) {
  json.object_member("role", [&] {
    json.member("id", std::to_string(role.id));
    json.member("name", role.name);
    json.member("permissions", std::to_string(role.permissions & administrator ? all_permissions : role.permissions));
    json.member("color", role.color);
    json.member("highlighted", role.highlighted);
    json.member("collection_limit", collection_limit);
  });
}

}  // namespace dunlin::api::mastodon::entities
