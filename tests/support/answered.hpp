#pragma once
#include <set>
#include <string>

#include "dunlin/access/routes.hpp"
#include "dunlin/platform/http/message.hpp"

namespace dunlin::test {

/// "GET /api/v1/statuses/:id" of every row whose answer, be it a refusal, a test of tests/contract/ looked at in this
/// program so far.
std::set<std::string> const& answered_rows();

/// Notes the row if the test that runs now stands in tests/contract/. For TestApp.
void note_answered(access::Routes const& routes, http::Request const& request, int status);

}  // namespace dunlin::test
