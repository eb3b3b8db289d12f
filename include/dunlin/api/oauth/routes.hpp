#pragma once
#include "dunlin/access/routes.hpp"

namespace dunlin::api::oauth {

/// Adds what applications ask of us to act for somebody: registration, tokens, revoking, metadata, and sign-up
/// through an application. The pages of the same flow belong to web.
void add_routes(access::Routes& on);

}  // namespace dunlin::api::oauth
