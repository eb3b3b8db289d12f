#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "dunlin/access/routes.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/config/config.hpp"

namespace dunlin::redis {
class Redis;
}

namespace dunlin::access {

/// What the throttles say of one request. They describe the throttle closest to exhaustion, which is what
/// X-RateLimit-Limit, -Remaining and -Reset tell; no headers are due when `limit` is 0.
struct Verdict {
  bool allowed = true;
  int limit = 0;
  int remaining = 0;
  Timestamp reset;
};

/// Who is asking. Without a user the address is counted (an IPv6 one by its /64).
struct Subject {
  TokenId token;             // none without a valid token
  UserId user;               // none for anonymous callers and client credentials
  std::string_view address;  // IPv4 or IPv6, as text
};

/// What is asked for.
struct Asked {
  Family family = Family::none;
  bool api = true;     // below /api: the general throttles count it
  bool paged = false;  // has max_id, min_id, since_id or page
};

/// The throttles of behaviours.md, "Rate limits": fixed windows counted in this process' memory, so that a
/// request never waits for Redis; about once a second the counts are added up with those of the other processes.
/// Memory is bounded: when too many callers are known, the least active are forgotten first. Any thread.
class RateLimits {
 public:
  /// When not `on` every request is allowed and no headers are due. Limits that are not named are the usual ones.
  explicit RateLimits(bool on, std::span<config::RateLimit const> changed = {});
  ~RateLimits();

  /// Counts the request and judges it. A refused one does not count towards the tighter throttles.
  Verdict check(Subject const& subject, Asked asked, Timestamp now);
  /// Counts an attempt to sign in as this login name, whatever the address it comes from.
  Verdict check_sign_in(std::string_view login, Timestamp now);

  /// Begins adding up with other processes once a second, on the thread of the executor.
  void start(redis::Redis& redis, boost::asio::any_io_executor executor);
  void stop();
  /// One round of it: what was counted since the last goes to Redis, the sums come back. Does nothing but wait
  /// for the next round when Redis is away.
  awaitable<void> merge(redis::Redis& redis);

  /// Callers held now, for /metrics.
  std::size_t size() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace dunlin::access
