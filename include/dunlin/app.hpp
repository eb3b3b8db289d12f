#pragma once

namespace dunlin {

namespace config {
struct Config;
}
namespace db {
class Database;
}
namespace redis {
class Redis;
}
namespace http {
class Client;
}
namespace jobs {
class Queue;
}
namespace crypto {
class CpuPool;
}
namespace store {
struct Records;
struct Secrets;
}  // namespace store
namespace access {
class RateLimits;
class Tokens;
}  // namespace access
namespace media {
class Storage;
}
namespace federation {
struct Memory;
}
namespace metrics {
class Metrics;
}
namespace timelines {
class Live;
}
namespace api::mastodon {
class Streams;
}
class Clock;

/// What the running program is made of: references only, built in server/ in order of need and destroyed in
/// reverse. Only forward declarations, so any room above base may include it.
struct App {
  config::Config const& config;
  Clock const& clock;
  metrics::Metrics& metrics;
  db::Database& db;
  redis::Redis& redis;
  crypto::CpuPool& cpu;
  http::Client& http;
  jobs::Queue& jobs;
  store::Secrets const& secrets;
  store::Records& records;
  access::Tokens& tokens;
  access::RateLimits& rate_limits;
  federation::Memory& federation;
  media::Storage& storage;
  timelines::Live& live;
  api::mastodon::Streams& streams;
};

}  // namespace dunlin
