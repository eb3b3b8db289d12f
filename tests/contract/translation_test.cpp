// Answers about translations fit the contract's schemas.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/schema.hpp"
#include "support/test_app.hpp"
#include "support/translation_service.hpp"

namespace dunlin::test {
namespace {

struct TranslationAnswers : ::testing::Test {
  TranslationService service;
  TestApp app{[this](config::Config& config) { config.libre_translate_endpoint = service.endpoint(); }};
  Login alice = app.local("alice");

  void expect_fits(std::string_view type, std::string_view method, std::string const& target, std::string_view body) {
    auto const reply = app.send(app.request(method, target, alice.token, body));
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(misfit(type, reply.body), "") << target;
  }
};

TEST_F(TranslationAnswers, Fit) {
  auto const draft = R"({"status": "hello", "language": "en", "poll": {"options": ["a", "b"], "expires_in": 600}})";
  auto const status = nlohmann::json::parse(app.post("/api/v1/statuses", alice.token, draft).body).value("id", "");
  expect_fits("Translation", "POST", "/api/v1/statuses/" + status + "/translate", R"({"lang": "de"})");
  expect_fits("TranslationLanguages", "GET", "/api/v1/instance/translation_languages", {});
}

}  // namespace
}  // namespace dunlin::test
