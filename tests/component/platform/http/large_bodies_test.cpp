// Bodies that are too large for memory, on their way in and out.
#include <gmock/gmock.h>

#include <fstream>

#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/http/file_body.hpp"
#include "dunlin/platform/http/server.hpp"
#include "support/http_server.hpp"
#include "support/socket.hpp"

namespace dunlin::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::HttpServer;
using testing::Socket;
using ::testing::StartsWith;

constexpr std::size_t most_body = 8 * 1024 * 1024;

std::string some_bytes(std::size_t count) {
  std::string bytes;
  while (bytes.size() < count) bytes += std::to_string(bytes.size()) + "\r\n";
  bytes.resize(count);
  return bytes;
}

std::string post(std::string const& body) {
  return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Tells where the body is and what it is.
awaitable<Response> digest(Request request) {
  Response response{.type = "text/plain"};
  response.body = std::string(request.spool ? "disk " : "memory ") + crypto::hex(crypto::sha256(request.content()));
  co_return response;
}

TEST(LargeBodies, GoToTheDiskAndArriveWhole) {
  HttpServer server(digest, {}, most_body);
  Socket socket(server.port());
  for (std::size_t const size : {std::size_t{5'000'000}, std::size_t{1000}, most_body}) {
    auto const bytes = some_bytes(size);
    socket.send(post(bytes));
    EXPECT_THAT(socket.read_answer(),
                EndsWith((size > 2'000'000 ? "disk " : "memory ") + crypto::hex(crypto::sha256(bytes))));
  }
}

TEST(LargeBodies, MayComeInChunks) {
  HttpServer server(digest, {}, most_body);
  Socket socket(server.port());
  auto const piece = some_bytes(0x10000);
  std::string all;
  socket.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 40; ++i) {
    socket.send("10000\r\n" + piece + "\r\n");
    all += piece;
  }
  socket.send("0\r\n\r\n");
  EXPECT_THAT(socket.read_answer(), EndsWith("disk " + crypto::hex(crypto::sha256(all))));
}

TEST(LargeBodies, AreNotReadForWhoMayNotSendThem) {
  int asked = 0;
  ServerOptions options;
  options.admit = [&](Request const& request) -> awaitable<bool> {
    ++asked;
    co_return request.header("authorization") == "Bearer x";
  };
  HttpServer server(digest, options, most_body);
  Socket stranger(server.port());
  stranger.send(post(some_bytes(1'500'000)));
  EXPECT_THAT(stranger.read_until("}"), StartsWith("HTTP/1.1 401 "));
  EXPECT_EQ(server.requests(), 0);
  Socket known(server.port());
  auto request = post(some_bytes(1'500'000));
  request.insert(request.find("Content"), "Authorization: Bearer x\r\n");
  known.send(request);
  EXPECT_THAT(known.read_answer(), HasSubstr("disk "));
  EXPECT_EQ(asked, 2);
}

TEST(LargeBodies, AreBoundedInNumber) {
  ServerOptions options;
  options.most_spools = 1;
  HttpServer server(digest, options, most_body);
  auto const whole = post(some_bytes(3'000'000));
  Socket first(server.port());
  first.send(whole.substr(0, 2'000'000));
  std::string answer;
  // Until the first has reached the disk, the second may get there before it.
  testing::eventually([&] {
    Socket other(server.port());
    other.send(whole);
    answer = other.read_until("}").substr(0, 13);
    return answer == "HTTP/1.1 503 ";
  });
  EXPECT_EQ(answer, "HTTP/1.1 503 ");
  first.send(whole.substr(2'000'000));
  EXPECT_THAT(first.read_answer(), HasSubstr("disk "));
}

TEST(LargeBodies, AreAnsweredWithFilesPieceByPiece) {
  auto const path = std::string(::testing::TempDir()) + "/dunlin-large-body";
  auto const bytes = some_bytes(3'000'000);
  std::ofstream(path) << bytes;
  HttpServer server([&](Request request) -> awaitable<Response> {
    auto const file = FileBody::open(path);
    if (request.path == "/part") file->cut(1000, 2'000'000);
    Response response{.type = "image/png"};
    response.file = file;
    co_return response;
  });
  Socket socket(server.port());
  socket.send("GET /all HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(socket.read_answer().ends_with("\r\n\r\n" + bytes));
  socket.send("GET /part HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(socket.read_answer().ends_with("\r\n\r\n" + bytes.substr(1000, 2'000'000)));
  socket.send("HEAD /all HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(socket.read_answer(false), HasSubstr("Content-Length: 3000000\r\n"));
  socket.send("GET /all HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(socket.read_answer().ends_with(bytes));
  std::remove(path.c_str());
}

}  // namespace
}  // namespace dunlin::http
