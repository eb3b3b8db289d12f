#include "routes.hpp"

#include "dunlin/api/activitypub/routes.hpp"
#include "dunlin/api/mastodon/routes.hpp"
#include "dunlin/api/oauth/routes.hpp"
#include "dunlin/web/routes.hpp"

namespace dunlin::server {

// One line per door: each offers `void add_routes(access::Routes& on)` in its own header.
void add_routes(access::Routes& on) {
  add_state_routes(on);
  api::mastodon::add_routes(on);
  api::oauth::add_routes(on);
  api::activitypub::add_routes(on);
  web::add_routes(on);
}

}  // namespace dunlin::server
