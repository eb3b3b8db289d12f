#pragma once
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "support/schema.hpp"
#include "support/test_app.hpp"

namespace dunlin::test {

/// The whole program, asked for answers that must fit the contract's schemas.
struct AnswersTest : AppTest {
  using AppTest::AppTest;
  using json = nlohmann::json;

  static std::string id(Login const& login) { return to_string(login.account.id); }

  json ask(std::string_view method, std::string_view target, Login const& as, std::string_view body = "{}") {
    auto const with_body = method == "GET" ? std::string_view() : body;
    auto const answer = app.send(app.request(method, target, as.token, with_body));
    EXPECT_EQ(answer.status, 200) << method << " " << target << ": " << answer.body;
    return json::parse(answer.body, nullptr, false);
  }

  /// The answer.
  json expect_fits(std::string_view type, std::string_view method, std::string const& target, Login const& as,
                   std::string_view body = "{}") {
    auto const answer = ask(method, target, as, body);
    for (auto const& problem : schema_problems(type, answer))
      ADD_FAILURE() << method << " " << target << " as " << type << " " << problem;
    if (type.starts_with("Array<")) EXPECT_FALSE(answer.empty()) << target << " is empty, which shows nothing";
    return answer;
  }
};

}  // namespace dunlin::test
