#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>

#include "dunlin/access/call.hpp"
#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/message.hpp"
#include "support/test_clock.hpp"

namespace dunlin::test {

/// Somebody with an account here and an app signed in to it.
struct Login {
  Account account;
  UserId user;
  TokenId token_id;
  std::string token;  // for the Authorization header
};

/// The whole program in this process: a fresh database, Redis under a prefix of its own, every route and every
/// job of the server, a clock that the test moves. Requests run through access::serve, without a socket.
///
/// Its own names are https://dunlin.test; rate limits are off unless `adjust` says otherwise.
class TestApp {
 public:
  explicit TestApp(std::function<void(config::Config&)> const& adjust = {});
  ~TestApp();
  TestApp(TestApp const&) = delete;

  App& app() { return app_; }
  TestClock& clock();
  db::Database& db() { return app_.db; }

  /// A confirmed local account with a key, its login, and a token with these scopes. `change` may set more of the
  /// account before it is stored.
  Login local(std::string_view username, std::string_view scopes = "read write follow push",
              std::function<void(Account&)> const& change = {});
  /// An account of another server that is known here, with a public key. Nobody answers for it.
  Account remote(std::string_view username, std::string_view domain, std::function<void(Account&)> const& change = {});
  /// One more token of the same person.
  std::string token(Login const& login, std::string_view scopes);
  /// A token with nobody behind it (client credentials).
  std::string application_token(std::string_view scopes);

  /// Requests; `token` empty for none, `body` JSON or, with another content type, whatever it says.
  access::Reply get(std::string_view target, std::string_view token = {});
  access::Reply post(std::string_view target, std::string_view token, std::string_view json = "{}");
  access::Reply put(std::string_view target, std::string_view token, std::string_view json = "{}");
  access::Reply patch(std::string_view target, std::string_view token, std::string_view json = "{}");
  access::Reply del(std::string_view target, std::string_view token);
  access::Reply send(http::Request request);
  /// Where the file of that key lies on the disk.
  std::string stored_at(std::string_view key) { return app_.config.media_path + "/" + std::string(key); }

  /// A request that send() takes as it is: method and target taken apart, an address and a host filled in.
  http::Request request(std::string_view method, std::string_view target, std::string_view token = {},
                        std::string_view body = {}, std::string_view content_type = "application/json");

  /// Runs a coroutine on the io thread and waits for it; rethrows what it throws.
  template <class T>
  T wait(awaitable<T> work) {
    std::promise<T> promise;
    auto result = promise.get_future();
    spawn(deliver(std::move(work), promise));
    return result.get();
  }

  /// Runs all due jobs, and those they cause, until none is left; fails after ten seconds. From the first call on
  /// the job queue runs and asks PostgreSQL now and then, so count statements before it.
  void run_jobs();

  /// Statements sent since the start (db::Database::statements_sent).
  std::int64_t statements() const { return app_.db.statements_sent(); }

 private:
  template <class T>
  static awaitable<void> deliver(awaitable<T> work, std::promise<T>& promise) {
    try {
      if constexpr (std::is_void_v<T>) {
        co_await std::move(work);
        promise.set_value();
      } else {
        promise.set_value(co_await std::move(work));
      }
    } catch (...) {
      promise.set_exception(std::current_exception());
    }
  }
  void spawn(awaitable<void> work);
  access::Reply with_body(std::string_view method, std::string_view target, std::string_view token,
                          std::string_view json);
  std::string insert_token(UserId user, std::string_view scopes, TokenId* id = nullptr);

  struct Parts;
  std::unique_ptr<Parts> parts_;
  App app_;
};

/// A test with a TestApp of its own, made when first asked for.
class AppTest : public ::testing::Test {
 protected:
  explicit AppTest(std::function<void(config::Config&)> const& adjust = {}) : app(adjust) {}
  TestApp app;
};

}  // namespace dunlin::test
