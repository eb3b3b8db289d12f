#include "routes.hpp"

#include "dunlin/api/activitypub/routes.hpp"

namespace dunlin::server {

void add_routes(access::Routes& on) {
  add_state_routes(on);
  api::activitypub::add_routes(on);
}

}  // namespace dunlin::server
