#pragma once
#include "dunlin/platform/http/message.hpp"
#include "network.hpp"

namespace dunlin::http {

/// Fills address, scheme, host and id from what a trusted proxy says (X-Forwarded-For, -Proto, -Host,
/// X-Request-Id). The address is the right-most one that is not itself a trusted proxy's: everything left of
/// it may be made up. What is absent or malformed leaves the request as it is.
void apply_forwarded(Request& request, Networks const& trusted);

/// Whether a Host (or X-Forwarded-Host) is a host with an optional port and nothing else.
bool valid_host(std::string_view host);

}  // namespace dunlin::http
