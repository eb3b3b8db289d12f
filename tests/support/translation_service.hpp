#pragma once
#include <atomic>
#include <nlohmann/json.hpp>
#include <string>

#include "support/http_server.hpp"

namespace dunlin::test {

/// A translation service that writes in capitals, and adds what it should not.
struct TranslationService {
  std::atomic<int> status = 200, translations = 0;
  nlohmann::json asked;
  std::string endpoint() const { return "http://localhost:" + std::to_string(server.port()); }

  testing::HttpServer server{[this](http::Request request) -> awaitable<http::Response> { co_return answer(request); }};

  http::Response answer(http::Request const& request) {
    http::Response reply;
    reply.status = status;
    reply.headers = {{"Content-Type", "application/json"}};
    if (request.method == "GET") {
      reply.body = R"([{"code": "en", "name": "English", "targets": ["de", "en", "x\"y"]},
                       {"code": "de", "name": "German", "targets": ["en"]}])";
      return reply;
    }
    ++translations;
    asked = nlohmann::json::parse(request.body);
    nlohmann::json texts = nlohmann::json::array();
    for (std::string text : asked["q"]) texts.push_back(text + "<script>alert(1)</script> <b>DE</b>");
    reply.body = nlohmann::json{{"translatedText", texts}}.dump();
    return reply;
  }
};

}  // namespace dunlin::test
