#pragma once
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <optional>
#include <string>
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
  /// An answer to come; get() throws ClientError as send() does.
  class Pending {
   public:
    http::Incoming get() {
      auto outcome = future_.get();
      if (!outcome.incoming) throw http::ClientError(outcome.problem, outcome.permanent);
      return std::move(*outcome.incoming);
    }

   private:
    friend class TestClient;
    // No exception crosses the threads: the thread sanitizer cannot see how libstdc++ counts who holds one.
    struct Outcome {
      std::optional<http::Incoming> incoming;
      std::string problem;
      bool permanent = false;
    };
    explicit Pending(std::future<Outcome> future) : future_(std::move(future)) {}
    std::future<Outcome> future_;
  };
  Pending start(http::Outgoing request) {
    auto work = [this, request]() -> awaitable<Pending::Outcome> {
      Pending::Outcome outcome;
      try {
        outcome.incoming = co_await client_->send(request);
      } catch (http::ClientError const& failure) {
        outcome.problem = std::string(failure.what());
        outcome.permanent = failure.permanent;
      }
      co_return outcome;
    };
    return Pending(boost::asio::co_spawn(thread_.io(), std::move(work), boost::asio::use_future));
  }
  http::Incoming send(http::Outgoing request) { return start(std::move(request)).get(); }
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
