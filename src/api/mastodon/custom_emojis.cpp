#include "dunlin/access/routes.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

// This server has no emojis of its own yet.
std::optional<access::Reply> list_from_memory(access::Call const&) {
  return access::json("[]");
}
access::Reply list(access::Call const&, db::Tx&) {
  return access::json("[]");
}

}  // namespace

void add_custom_emojis(access::Routes& on) {
  on.get("/api/v1/custom_emojis", list, {.who = access::Who::nobody, .from_memory = list_from_memory});
}

}  // namespace dunlin::api::mastodon
