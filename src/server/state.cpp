#include <boost/asio/ip/address.hpp>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/platform/metrics/metrics.hpp"
#include "dunlin/platform/redis/redis.hpp"
#include "dunlin/store/settings.hpp"
#include "routes.hpp"

namespace dunlin::server {
namespace {

using access::Call;
using access::Reply;

Reply text(std::string body) {
  Reply reply;
  reply.type = "text/plain; charset=utf-8";
  reply.body = std::move(body);
  return reply;
}

/// The process lives and its io thread turns.
awaitable<Reply> health(Call const&) {
  co_return text("OK");
}

/// Requests can be served: the database answers and has our tables. Redis is told of and not needed.
awaitable<Reply> ready(Call const& call) {
  bool database = true;
  try {
    co_await call.app.db.read([](db::Tx& tx) { store::settings::read(tx); });
  } catch (db::Error const&) {
    database = false;
  }
  JsonWriter json;
  json.object([&] {
    json.member("status", database ? "ok" : "unavailable");
    json.member("database", database ? "ok" : "away");
    json.member("redis", call.app.redis.connected() && call.app.redis.listening() ? "ok" : "away");
  });
  co_return access::json(json.take(), database ? 200 : 503);
}

/// The machine itself and private networks: nobody outside is told how busy this server is.
bool is_near(std::string const& address) {
  boost::system::error_code error;
  auto const ip = boost::asio::ip::make_address(address, error);
  if (error) return false;
  if (ip.is_loopback()) return true;
  if (ip.is_v6()) {
    auto const v6 = ip.to_v6();
    if (!v6.is_v4_mapped()) return (v6.to_bytes()[0] & 0xFE) == 0xFC;
    auto const v4 = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6);
    return is_near(v4.to_string());
  }
  auto const bytes = ip.to_v4().to_bytes();
  return bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xF0) == 16) || (bytes[0] == 192 && bytes[1] == 168);
}

awaitable<Reply> metrics_text(Call const& call) {
  if (!is_near(call.request.address)) throw not_found();
  std::vector<metrics::Sample> samples;
  std::vector<jobs::Count> counts;
  bool database = true;
  try {
    counts = co_await call.app.db.read([](db::Tx& tx) { return jobs::counts(tx); });
  } catch (db::Error const&) {
    database = false;  // the rest is worth telling all the more
  }
  samples.push_back({"dunlin_database_up", "Whether PostgreSQL answers", {}, database ? 1.0 : 0.0});
  for (auto const& count : counts)
    samples.push_back({"dunlin_jobs",
                       "Jobs in the queue by kind and state",
                       {{"kind", count.kind}, {"state", count.state}},
                       static_cast<double>(count.jobs)});
  auto reply = text(call.app.metrics.text(std::move(samples)));
  reply.type = "text/plain; version=0.0.4; charset=utf-8";
  co_return reply;
}

}  // namespace

void add_state_routes(access::Routes& on) {
  access::Rules const open{.who = access::Who::nobody};
  on.get("/health", health, open);
  on.get("/ready", ready, open);
  on.get("/metrics", metrics_text, open);
}

}  // namespace dunlin::server
