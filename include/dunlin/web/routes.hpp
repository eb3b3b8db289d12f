#pragma once
#include "dunlin/access/routes.hpp"

namespace dunlin::web {

/// Adds the pages people see: sign-in, consent, applications, the front page, profiles, and their files.
void add_routes(access::Routes& on);

}  // namespace dunlin::web
