#include "routes.hpp"

namespace dunlin::server {

// One line per door: each offers `void add_…(access::Routes& on)` in its own header.
void add_routes(access::Routes&) {}

}  // namespace dunlin::server
