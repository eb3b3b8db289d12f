#include <fmt/core.h>
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include "dunlin/actions/media.hpp"
#include "dunlin/actions/trends.hpp"
#include "dunlin/federation/deliver.hpp"
#include "dunlin/platform/db/migrate.hpp"
#include "dunlin/platform/http/server.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/server/server.hpp"
#include "job_table.hpp"
#include "program.hpp"
#include "routes.hpp"

namespace dunlin::server {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

// A container gets ten seconds between SIGTERM and SIGKILL.
constexpr Duration stop_patience = 8s;
constexpr auto last_words = 250ms;
constexpr auto database_patience = 60s;
constexpr auto database_pause = 250ms;
// Bodies for paths that no row has are read only to be refused.
constexpr std::size_t most_bytes_for_nothing = 64 * 1024;
constexpr std::size_t form_bytes = 256 * 1024;  // what stands in an upload beside its file
constexpr unsigned most_cpu_threads = 4;

/// glibc gives every thread an arena of its own and returns little of it: two serve as fast and stay small.
void limit_memory() {
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
  mallopt(M_MMAP_THRESHOLD, 256 * 1024);
}

/// As many connections as the machine allows.
void raise_open_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

/// Migrates; a database that is only just starting is waited for.
void migrate(config::Config const& config) {
  auto const deadline = SteadyClock::now() + database_patience;
  for (bool told = false;; told = true) {
    try {
      for (auto const& name : db::migrate(config.database)) log::info("applied migration {}", name);
      return;
    } catch (db::Unavailable const& error) {
      if (SteadyClock::now() > deadline) throw;
      if (!told) log::warn("waiting for the database: {}", error.what());
      std::this_thread::sleep_for(database_pause);
    }
  }
}

http::ServerOptions server_options(config::Config const& config, http::Admission admit) {
  http::ServerOptions options{.address = config.bind, .port = config.port};
  options.spool_directory = config.media_path + "/incoming";
  options.admit = std::move(admit);
  if (!config.trusted_proxies.empty()) options.trusted_proxies = config.trusted_proxies;
  return options;
}

/// The program with what serves around it.
class Serving {
 public:
  explicit Serving(config::Config const& config)
      : program_(config, {.database_threads = config.database_threads, .cpu_threads = cpu_threads()}),
        server_(
            program_.io.get_executor(), server_options(config, admission()),
            [this](std::string_view method, std::string_view path) { return most_bytes(method, path); },
            [this](http::Request request) { return answer(std::move(request)); }),
        signals_(program_.io, SIGINT, SIGTERM) {
    add_routes(routes_);
    for (auto const& row : routes_.rows()) program_.metrics.add_route(row.method, row.path);
    add_jobs(program_.jobs);
    add_gauges(program_, [this] { return server_.connections(); });
  }

  void run(SteadyClock::time_point began) {
    auto const executor = program_.io.get_executor();
    program_.changes.start(executor);
    program_.streams.start(executor);
    program_.rate_limits.start(program_.redis, executor);
    auto const port = listen();
    program_.db.transact_blocking([&](db::Tx& tx) {
      federation::schedule_sweep(tx);
      actions::schedule_media_sweep(tx);
      actions::schedule_trends(tx);
    });
    program_.jobs.start(program_.app, executor);
    asio::co_spawn(executor, wait_for_signal(), asio::detached);
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - began);
    log::info("{} is served on {} port {}, {} ms after the start", program_.config.base_url(), program_.config.bind,
              port, took.count());
    program_.io.run();
    // What was closed still wants to hear of it, before the parts it refers to go.
    program_.io.restart();
    program_.io.run_for(last_words);
  }

 private:
  static int cpu_threads() {
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, most_cpu_threads));
  }

  std::uint16_t listen() {
    auto const& config = program_.config;
    try {
      return server_.start();
    } catch (boost::system::system_error const& error) {
      throw std::runtime_error(fmt::format("BIND={} PORT={}: {}", config.bind, config.port, error.code().message()));
    }
  }

  http::Admission admission() {
    return [this](http::Request const& request) { return access::admits_large(program_.app, routes_, request); };
  }

  awaitable<http::Response> answer(http::Request request) {
    co_return co_await access::serve(program_.app, routes_, request);
  }

  std::size_t most_bytes(std::string_view method, std::string_view path) const {
    auto const match = routes_.find(method, path);
    if (!match.row) return most_bytes_for_nothing;
    auto const most = match.row->rules.most_bytes;
    if (most != access::largest_upload) return most;
    return std::max(program_.config.most_image_bytes, program_.config.most_video_bytes) + form_bytes;
  }

  awaitable<void> wait_for_signal() {
    auto const signal = co_await signals_.async_wait(asio::use_awaitable);
    log::info("stopping on {}", signal == SIGINT ? "SIGINT" : "SIGTERM");
    // Whoever asks twice does not want to wait: the default action ends the process.
    signals_.clear();
    using namespace asio::experimental::awaitable_operators;
    co_await (server_.stop(stop_patience) && program_.jobs.stop(stop_patience));
    program_.streams.stop();
    program_.changes.stop();
    program_.rate_limits.stop();
    program_.http.close();
    program_.redis.close();
    program_.io.stop();
  }

  Program program_;
  access::Routes routes_;
  http::Server server_;
  asio::signal_set signals_;
};

}  // namespace

int serve(config::Config const& config) {
  auto const began = SteadyClock::now();
  limit_memory();
  raise_open_files();
  std::signal(SIGPIPE, SIG_IGN);
  log::configure(config.log_level, config.log_json);
  log::info("Dunlin {} starts", DUNLIN_VERSION);
  try {
    migrate(config);
    Serving(config).run(began);
    log::info("stopped");
  } catch (std::exception const& error) {
    log::error("cannot go on: {}", error.what());
    return 1;
  }
  log::flush();
  return 0;
}

}  // namespace dunlin::server
