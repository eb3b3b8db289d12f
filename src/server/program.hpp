#pragma once
#include <boost/asio/io_context.hpp>

#include "changes.hpp"
#include "dunlin/access/rate_limits.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/access/tokens.hpp"
#include "dunlin/api/mastodon/streams.hpp"
#include "dunlin/app.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/memory.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/platform/metrics/metrics.hpp"
#include "dunlin/platform/redis/redis.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/secrets.hpp"
#include "dunlin/timelines/live.hpp"

namespace dunlin::server {

/// How much of the program is wanted: a command needs less than a server.
struct Extent {
  int database_threads;
  int cpu_threads;
};

/// Every part of the running program, in order of need; destroyed in reverse. Nothing runs yet: io.run() is the
/// caller's.
struct Program {
  Program(config::Config const& config, Extent extent);
  Program(Program const&) = delete;

  config::Config const& config;
  SystemClock clock;
  boost::asio::io_context io{1};  // one thread runs it
  metrics::Metrics metrics;
  db::Database db;
  redis::Redis redis;
  crypto::CpuPool cpu;
  http::Client http;
  store::Secrets const secrets;
  store::Records records;
  access::Tokens tokens;
  access::RateLimits rate_limits;
  federation::Memory federation;
  std::unique_ptr<media::Storage> const storage;
  timelines::Live live;
  api::mastodon::Streams streams;
  jobs::Queue jobs;
  Changes changes;
  App app;
};

/// How full pools and caches are, for /metrics. `connections` counts those of the HTTP server.
void add_gauges(Program& program, std::function<int()> connections);

}  // namespace dunlin::server
