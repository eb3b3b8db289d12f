#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunlin/platform/http/client.hpp"
#include "support/http_client.hpp"
#include "support/socket.hpp"
#include "support/tls_server.hpp"

namespace dunlin::http {
namespace {

using ::testing::HasSubstr;
using testing::Listener;
using testing::on_loopback;
using testing::Socket;
using testing::TestClient;
using testing::TlsServer;

struct HttpsClient : ::testing::Test {
  static ClientOptions trusting(TlsServer const& server) {
    auto options = on_loopback();
    options.certificate_file = server.certificate_file();
    return options;
  }
  static std::string url_of(std::string const& host, TlsServer const& server) {
    return "https://" + host + ":" + std::to_string(server.port()) + "/x";
  }
};

TEST_F(HttpsClient, VerifiesTheNameOrAddress) {
  TlsServer server("DNS:localhost,IP:127.0.0.1");
  TestClient client(trusting(server));
  EXPECT_EQ(client.send({.url = url_of("localhost", server)}).body, "ok");
  server.close_after_answer(true);
  EXPECT_EQ(client.send({.url = url_of("localhost", server)}).body, "ok");
  EXPECT_EQ(client.send({.url = url_of("127.0.0.1", server)}).body, "ok");
}

TEST_F(HttpsClient, RefusesACertificateOfAnotherName) {
  TlsServer server("DNS:other.example,IP:127.0.0.2");
  TestClient client(trusting(server));
  for (auto const* host : {"localhost", "127.0.0.1"}) {
    auto const failure = client.error({.url = url_of(host, server)});
    EXPECT_FALSE(failure.permanent);
    EXPECT_THAT(failure.what(), HasSubstr("mismatch")) << host;
  }
  EXPECT_EQ(client.load().open, 0);
}

TEST_F(HttpsClient, RefusesACertificateThatNobodyTrusts) {
  TlsServer server("DNS:localhost");
  TestClient client(on_loopback());
  EXPECT_THAT(client.error({.url = url_of("localhost", server)}).what(), HasSubstr("self-signed"));
}

TEST_F(HttpsClient, KeepsItsConnection) {
  TlsServer server("DNS:localhost");
  TestClient client(trusting(server));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(client.send({.url = url_of("localhost", server)}).body, "ok");
  EXPECT_EQ(server.handshakes(), 1);
  EXPECT_EQ(client.load().idle, 1);
}

TEST_F(HttpsClient, ResumesItsSessionOnANewConnection) {
  TlsServer server("DNS:localhost");
  server.close_after_answer(true);
  TestClient client(trusting(server));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.send({.method = "POST", .url = url_of("localhost", server)}).body, "ok");
  EXPECT_EQ(server.handshakes(), 3);
  EXPECT_EQ(server.resumed(), 2);
}

TEST_F(HttpsClient, TakesOnlyAnOrderlyEndForTheEndOfABody) {
  TlsServer server("DNS:localhost", "HTTP/1.1 200 OK\r\n\r\nall of it");
  server.close_after_answer(true);
  TestClient client(trusting(server));
  EXPECT_EQ(client.send({.url = url_of("localhost", server)}).body, "all of it");
}

TEST_F(HttpsClient, IsNotRedirectedToPlainHttp) {
  Listener plain;
  TlsServer server("DNS:localhost", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + std::to_string(plain.port()) +
                                        "/\r\nContent-Length: 0\r\n\r\n");
  TestClient client(trusting(server));
  auto const failure = client.error({.url = url_of("localhost", server)});
  EXPECT_TRUE(failure.permanent);
  EXPECT_THAT(failure.what(), HasSubstr("from https to http"));
  EXPECT_TRUE(plain.nobody_comes());
}

TEST_F(HttpsClient, GivesUpOnAServerThatDoesNotShakeHands) {
  Listener listener;
  TestClient client;
  auto answered = client.start(
      {.url = "https://127.0.0.1:" + std::to_string(listener.port()), .patience = std::chrono::milliseconds(80)});
  auto socket = listener.accept();
  EXPECT_THROW(answered.get(), ClientError);

  auto second = client.start({.url = "https://127.0.0.1:" + std::to_string(listener.port())});
  auto not_tls = listener.accept();
  not_tls.send("HTTP/1.1 400 Bad Request\r\n\r\n");
  EXPECT_THROW(second.get(), ClientError);
}

TEST_F(HttpsClient, GoesThroughAProxysTunnel) {
  TlsServer server("DNS:far.example");
  Listener proxy;
  auto options = trusting(server);
  options.allowed_private_addresses = "";
  options.https_proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  TestClient client(options);
  auto answered = client.start({.url = url_of("far.example", server)});
  auto near = proxy.accept();
  EXPECT_THAT(near.read_until("\r\n\r\n"), ::testing::StartsWith("CONNECT far.example:"));
  near.send("HTTP/1.1 200 Connection established\r\n\r\n");
  Socket far(server.port());
  std::thread up([&] { near.copy_to(far); });
  std::thread down([&] { far.copy_to(near); });
  EXPECT_EQ(answered.get().body, "ok");
  client.close();
  up.join();
  down.join();
}

}  // namespace
}  // namespace dunlin::http
