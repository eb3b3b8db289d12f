#include "dunlin/platform/http/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/http_client.hpp"
#include "support/http_server.hpp"
#include "support/socket.hpp"

namespace dunlin::http {
namespace {

using testing::eventually;
using ::testing::HasSubstr;
using testing::HttpServer;
using testing::Listener;
using testing::on_loopback;
using testing::Socket;
using ::testing::StartsWith;
using testing::TestClient;

std::string url_of(std::uint16_t port, std::string const& path = "/") {
  return "http://127.0.0.1:" + std::to_string(port) + path;
}

awaitable<Response> echo(Request request) {
  Response response{.type = "text/plain"};
  response.body = request.method + " " + request.target + " " + request.host + "\n";
  for (auto const& [name, value] : request.headers) response.body.append(name).append(": ").append(value).append("\n");
  response.body.append("\n").append(request.body);
  co_return response;
}

/// Redirects /from?TARGET to TARGET, answers all else.
awaitable<Response> redirect(Request request) {
  Response response;
  if (request.path == "/from") {
    response.status = 302;
    response.with("Location", request.query);
  }
  if (request.path == "/ping" || request.path == "/pong") {
    response.status = 302;
    response.with("Location", request.path == "/ping" ? "/pong" : "/ping");
  }
  if (request.path == "/next") {
    auto const left = std::stoi(request.query);
    response.status = left > 0 ? 301 : 200;
    response.with("Location", "next?" + std::to_string(left - 1));
  }
  response.body = request.target + "|" + std::string(request.header("authorization")) + "|" +
                  std::string(request.header("x-signed"));
  co_return response;
}

TEST(HttpClient, AsksAndAnswers) {
  HttpServer server(echo);
  TestClient client;
  auto const incoming = client.send({.method = "POST",
                                     .url = url_of(server.port(), "/a%20b?c#frag"),
                                     .headers = {{"Accept", "text/x"}, {"Host", "evil"}, {"content-length", "9"}},
                                     .body = "hello"});
  EXPECT_EQ(incoming.status, 200);
  EXPECT_EQ(incoming.url, url_of(server.port(), "/a%20b?c"));
  EXPECT_EQ(incoming.header("content-type"), "text/plain");
  EXPECT_EQ(incoming.header("x-none"), "");
  EXPECT_THAT(incoming.body, StartsWith("POST /a%20b?c 127.0.0.1:" + std::to_string(server.port()) + "\n"));
  EXPECT_THAT(incoming.body, HasSubstr("\nuser-agent: Test/1\n"));
  EXPECT_THAT(incoming.body, HasSubstr("\naccept: text/x\n"));
  EXPECT_THAT(incoming.body, HasSubstr("\naccept-encoding: identity\n"));
  EXPECT_THAT(incoming.body, HasSubstr("\ncontent-length: 5\n"));
  EXPECT_THAT(incoming.body, ::testing::EndsWith("\n\nhello"));
}

TEST(HttpClient, ReusesTheConnectionOfTheLastRequest) {
  HttpServer server(echo);
  TestClient client;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(client.send({.url = url_of(server.port())}).status, 200);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(client.load().idle, 1);
  EXPECT_EQ(client.load().open, 1);
}

TEST(HttpClient, LetsIdleConnectionsGo) {
  HttpServer server(echo);
  auto options = on_loopback();
  options.idle = std::chrono::milliseconds(30);
  TestClient client(options);
  client.send({.url = url_of(server.port())});
  EXPECT_TRUE(eventually([&] { return client.load().open == 0 && server.connections() == 0; }));
}

TEST(HttpClient, KeepsNoMoreConnectionsThanItMay) {
  HttpServer first(echo), second(echo), third(echo);
  auto options = on_loopback();
  options.pool_connections = 2;
  TestClient client(options);
  for (auto* server : {&first, &second, &third}) client.send({.url = url_of(server->port())});
  EXPECT_EQ(client.load().idle, 2);
  EXPECT_TRUE(eventually([&] { return first.connections() == 0; }));
}

TEST(HttpClient, AsksAgainWhenAKeptConnectionDiesBeforeAnyAnswer) {
  Listener listener;
  TestClient client;
  constexpr auto answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  auto first = client.start({.url = url_of(listener.port())});
  auto socket = listener.accept();
  socket.read_until("\r\n\r\n");
  socket.send(answer);
  EXPECT_EQ(first.get().body, "ok");

  auto second = client.start({.url = url_of(listener.port(), "/second")});
  EXPECT_THAT(socket.read_until("\r\n\r\n"), StartsWith("GET /second"));
  socket.reset();
  auto fresh = listener.accept();
  EXPECT_THAT(fresh.read_until("\r\n\r\n"), StartsWith("GET /second"));
  fresh.send(answer);
  EXPECT_EQ(second.get().body, "ok");
}

TEST(HttpClient, DoesNotRepeatAPostThatMayHaveBeenHeard) {
  Listener listener;
  TestClient client;
  auto first = client.start({.url = url_of(listener.port())});
  auto socket = listener.accept();
  socket.read_until("\r\n\r\n");
  socket.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  first.get();
  auto second = client.start({.method = "POST", .url = url_of(listener.port()), .body = "once"});
  socket.read_until("once");
  socket.reset();
  EXPECT_THROW(second.get(), ClientError);
  EXPECT_TRUE(listener.nobody_comes());
}

TEST(HttpClient, LeavesAKeptConnectionThatTheServerHasClosed) {
  Listener listener;
  TestClient client;
  auto first = client.start({.url = url_of(listener.port())});
  {
    auto socket = listener.accept();
    socket.read_until("\r\n\r\n");
    socket.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    first.get();
  }
  auto second = client.start({.method = "POST", .url = url_of(listener.port()), .body = "once"});
  auto socket = listener.accept();
  socket.read_until("once");
  socket.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(second.get().status, 202);
}

TEST(HttpClient, KeepsNoConnectionThatMayBeOutOfStep) {
  for (std::string const answer :
       {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"}) {
    Listener listener;
    TestClient client;
    auto answered = client.start({.url = url_of(listener.port())});
    auto socket = listener.accept();
    socket.read_until("\r\n\r\n");
    socket.send(answer);
    EXPECT_EQ(answered.get().status, 200) << answer;
    EXPECT_EQ(client.load().open, 0) << answer;
  }
}

TEST(HttpClient, ReadsAnswersInEveryFraming) {
  struct Case {
    std::string answer, body;
  };
  for (auto const& [answer, body] :
       {Case{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\nT: x\r\n\r\n",
             "abcde"},
        {"HTTP/1.1 200 OK\r\n\r\nuntil the end", "until the end"},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
         "1\r\n\r\nx",
         "x"},
        {"HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 1\r\n\r\nx", "x"},
        {"HTTP/1.1 404 Not Found\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", ""},
        {"HTTP/1.1 204 No Content\r\n\r\n", ""}}) {
    Listener listener;
    TestClient client;
    auto answered = client.start({.url = url_of(listener.port())});
    auto socket = listener.accept();
    socket.read_until("\r\n\r\n");
    for (char const c : answer) socket.send(std::string_view(&c, 1));
    socket.close_sending();
    EXPECT_EQ(answered.get().body, body) << answer;
  }
}

TEST(HttpClient, RefusesAnswersThatAreBrokenOrNotHttp) {
  for (std::string const answer :
       {"", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx"}) {
    Listener listener;
    TestClient client;
    auto answered = client.start({.url = url_of(listener.port())});
    auto socket = listener.accept();
    socket.read_until("\r\n\r\n");
    socket.send(answer);
    socket.close_sending();
    EXPECT_THROW(answered.get(), ClientError) << answer;
    EXPECT_EQ(client.load().open, client.load().idle);
  }
}

TEST(HttpClient, StopsReadingWhatIsTooLarge) {
  for (std::string const head : {"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
                                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n"}) {
    Listener listener;
    TestClient client;
    auto answered = client.start({.url = url_of(listener.port()), .most_bytes = 100});
    auto socket = listener.accept();
    socket.read_until("\r\n\r\n");
    socket.send(head + std::string(101, 'x'));
    try {
      answered.get();
      ADD_FAILURE() << head;
    } catch (ClientError const& failure) {
      EXPECT_TRUE(failure.permanent);
      EXPECT_THAT(failure.what(), HasSubstr("more than 100 bytes"));
    }
  }
  Listener listener;
  TestClient client;
  auto answered = client.start({.url = url_of(listener.port()), .most_bytes = 100});
  auto socket = listener.accept();
  socket.read_until("\r\n\r\n");
  socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'x'));
  EXPECT_EQ(answered.get().body.size(), 100U);
}

TEST(HttpClient, LimitsHeadersToo) {
  Listener listener;
  TestClient client;
  auto answered = client.start({.url = url_of(listener.port())});
  auto socket = listener.accept();
  socket.read_until("\r\n\r\n");
  std::thread sender([&] {
    socket.send("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 300; ++i) socket.send("X: " + std::string(1000, 'x') + "\r\n");
  });
  EXPECT_THROW(answered.get(), ClientError);
  sender.join();
}

TEST(HttpClient, GivesUpAtItsDeadlineWhateverTrickles) {
  Listener listener;
  TestClient client;
  auto answered = client.start({.url = url_of(listener.port()), .patience = std::chrono::milliseconds(100)});
  auto socket = listener.accept();
  socket.read_until("\r\n\r\n");
  socket.send("HTTP/1.1 200 OK\r\n\r\nslow");
  try {
    answered.get();
    ADD_FAILURE();
  } catch (ClientError const& failure) {
    EXPECT_FALSE(failure.permanent);
    EXPECT_THAT(failure.what(), HasSubstr("in time"));
  }
  EXPECT_TRUE(socket.closed());
}

TEST(HttpClient, SaysThatNobodyListens) {
  std::uint16_t port;
  {
    port = Listener().port();
  }
  auto const failure = TestClient().error({.url = url_of(port)});
  EXPECT_FALSE(failure.permanent);
  EXPECT_THAT(failure.what(), HasSubstr("cannot connect"));
}

TEST(HttpClient, ResolvesNames) {
  HttpServer server(echo);
  TestClient client;
  EXPECT_EQ(client.send({.url = "http://localhost:" + std::to_string(server.port())}).status, 200);
  auto const failure = client.error({.url = "http://no-such-name.invalid/"});
  EXPECT_FALSE(failure.permanent);
  EXPECT_THAT(failure.what(), HasSubstr("cannot resolve"));
}

TEST(HttpClient, GoesToNoReservedAddressUnlessAllowed) {
  Listener listener;
  auto options = on_loopback();
  options.allowed_private_addresses = "";
  TestClient client(options);
  auto const port = ":" + std::to_string(listener.port());
  for (std::string const host : {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.0.0.1",
                                 "169.254.169.254", "[64:ff9b::127.0.0.1]"}) {
    auto const failure = client.error({.url = "http://" + host + port + "/"});
    EXPECT_TRUE(failure.permanent) << host;
    EXPECT_THAT(failure.what(), HasSubstr("refused")) << host;
  }
  EXPECT_TRUE(listener.nobody_comes());
}

TEST(HttpClient, AsksOnlyTheUsualPortsUnlessTold) {
  Listener listener;
  auto options = on_loopback();
  options.any_port = false;
  TestClient client(options);
  EXPECT_TRUE(client.error({.url = url_of(listener.port())}).permanent);
  EXPECT_TRUE(listener.nobody_comes());
}

TEST(HttpClient, RefusesWhatCannotBeSent) {
  TestClient client;
  for (auto const* url : {"", "ftp://a.example/", "http://user@a.example/", "http://a.example/\r\nx", "/path"})
    EXPECT_TRUE(client.error({.url = url}).permanent) << url;
  EXPECT_TRUE(client.error({.url = url_of(1), .headers = {{"X", "a\r\nEvil: 1"}}}).permanent);
  EXPECT_TRUE(client.error({.url = url_of(1), .headers = {{"X\r\nY", "a"}}}).permanent);
  EXPECT_TRUE(client.error({.method = "GET / HTTP/1.1\r\n", .url = url_of(1)}).permanent);
}

TEST(HttpClient, FollowsRedirectsAndSignsEachHop) {
  HttpServer server(redirect);
  TestClient client;
  std::vector<std::string> signed_urls;
  auto const sign = [&](std::string method, std::string url) -> awaitable<std::vector<Header>> {
    signed_urls.push_back(method + " " + url);
    co_return std::vector<Header>{{"X-Signed", std::to_string(signed_urls.size())}};
  };
  auto const incoming =
      client.send({.url = url_of(server.port(), "/next?3"), .headers = {{"Authorization", "ours"}}, .sign = sign});
  EXPECT_EQ(incoming.status, 200);
  EXPECT_EQ(incoming.url, url_of(server.port(), "/next?0"));
  EXPECT_EQ(incoming.body, "/next?0|ours|4");
  EXPECT_THAT(signed_urls, ::testing::ElementsAre(
                               "GET " + url_of(server.port(), "/next?3"), "GET " + url_of(server.port(), "/next?2"),
                               "GET " + url_of(server.port(), "/next?1"), "GET " + url_of(server.port(), "/next?0")));
}

TEST(HttpClient, GivesNoCredentialsToAnotherServer) {
  HttpServer first(redirect), second(redirect);
  TestClient client;
  auto const incoming = client.send(
      {.url = url_of(first.port(), "/from?" + url_of(second.port(), "/to")), .headers = {{"Authorization", "secret"}}});
  EXPECT_EQ(incoming.body, "/to||");
  EXPECT_EQ(incoming.url, url_of(second.port(), "/to"));
}

TEST(HttpClient, StopsAtRedirectsThatLeadNowhereGood) {
  HttpServer server(redirect);
  TestClient client;
  for (std::string const to : {"ftp://a.example/", "http://user@a.example/", "http://10.0.0.1/",
                               "http://169.254.169.254/latest/meta-data/", "http://[::1]/"}) {
    auto const failure = client.error({.url = url_of(server.port(), "/from?" + to)});
    EXPECT_TRUE(failure.permanent) << to;
  }
  EXPECT_TRUE(client.error({.url = url_of(server.port(), "/next?4")}).permanent);
  auto const circle = client.error({.url = url_of(server.port(), "/ping")});
  EXPECT_TRUE(circle.permanent);
  EXPECT_THAT(circle.what(), HasSubstr("circle"));
}

TEST(HttpClient, LeavesRedirectsOfPostsToItsCaller) {
  HttpServer server(redirect);
  TestClient client;
  EXPECT_EQ(client.send({.method = "POST", .url = url_of(server.port(), "/from?/to")}).status, 302);
  EXPECT_EQ(client.send({.url = url_of(server.port(), "/from?/to"), .redirects = 0}).status, 302);
  EXPECT_EQ(server.requests(), 2);
}

TEST(HttpClient, ReadsNoBodyAfterHead) {
  HttpServer server(echo);
  TestClient client;
  for (int i = 0; i < 2; ++i) {
    auto const incoming = client.send({.method = "HEAD", .url = url_of(server.port())});
    EXPECT_EQ(incoming.status, 200);
    EXPECT_EQ(incoming.body, "");
    EXPECT_NE(incoming.header("content-length"), "0");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, SpeaksToAPlainProxyInAbsoluteForm) {
  HttpServer proxy(echo);
  auto options = on_loopback();
  options.allowed_private_addresses = "";
  options.http_proxy = "http://user:pass@127.0.0.1:" + std::to_string(proxy.port());
  TestClient client(options);
  auto const incoming = client.send({.url = "http://no-such-name.invalid/x"});
  EXPECT_THAT(incoming.body, StartsWith("GET /x no-such-name.invalid\n"));
  EXPECT_THAT(incoming.body, HasSubstr("proxy-authorization: Basic dXNlcjpwYXNz\n"));
  client.send({.url = "http://no-such-name.invalid/y"});
  EXPECT_EQ(proxy.connections(), 1);
  for (auto const* url : {"http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/"})
    EXPECT_TRUE(client.error({.url = url}).permanent) << url;
  EXPECT_EQ(proxy.requests(), 2);
}

TEST(HttpClient, TellsWhyAProxyMakesNoTunnel) {
  Listener proxy;
  auto options = on_loopback();
  options.https_proxy = "127.0.0.1:" + std::to_string(proxy.port());
  TestClient client(options);
  auto answered = client.start({.url = "https://a.example/x"});
  auto socket = proxy.accept();
  EXPECT_EQ(socket.read_until("\r\n\r\n"), "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n");
  socket.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope");
  try {
    answered.get();
    ADD_FAILURE();
  } catch (ClientError const& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("proxy answered 403"));
  }
}

TEST(HttpClient, EndsWhatIsUnderWayWhenClosed) {
  Listener listener;
  TestClient client;
  auto answered = client.start({.url = url_of(listener.port())});
  auto socket = listener.accept();
  socket.read_until("\r\n\r\n");
  client.close();
  EXPECT_THROW(answered.get(), ClientError);
  EXPECT_THROW(client.send({.url = url_of(listener.port())}), ClientError);
  EXPECT_EQ(client.load().open, 0);
}

TEST(HttpClient, RefusesSettingsItCannotRead) {
  boost::asio::io_context io;
  auto options = on_loopback();
  options.allowed_private_addresses = "nonsense";
  EXPECT_THROW(Client(io.get_executor(), options), std::invalid_argument);
  options = on_loopback();
  options.certificate_file = "/no/such/file";
  EXPECT_THROW(Client(io.get_executor(), options), std::runtime_error);
}

}  // namespace
}  // namespace dunlin::http
