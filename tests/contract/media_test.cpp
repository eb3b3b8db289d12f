#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/pictures.hpp"
#include "support/schema.hpp"
#include "support/test_app.hpp"

namespace dunlin::test {
namespace {

using nlohmann::json;

class MediaAnswers : public AppTest {
 protected:
  json expect_fits(std::string_view type, std::string_view method, std::string const& target,
                   std::string_view body = {}, std::string_view content_type = "application/json") {
    auto const answer = app.send(app.request(method, target, alice.token, body, content_type));
    EXPECT_EQ(answer.status, 200) << method << " " << target << ": " << answer.body;
    auto parsed = json::parse(answer.body, nullptr, false);
    for (auto const& problem : schema_problems(type, parsed))
      ADD_FAILURE() << method << " " << target << " as " << type << " " << problem;
    return parsed;
  }
  Login alice = app.local("alice");
};

TEST_F(MediaAnswers, Fit) {
  auto const form = form_with("file", drawn_png(600, 400), "description=a gradient&focus=0.1,0.2");
  expect_fits("MediaAttachment", "POST", "/api/v1/media", form.body, form.type);
  auto const media = expect_fits("MediaAttachment", "POST", "/api/v2/media", form.body, form.type);
  auto const id = media.value("id", "");
  expect_fits("MediaAttachment", "GET", "/api/v1/media/" + id);
  expect_fits("MediaAttachment", "PUT", "/api/v1/media/" + id, R"({"description": "changed"})");
  expect_fits("MediaAttachment", "PATCH", "/api/v1/media/" + id, R"({"focus": "0,0"})");
  auto const other = expect_fits("MediaAttachment", "POST", "/api/v2/media", form.body, form.type);
  expect_fits("Status", "POST", "/api/v1/statuses", R"({"status": "Look", "media_ids": [")" + id + "\"]}");
  expect_fits("Empty", "DELETE", "/api/v1/media/" + other.value("id", ""));
}

}  // namespace
}  // namespace dunlin::test
