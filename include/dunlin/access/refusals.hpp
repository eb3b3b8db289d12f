#pragma once
#include "dunlin/access/call.hpp"
#include "dunlin/base/refusal.hpp"

namespace dunlin::access {

/// The HTTP status of a refusal: the one table of it.
int status_of(Refusal::Kind kind);

/// `{"error": …}`, with `details` by field where there are any: what a row without a door of its own answers.
Reply refuse_as_json(http::Request const& request, Refusal const& refusal);

/// `{"error": …}` with any status.
Reply json_error(int status, std::string_view text);

}  // namespace dunlin::access
