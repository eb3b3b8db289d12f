#include "support/answered.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace dunlin::test {
namespace {

std::set<std::string>& noted() {
  static std::set<std::string> rows;
  return rows;
}

}  // namespace

std::set<std::string> const& answered_rows() {
  return noted();
}

void note_answered(access::Routes const& routes, http::Request const& request, int status) {
  auto const* const test = ::testing::UnitTest::GetInstance()->current_test_info();
  if (!test || status >= 500 || status == 401 || !std::string_view(test->file()).contains("contract/")) return;
  if (auto const* const row = routes.find(request.method, request.path).row)
    noted().insert(row->method + " " + row->path);
}

}  // namespace dunlin::test
