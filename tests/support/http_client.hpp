#pragma once
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <optional>
#include <utility>

#include "dunlin/platform/http/client.hpp"
#include "support/http_server.hpp"

namespace dunlin::testing {

/// For servers that a test starts on any port of this machine.
inline http::ClientOptions on_loopback() {
  return {.user_agent = "Test/1", .allowed_private_addresses = "127.0.0.0/8", .any_port = true};
}

/// A client on its own io thread, whose answers a test waits for.
class TestClient {
 public:
  explicit TestClient(http::ClientOptions options = on_loopback()) {
    thread_.on_io([&] { client_.emplace(thread_.io().get_executor(), std::move(options)); });
  }
  ~TestClient() {
    thread_.on_io([&] { client_.reset(); });
  }
  http::Incoming send(http::Outgoing request) {
    return thread_.run<http::Incoming>([&] { return client_->send(std::move(request)); });
  }
  std::future<http::Incoming> start(http::Outgoing request) {
    return boost::asio::co_spawn(
        thread_.io(), [this, request]() -> awaitable<http::Incoming> { co_return co_await client_->send(request); },
        boost::asio::use_future);
  }
  /// Why there is no answer, and whether asking again is of no use.
  http::ClientError error(http::Outgoing request) {
    try {
      auto const incoming = send(std::move(request));
      ADD_FAILURE() << "answered " << incoming.status;
    } catch (http::ClientError const& failure) {
      return failure;
    }
    return {"none", false};
  }
  http::Client::Load load() {
    return thread_.on_io([&] { return client_->load(); });
  }
  void close() {
    thread_.on_io([&] { client_->close(); });
  }

 private:
  IoThread thread_;
  std::optional<http::Client> client_;
};

}  // namespace dunlin::testing
