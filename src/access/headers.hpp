#pragma once
#include "dunlin/access/rate_limits.hpp"
#include "dunlin/access/routes.hpp"

namespace dunlin::access {

/// What the row and the gate said of a request, as far as headers depend on it.
struct Outcome {
  Row const* row = nullptr;  // none for an unknown path
  bool anonymous = true;     // no token decided what is in the answer
  Verdict verdict;
};

/// Puts the headers every answer has and the handler has not set itself: security, caching, CORS, limits (Date and
/// X-Request-Id are put by http::Server).
void finish(Reply& reply, http::Request const& request, Outcome const& outcome);

/// The answer to a browser that asks what another origin may do here; 404 where nothing is open to them.
Reply preflight(http::Request const& request);

}  // namespace dunlin::access
