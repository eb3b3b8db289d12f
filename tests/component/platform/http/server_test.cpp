#include "dunlin/platform/http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "support/http_server.hpp"
#include "support/socket.hpp"

namespace dunlin::http {
namespace {

using ::testing::EndsWith;
using testing::eventually;
using ::testing::HasSubstr;
using testing::HttpServer;
using ::testing::Not;
using testing::Socket;
using ::testing::StartsWith;

constexpr auto hello = "GET /hello HTTP/1.1\r\nHost: a.example\r\n\r\n";

/// Tells what arrived.
awaitable<Response> echo(Request request) {
  Response response{.type = "text/plain"};
  response.body = request.method + "|" + request.path + "|" + request.query + "|" + request.body + "|" +
                  request.address + "|" + request.scheme + "|" + request.host;
  co_return response;
}

awaitable<Response> fail(Request) {
  throw std::runtime_error("made to fail");
  co_return Response{};
}

std::string ask(HttpServer& server, std::string_view request) {
  Socket socket(server.port());
  socket.send(request);
  return socket.read_answer();
}

TEST(HttpServerTest, AnswersWithTheHeadersEveryClientNeeds) {
  HttpServer server(echo);
  auto const answer = ask(server, hello);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 37\r\n"));
  EXPECT_THAT(answer, ::testing::ContainsRegex("Date: [A-Z][a-z][a-z], [0-9][0-9] .* GMT"));
  EXPECT_THAT(answer, ::testing::ContainsRegex("X-Request-Id: [0-9a-z]+"));
  EXPECT_THAT(answer, Not(HasSubstr("Connection:")));
  EXPECT_THAT(answer, EndsWith("\r\n\r\nGET|/hello|||127.0.0.1|http|a.example"));
}

TEST(HttpServerTest, KeepsTheConnectionForTheNextRequest) {
  HttpServer server(echo);
  Socket socket(server.port());
  for (int i = 0; i < 3; ++i) {
    socket.send(hello);
    EXPECT_THAT(socket.read_answer(), StartsWith("HTTP/1.1 200 OK"));
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpServerTest, ClosesWhenAskedTo) {
  HttpServer server(echo);
  for (std::string const request :
       {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"}) {
    Socket socket(server.port());
    socket.send(request);
    EXPECT_THAT(socket.read_all(), HasSubstr("Connection: close\r\n"));
  }
  Socket socket(server.port());
  socket.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(socket.read_answer(), HasSubstr("Connection: keep-alive\r\n"));
  socket.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(socket.read_all(), StartsWith("HTTP/1.1 200"));
}

TEST(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  HttpServer server(echo);
  Socket socket(server.port());
  std::string requests;
  for (int i = 0; i < 50; ++i)
    requests += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy\r\n";
  socket.send(requests);
  for (int i = 0; i < 50; ++i) EXPECT_THAT(socket.read_answer(), HasSubstr("POST|/" + std::to_string(i) + "||xy|"));
}

TEST(HttpServerTest, ReadsRequestsThatArriveByteByByte) {
  HttpServer server(echo);
  Socket socket(server.port());
  for (char const c :
       std::string("POST /a%20b/?x=1 HTTP/1.1\r\nHost: A.Example:80\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\nHost: evil\r\n\r\n"))
    socket.send(std::string_view(&c, 1));
  EXPECT_THAT(socket.read_answer(), EndsWith("POST|/a b|x=1|abcde|127.0.0.1|http|a.example:80"));
}

TEST(HttpServerTest, LeavesTheBodyOutForHead) {
  HttpServer server(echo);
  Socket socket(server.port());
  socket.send("HEAD /hello HTTP/1.1\r\nHost: a.example\r\n\r\n");
  EXPECT_THAT(socket.read_answer(false), HasSubstr("Content-Length: 37\r\n"));
  socket.send(hello);
  EXPECT_THAT(socket.read_answer(), StartsWith("HTTP/1.1 200 OK"));
}

TEST(HttpServerTest, SendsNoBodyAndNoLengthWith204) {
  HttpServer server([](Request) -> awaitable<Response> {
    Response response;
    response.status = 204;
    response.body = "{}";
    co_return response;
  });
  Socket socket(server.port());
  socket.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  auto const answer = socket.read_all();
  EXPECT_THAT(answer, HasSubstr("Content-Type: application/json"));
  EXPECT_THAT(answer, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST(HttpServerTest, RefusesMalformedRequestsInJson) {
  HttpServer server(echo);
  for (std::string const request :
       {"GARBAGE\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: user@a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nx",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\nx",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nx",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%0a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"}) {
    Socket socket(server.port());
    socket.send(request);
    auto const answer = socket.read_all();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 Bad Request\r\n")) << request;
    EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(answer, EndsWith("{\"error\":\"Bad Request\"}")) << request;
  }
  EXPECT_EQ(server.requests(), 0);
  EXPECT_TRUE(eventually([&] { return server.connections() == 0; }));
}

TEST(HttpServerTest, TakesTheHostFromAnAbsoluteTarget) {
  HttpServer server(echo);
  EXPECT_THAT(ask(server, "GET http://b.example/x?y HTTP/1.1\r\nHost: a.example\r\n\r\n"),
              EndsWith("GET|/x|y||127.0.0.1|http|b.example"));
  EXPECT_THAT(ask(server, "OPTIONS * HTTP/1.1\r\nHost: a.example\r\n\r\n"), HasSubstr("OPTIONS|*|"));
}

TEST(HttpServerTest, LimitsTheHeaders) {
  HttpServer server(echo);
  auto const wide = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n";
  auto const long_target = "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n";
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n", two_halves = "GET /" + std::string(10'000, 'x');
  for (int i = 0; i < 200; ++i) many += "X: y\r\n";
  two_halves += " HTTP/1.1\r\nHost: a\r\nX: " + std::string(10'000, 'x') + "\r\n\r\n";
  std::string endless = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x');
  for (auto const& request : {wide, long_target, many + "\r\n", two_halves, endless}) {
    Socket socket(server.port());
    socket.send(request);
    EXPECT_THAT(socket.read_all(), StartsWith("HTTP/1.1 431 ")) << request.substr(0, 40);
  }
  EXPECT_THAT(ask(server, "GET /" + std::string(8'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n"),
              StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServerTest, RefusesALargeBodyBeforeReadingIt) {
  HttpServer server(echo, {}, 100);
  Socket socket(server.port());
  socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n");
  EXPECT_THAT(socket.read_until("}"), StartsWith("HTTP/1.1 413 "));

  Socket expecting(server.port());
  expecting.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(expecting.read_until("}"), StartsWith("HTTP/1.1 413 "));

  Socket chunked(server.port());
  chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 11; ++i) chunked.send("a\r\n0123456789\r\n");
  EXPECT_THAT(chunked.read_until("}"), StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(server.requests(), 0);

  EXPECT_THAT(ask(server, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'x')),
              StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServerTest, LetsTheRefusedClientFinishReading) {
  HttpServer server(echo, {}, 100);
  Socket socket(server.port());
  socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n" + std::string(500'000, 'x'));
  EXPECT_THAT(socket.read_all(), StartsWith("HTTP/1.1 413 "));
}

TEST(HttpServerTest, SaysContinueToWhoWaitsForIt) {
  HttpServer server(echo);
  Socket socket(server.port());
  socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(socket.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.send("body");
  EXPECT_THAT(socket.read_answer(), HasSubstr("|body|"));
  socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody");
  EXPECT_THAT(socket.read_answer(), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServerTest, LimitsChunkFramingToo) {
  HttpServer server(echo);
  Socket socket(server.port());
  socket.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(100'000, 'x'));
  EXPECT_THAT(socket.read_all(), StartsWith("HTTP/1.1 400 "));
}

TEST(HttpServerTest, GivesUpOnSlowHeadersAndBodies) {
  ServerOptions options;
  options.header_patience = std::chrono::milliseconds(80);
  options.body_patience = std::chrono::milliseconds(80);
  HttpServer server(echo, options);
  Socket slow_head(server.port()), slow_body(server.port()), silent(server.port());
  slow_head.send("GET / HTTP/1.1\r\nHost: a\r\nX:");
  slow_body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
  EXPECT_THAT(slow_head.read_all(), StartsWith("HTTP/1.1 408 "));
  EXPECT_THAT(slow_body.read_all(), StartsWith("HTTP/1.1 408 "));
  EXPECT_EQ(silent.read_all(), "");
  EXPECT_EQ(server.requests(), 0);
}

TEST(HttpServerTest, WaitsLongerForABodyThatKeepsComing) {
  ServerOptions options;
  options.body_patience = std::chrono::milliseconds(80);
  options.slowest_body = 1;  // so 100 bytes have a minute and more, and a head none
  HttpServer server(echo, options);
  Socket large(server.port()), dripping(server.port());
  large.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 200\r\n\r\n");
  large.send(std::string(100, 'x'));
  dripping.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200\r\n\r\n");
  EXPECT_THAT(dripping.read_all(), StartsWith("HTTP/1.1 408 "));
  large.send(std::string(100, 'x'));
  EXPECT_THAT(large.read_all(), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServerTest, ClosesIdleConnectionsWithoutAWord) {
  ServerOptions options;
  options.idle = std::chrono::milliseconds(50);
  HttpServer server(echo, options);
  Socket socket(server.port());
  socket.send(hello);
  EXPECT_THAT(socket.read_answer(), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(socket.read_all(), "");
  EXPECT_TRUE(eventually([&] { return server.connections() == 0; }));
}

TEST(HttpServerTest, LimitsConnections) {
  ServerOptions options;
  options.most_connections = 2;
  HttpServer server(echo, options);
  std::optional<Socket> first(server.port());
  Socket second(server.port());
  for (auto* socket : {&*first, &second}) {
    socket->send(hello);
    EXPECT_THAT(socket->read_answer(), StartsWith("HTTP/1.1 200 "));
  }
  EXPECT_THAT(Socket(server.port()).read_all(), StartsWith("HTTP/1.1 503 "));
  first.reset();
  EXPECT_TRUE(eventually([&] { return server.connections() == 1; }));
  EXPECT_THAT(ask(server, hello), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServerTest, WritesLargeAnswersToSlowReaders) {
  std::string const large(20'000'000, 'x');
  HttpServer server([&](Request) -> awaitable<Response> {
    Response response;
    response.body = large;
    co_return response;
  });
  Socket socket(server.port());
  socket.send(hello);
  auto const head = socket.read_until("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Length: 20000000\r\n"));
  socket.send(hello);  // its answer must not mix with the first one
  socket.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  auto const rest = socket.read_all();
  EXPECT_GT(rest.size(), 60'000'000U);
  EXPECT_EQ(rest.compare(0, large.size(), large), 0);
  EXPECT_EQ(rest.compare(large.size(), 15, "HTTP/1.1 200 OK"), 0);
}

TEST(HttpServerTest, GivesUpOnReadersThatStopReading) {
  ServerOptions options;
  options.body_patience = std::chrono::milliseconds(100);
  HttpServer server(
      [](Request) -> awaitable<Response> {
        Response response;
        response.body.assign(50'000'000, 'x');
        co_return response;
      },
      options);
  Socket socket(server.port());
  socket.send(hello);
  EXPECT_TRUE(eventually([&] { return server.requests() == 1; }));
  EXPECT_TRUE(eventually([&] { return server.connections() == 0; }));
}

TEST(HttpServerTest, AnswersAFaultOfTheHandlerWith500) {
  HttpServer server(fail);
  auto const answer = ask(server, hello);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(answer, EndsWith("{\"error\":\"Internal Server Error\"}"));
  EXPECT_THAT(answer, Not(HasSubstr("made to fail")));
}

TEST(HttpServerTest, LeavesOutHeadersThatWouldBreakTheirLine) {
  HttpServer server([](Request) -> awaitable<Response> {
    Response response;
    response.with("Location", "/a\r\nSet-Cookie: evil=1").with("Link", "<x>");
    co_return response;
  });
  auto const answer = ask(server, hello);
  EXPECT_THAT(answer, Not(HasSubstr("evil")));
  EXPECT_THAT(answer, HasSubstr("Link: <x>\r\n"));
}

TEST(HttpServerTest, BelievesTrustedProxiesAboutTheClient) {
  HttpServer server(echo);
  auto const from_proxy = [&](std::string const& headers) {
    return ask(server, "GET / HTTP/1.1\r\nHost: inner\r\n" + headers + "\r\n");
  };
  EXPECT_THAT(from_proxy("X-Forwarded-For: 1.2.3.4, 203.0.113.9, 10.0.0.1\r\nX-Forwarded-Proto: https\r\n"
                         "X-Forwarded-Host: Outer.example\r\nX-Request-Id: abc-1\r\n"),
              ::testing::AllOf(EndsWith("|203.0.113.9|https|outer.example"), HasSubstr("X-Request-Id: abc-1\r\n")));
  EXPECT_THAT(from_proxy("X-Request-Id: a b\"<\r\n"), Not(HasSubstr("a b\"<")));
}

TEST(HttpServerTest, DoesNotBelieveOthers) {
  ServerOptions options;
  options.trusted_proxies = "192.0.2.0/24";
  HttpServer server(echo, options);
  auto const answer =
      ask(server,
          "GET / HTTP/1.1\r\nHost: inner\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"
          "X-Forwarded-Host: outer\r\nX-Request-Id: mine\r\n\r\n");
  EXPECT_THAT(answer, EndsWith("|127.0.0.1|http|inner"));
  EXPECT_THAT(answer, Not(HasSubstr("mine")));
}

TEST(HttpServerTest, StopsAfterTheRequestsUnderWay) {
  std::atomic<bool> release = false;
  HttpServer server([&](Request) -> awaitable<Response> {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    while (!release) {
      timer.expires_after(std::chrono::milliseconds(2));
      co_await timer.async_wait(boost::asio::use_awaitable);
    }
    Response response;
    response.body = "done";
    co_return response;
  });
  Socket idle(server.port()), busy(server.port());
  busy.send(hello);
  ASSERT_TRUE(eventually([&] { return server.requests() == 1 && server.connections() == 2; }));
  std::thread stopper([&] { server.stop(std::chrono::seconds(5)); });
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_THROW(Socket(server.port()), std::runtime_error);
  release = true;
  auto const answer = busy.read_all();
  stopper.join();
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(answer, EndsWith("done"));
  EXPECT_EQ(server.connections(), 0);
}

TEST(HttpServerTest, CutsWhatDoesNotFinishInTime) {
  HttpServer server(echo);
  Socket socket(server.port());
  socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
  ASSERT_TRUE(eventually([&] { return server.connections() == 1; }));
  server.stop(std::chrono::milliseconds(50));
  EXPECT_TRUE(socket.closed());
}

TEST(HttpServerTest, RefusesAPortThatIsTaken) {
  HttpServer server(echo);
  boost::asio::io_context io;
  ServerOptions options;
  options.port = server.port();
  Server second(io.get_executor(), options, [](auto, auto) { return std::size_t{0}; }, echo);
  EXPECT_ANY_THROW(second.start());
}

}  // namespace
}  // namespace dunlin::http
