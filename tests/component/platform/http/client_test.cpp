#include "dunlin/platform/http/client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <string>

#include "support/http_server.hpp"

using namespace dunlin;
using namespace std::chrono_literals;

namespace {

http::ClientOptions open_options() {
  http::ClientOptions options;
  options.user_agent = "test";
  options.allowed_private_addresses = "127.0.0.0/8";
  options.any_port = true;
  return options;
}

/// What a hand-made server does with each request, by its path.
awaitable<http::Response> answer(http::Request request) {
  http::Response response;
  response.type = "text/plain";
  response.body = request.method + " " + request.target + " " + request.body;
  if (request.path == "/moved") {
    response.status = 302;
    response.headers.emplace_back("Location", "/there?x=1");
  } else if (request.path == "/round") {
    response.status = 302;
    response.headers.emplace_back("Location", "/round");
  } else if (request.path == "/inside") {
    response.status = 302;
    response.headers.emplace_back("Location", "http://10.0.0.1/");
  } else if (request.path == "/big") {
    response.body.assign(100'000, 'x');
  } else if (request.path == "/signed") {
    response.body = std::string(request.header("x-signed"));
  } else if (request.path == "/slow") {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, 10s);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  co_return response;
}

class ClientTest : public ::testing::Test {
 protected:
  void use(http::ClientOptions options) {
    io_.on_io([&] { client_.emplace(io_.io().get_executor(), std::move(options)); });
  }
  http::Incoming send(http::Outgoing request) {
    return io_.run<http::Incoming>([&] { return client_->send(request); });
  }
  http::Incoming get(std::string const& path) {
    http::Outgoing request;
    request.url = url(path);
    return send(request);
  }
  std::string url(std::string const& path) const { return "http://127.0.0.1:" + std::to_string(server_.port()) + path; }
  /// The error of a request that gets no answer.
  std::optional<http::ClientError> failure(http::Outgoing const& request) {
    try {
      send(request);
      return std::nullopt;
    } catch (http::ClientError const& error) {
      return error;
    }
  }
  void SetUp() override { use(open_options()); }
  void TearDown() override {
    io_.on_io([&] { client_.reset(); });
  }

  dunlin::testing::HttpServer server_{answer};
  dunlin::testing::IoThread io_;
  std::optional<http::Client> client_;
};

}  // namespace

TEST_F(ClientTest, SendsBodyAndHeadersAndReadsTheAnswer) {
  http::Outgoing request;
  request.method = "POST";
  request.url = url("/inbox?a=b");
  request.body = "hello";
  auto const incoming = send(request);
  EXPECT_EQ(incoming.status, 200);
  EXPECT_EQ(incoming.body, "POST /inbox?a=b hello");
  EXPECT_EQ(incoming.header("content-type"), "text/plain");
  EXPECT_EQ(incoming.url, request.url);
}

TEST_F(ClientTest, UsesOneConnectionForRequestsInARow) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get("/").status, 200);
  EXPECT_EQ(server_.connections(), 1);
  EXPECT_EQ(client_->load().idle, 1);
}

TEST_F(ClientTest, FollowsARedirectAndSaysWhereItEnded) {
  auto const incoming = get("/moved");
  EXPECT_EQ(incoming.body, "GET /there?x=1 ");
  EXPECT_EQ(incoming.url, url("/there?x=1"));
}

TEST_F(ClientTest, SignsEachHopForItsOwnUrl) {
  http::Outgoing request;
  request.url = url("/signed");
  request.sign = [](std::string method, std::string where) -> awaitable<std::vector<http::Header>> {
    co_return std::vector<http::Header>{{"X-Signed", method + " " + where}};
  };
  EXPECT_EQ(send(request).body, "GET " + request.url);
}

TEST_F(ClientTest, DoesNotGoInCircles) {
  EXPECT_TRUE(failure({.url = url("/round")})->permanent);
}

TEST_F(ClientTest, DoesNotFollowARedirectOfAPost) {
  http::Outgoing request{.method = "POST", .url = url("/moved")};
  EXPECT_EQ(send(request).status, 302);
}

TEST_F(ClientTest, RefusesAPrivateAddressAtTheEndOfARedirect) {
  auto const error = failure({.url = url("/inside")});
  ASSERT_TRUE(error);
  EXPECT_TRUE(error->permanent);
}

TEST_F(ClientTest, ReachesNoLoopbackUnlessItIsOpened) {
  auto options = open_options();
  options.allowed_private_addresses.clear();
  use(options);
  for (auto const& target : {url("/"), "http://localhost:" + std::to_string(server_.port()) + "/",
                             std::string("http://[::1]/"), std::string("http://[::ffff:127.0.0.1]/")})
    EXPECT_TRUE(failure({.url = target})->permanent) << target;
  EXPECT_EQ(server_.requests(), 0);
}

TEST_F(ClientTest, ReachesOnlyTheWebsPortsUnlessAllAreOpened) {
  auto options = open_options();
  options.any_port = false;
  use(options);
  EXPECT_TRUE(failure({.url = url("/")})->permanent);
}

TEST_F(ClientTest, StopsReadingAtTheLimit) {
  http::Outgoing request{.url = url("/big")};
  request.most_bytes = 1000;
  EXPECT_TRUE(failure(request)->permanent);
  request.most_bytes = 200'000;
  EXPECT_EQ(send(request).body.size(), 100'000U);
}

TEST_F(ClientTest, GivesUpWhenItsPatienceIsOver) {
  http::Outgoing request{.url = url("/slow")};
  request.patience = 100ms;
  auto const error = failure(request);
  ASSERT_TRUE(error);
  EXPECT_FALSE(error->permanent);
  EXPECT_EQ(client_->load().open, 0);
}

TEST_F(ClientTest, RefusesLineBreaksInHeaders) {
  http::Outgoing request{.url = url("/")};
  request.headers = {{"X-Bad", "a\r\nHost: other"}};
  EXPECT_TRUE(failure(request)->permanent);
}

TEST_F(ClientTest, SaysThatANameWithoutAddressMayHaveOneLater) {
  auto const error = failure({.url = "http://no-such-host.invalid/"});
  ASSERT_TRUE(error);
  EXPECT_FALSE(error->permanent);
}

TEST_F(ClientTest, AsksAPlainProxyWithTheWholeUrlAndResolvesNothingItself) {
  auto options = open_options();
  options.allowed_private_addresses.clear();
  options.any_port = false;
  options.http_proxy = url("");
  use(options);
  auto const incoming = send({.url = "http://example.invalid/path?q=1"});
  EXPECT_EQ(incoming.status, 200);
  EXPECT_EQ(server_.requests(), 1);
  EXPECT_TRUE(failure({.url = "http://127.0.0.1/"})->permanent) << "the target is judged, not the proxy";
}
