#include "dunlin/store/invites.hpp"

#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/config/config.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

constexpr std::size_t longest_code = 100;

/// Where an app that was handed an invitation signs somebody up.
access::Reply show(access::Call const& call, db::Tx& tx) {
  auto const& code = call.at("invite_code");
  if (code.size() > longest_code || !store::invites::is_valid(tx, code, call.app.clock.now())) throw not_found();
  JsonWriter json;
  json.object([&] {
    json.member("invite_code", code);
    json.member("instance_api_url", call.app.config.base_url() + "/api/v2/instance");
  });
  return access::json(json.take());
}

}  // namespace

void add_invites(access::Routes& on) {
  on.get("/invite/:invite_code", show, {.who = access::Who::nobody});
}

}  // namespace dunlin::api::mastodon
