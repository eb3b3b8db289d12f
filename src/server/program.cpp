#include "program.hpp"

#include <fmt/core.h>

namespace dunlin::server {
namespace {

// Of the memory for caches, what tokens get: 512 bytes hold one.
constexpr std::size_t token_share = 16;

redis::Options redis_options(config::Config const& config) {
  // A Redis is often shared: keys of ours never stand bare.
  auto const& name = config.redis_namespace;
  return {.url = config.redis_url, .prefix = (name.empty() ? "dunlin" : name) + ":"};
}

http::ClientOptions client_options(config::Config const& config) {
  return {.user_agent = fmt::format("Dunlin/{} (+{}/)", DUNLIN_VERSION, config.base_url()),
          .allowed_private_addresses = config.allowed_private_addresses,
          .http_proxy = config.http_proxy,
          .https_proxy = config.https_proxy,
          .no_proxy = config.no_proxy,
          .certificate_file = config.certificate_file,
          // Without HTTPS this is a trial on one machine, where servers stand on any port.
          .any_port = !config.local_https};
}

}  // namespace

Program::Program(config::Config const& c, Extent extent)
    : config(c),
      db({.conninfo = c.database, .threads = extent.database_threads, .prepared_statements = c.prepared_statements}),
      redis(io.get_executor(), redis_options(c)),
      cpu(extent.cpu_threads),
      http(io.get_executor(), client_options(c)),
      secrets(db.transact_blocking([&](db::Tx& tx) { return store::read_or_make_secrets(tx, c.secret_key); })),
      records(c.cache_bytes),
      tokens(clock, c.cache_bytes / token_share),
      rate_limits(c.rate_limits, c.changed_rate_limits),
      storage(media::storage_for(c)),
      live(redis),
      streams(app),
      changes(redis, records, tokens),
      app{.config = config,
          .clock = clock,
          .metrics = metrics,
          .db = db,
          .redis = redis,
          .cpu = cpu,
          .http = http,
          .jobs = jobs,
          .secrets = secrets,
          .records = records,
          .tokens = tokens,
          .rate_limits = rate_limits,
          .federation = federation,
          .storage = *storage,
          .live = live,
          .streams = streams} {
  changes.tell([this](db::Change const& change) {
    streams.changed(change);
    if (change.kind == store::change::policies) federation.forget_policies();
  });
  db.on_commit([this](std::span<db::Change const> what) { changes.committed(what); });
}

}  // namespace dunlin::server
