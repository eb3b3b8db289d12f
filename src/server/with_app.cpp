#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_future.hpp>
#include <stdexcept>
#include <thread>

#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/server/server.hpp"
#include "program.hpp"

namespace dunlin::server {
namespace {

namespace asio = boost::asio;

constexpr char const* undefined_table = "42P01";  // SQLSTATE

/// Runs the io_context on a thread of its own for as long as it lives.
class IoThread {
 public:
  explicit IoThread(asio::io_context& io) : io_(io), guard_(io.get_executor()), thread_([&io] { io.run(); }) {}
  ~IoThread() {
    io_.stop();
    thread_.join();
  }

 private:
  asio::io_context& io_;
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  std::thread thread_;
};

/// Commands travel in order: when this one is answered, everything published before it has gone out. False when
/// Redis is away.
bool reach(Program& program) {
  auto const ping = [&]() -> awaitable<bool> {
    try {
      co_await program.redis.command({"PING"});
      co_return true;
    } catch (redis::Error const&) {
      co_return false;
    }
  };
  return asio::co_spawn(program.io, ping(), asio::use_future).get();
}

}  // namespace

int with_app(config::Config const& config, std::function<int(App&, asio::any_io_executor)> const& work) try {
  log::configure("warn", config.log_json);
  Program program(config, {.database_threads = 2, .cpu_threads = 1});
  IoThread const thread(program.io);
  reach(program);  // connected before the first change
  int const status = work(program.app, program.io.get_executor());
  if (!reach(program)) log::warn("Redis is away: a running server has not heard of what changed here");
  return status;
} catch (db::Error const& error) {
  if (error.sqlstate != undefined_table) throw;
  throw std::runtime_error(
      "the database lacks tables of this version: run \"dunlin migrate\", or start the server once");
}

}  // namespace dunlin::server
