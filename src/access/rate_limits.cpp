#include "dunlin/access/rate_limits.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "dunlin/platform/redis/redis.hpp"

namespace dunlin::access {
namespace {

namespace asio = boost::asio;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t most_callers = 50'000;        // times about 80 bytes
constexpr std::size_t most_merged_at_once = 2'000;  // per round; the rest waits for the next
constexpr auto merge_pause = std::chrono::seconds(1);

/// One row of behaviours.md, "Rate limits". The order is that of `usual` and of config::rate_limit_names, and its
/// number is part of Redis keys.
enum Throttle : std::uint8_t {
  token,
  user,
  address,
  paged,
  media,
  deletions,
  sign_up,
  app_registration,
  sign_in_address,
  sign_in_login,
  statuses,
  follows,
  reports,
};
struct Terms {
  int limit;
  std::chrono::seconds period;
};
using Throttles = std::array<Terms, config::rate_limit_names.size()>;
constexpr Throttles usual{{
    {300, minutes(5)},   // token
    {1500, minutes(5)},  // user
    {300, minutes(5)},   // address
    {300, minutes(15)},  // paged
    {30, minutes(30)},   // media
    {30, minutes(30)},   // deletions
    {5, minutes(30)},    // sign_up
    {5, minutes(10)},    // app_registration
    {25, minutes(5)},    // sign_in_address
    {25, hours(1)},      // sign_in_login
    {300, hours(3)},     // statuses
    {400, hours(24)},    // follows
    {400, hours(24)},    // reports
}};

/// Whom a throttle counts: an id, or a number made from an address or a login name.
struct Key {
  std::uint64_t who;
  Throttle throttle;
  friend bool operator==(Key, Key) = default;
};
struct KeyHash {
  std::size_t operator()(Key key) const noexcept {
    return (key.who ^ (std::uint64_t{key.throttle} << 56)) * 0x9E3779B97F4A7C15ULL;
  }
};

struct Counter {
  std::int64_t window = 0;  // number of the period since 1970
  int count = 0;            // in all processes, as far as known
  int unsent = 0;           // of them, not yet told to the others
};

/// The same text is the same number in every process.
std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0xcbf29ce484222325ULL;  // FNV-1a
  for (unsigned char const byte : text) number = (number ^ byte) * 0x100000001b3ULL;
  return number;
}

std::uint64_t number_of_address(std::string_view text) {
  boost::system::error_code error;
  auto const parsed = asio::ip::make_address(std::string(text), error);
  if (error) return number_of(text);
  if (parsed.is_v4()) return parsed.to_v4().to_uint();
  auto const v6 = parsed.to_v6();
  if (v6.is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, v6).to_uint();
  // One household has a /64 and could otherwise ask from 2^64 addresses.
  auto const bytes = v6.to_bytes();
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) prefix = prefix << 8 | bytes[i];
  return prefix;
}

Throttles with(std::span<config::RateLimit const> changed) {
  auto throttles = usual;
  for (auto const& one : changed) throttles.at(one.what) = {one.most, one.period};
  return throttles;
}

std::optional<Throttle> throttle_of(Family family) {
  switch (family) {
    case Family::none:
      return std::nullopt;
    case Family::statuses:
      return statuses;
    case Family::follows:
      return follows;
    case Family::reports:
      return reports;
    case Family::media:
      return media;
    case Family::deletions:
      return deletions;
    case Family::sign_up:
      return sign_up;
    case Family::app_registration:
      return app_registration;
    case Family::sign_in:
      return sign_in_address;
  }
  return std::nullopt;
}

bool counts_addresses(Throttle throttle) {
  return throttle == address || throttle == sign_up || throttle == app_registration || throttle == sign_in_address;
}

}  // namespace

struct RateLimits::State {
  State(bool enabled, std::span<config::RateLimit const> changed) : on(enabled), throttles(with(changed)) {}

  /// Counts one, and keeps the tighter of the verdicts. False when this throttle refuses.
  bool count(Key key, Timestamp now, Verdict& verdict);
  void make_room(Timestamp now);
  std::int64_t window_of(Throttle throttle, Timestamp now) const {
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch() / throttles[throttle].period;
  }
  awaitable<void> merge(redis::Redis& redis);

  bool const on;
  Throttles const throttles;
  std::atomic<bool> stopped = false;
  std::mutex mutex;
  std::unordered_map<Key, Counter, KeyHash> counters;
  std::vector<Key> dirty;  // those with something unsent
  std::shared_ptr<asio::steady_timer> timer;
};

bool RateLimits::State::count(Key key, Timestamp now, Verdict& verdict) {
  if (counters.size() >= most_callers && !counters.contains(key)) make_room(now);
  auto const [limit, period] = throttles[key.throttle];
  auto& counter = counters[key];
  auto const window = window_of(key.throttle, now);
  if (counter.window != window) counter = {window, 0, 0};
  bool const allowed = counter.count < limit;
  if (allowed) {
    ++counter.count;
    if (counter.unsent++ == 0) dirty.push_back(key);
  }
  int const remaining = std::max(0, limit - counter.count);
  if (!allowed || verdict.limit == 0 || remaining < verdict.remaining) {
    verdict = {allowed, limit, remaining, Timestamp((window + 1) * period)};
  }
  return allowed;
}

/// Ended windows go first, then the half that asked least: whoever is near a limit stays known, so that a flood
/// of new addresses sets nobody free.
void RateLimits::State::make_room(Timestamp now) {
  std::erase_if(counters,
                [&](auto const& entry) { return entry.second.window != window_of(entry.first.throttle, now); });
  if (counters.size() < most_callers * 3 / 4) return;
  std::vector<int> counts;
  counts.reserve(counters.size());
  for (auto const& [_, counter] : counters) counts.push_back(counter.count);
  auto const middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
  std::nth_element(counts.begin(), middle, counts.end());
  auto to_drop = counts.size() / 2;
  std::erase_if(counters, [&, least = *middle](auto const& entry) {
    return entry.second.count <= least && to_drop > 0 && to_drop-- > 0;
  });
  dirty.clear();
  for (auto const& [key, counter] : counters)
    if (counter.unsent > 0) dirty.push_back(key);
}

RateLimits::RateLimits(bool on, std::span<config::RateLimit const> changed)
    : state_(std::make_shared<State>(on, changed)) {}

RateLimits::~RateLimits() {
  stop();
}

Verdict RateLimits::check(Subject const& subject, Asked asked, Timestamp now) {
  Verdict verdict;
  if (!state_->on) return verdict;
  bool const known = static_cast<bool>(subject.user);
  auto const who = static_cast<std::uint64_t>(subject.user.value);
  auto const family = throttle_of(asked.family);
  bool const by_address =
      (!known && (asked.paged || (asked.api && !subject.token))) || (family && (!known || counts_addresses(*family)));
  auto const from = by_address ? number_of_address(subject.address) : 0;

  std::scoped_lock const lock(state_->mutex);
  auto const count = [&](std::uint64_t whom, Throttle throttle) {
    return state_->count({whom, throttle}, now, verdict);
  };
  if (asked.api) {
    if (subject.token && !count(static_cast<std::uint64_t>(subject.token.value), token)) return verdict;
    if (known && !count(who, user)) return verdict;
    if (!subject.token && !known && !count(from, address)) return verdict;
  }
  if (asked.paged && !count(known ? who : from, paged)) return verdict;
  if (family) count(known && !counts_addresses(*family) ? who : from, *family);
  return verdict;
}

Verdict RateLimits::check_sign_in(std::string_view login, Timestamp now) {
  Verdict verdict;
  if (!state_->on) return verdict;
  std::scoped_lock const lock(state_->mutex);
  state_->count({number_of(login), sign_in_login}, now, verdict);
  return verdict;
}

std::size_t RateLimits::size() const {
  std::scoped_lock const lock(state_->mutex);
  return state_->counters.size();
}

namespace {

std::string redis_name(Key key, std::int64_t window) {
  return "limits:" + std::to_string(key.throttle) + ":" + std::to_string(key.who) + ":" + std::to_string(window);
}

struct Sent {
  Key key;
  std::int64_t window;
  int count;
};

}  // namespace

awaitable<void> RateLimits::merge(redis::Redis& redis) {
  return state_->merge(redis);
}

awaitable<void> RateLimits::State::merge(redis::Redis& redis) {
  std::vector<Sent> sent;
  {
    std::scoped_lock const lock(mutex);
    while (!dirty.empty() && sent.size() < most_merged_at_once) {
      auto const key = dirty.back();
      dirty.pop_back();
      auto const found = counters.find(key);
      if (found == counters.end() || found->second.unsent == 0) continue;
      sent.push_back({key, found->second.window, std::exchange(found->second.unsent, 0)});
    }
  }
  if (sent.empty()) co_return;

  std::string text;
  for (auto const& one : sent) {
    auto const name = redis.key(redis_name(one.key, one.window));
    redis::append_command(text, {"INCRBY", name, std::to_string(one.count)});
    auto const period = throttles[one.key.throttle].period;
    redis::append_command(text, {"EXPIRE", name, std::to_string(period.count() + 60)});
  }
  std::vector<redis::Value> sums;
  try {
    sums = co_await redis.pipeline_text(std::move(text), sent.size() * 2);
  } catch (redis::Error const&) {
    co_return;  // this process goes on with its own counts; the others miss a second of them
  }
  std::scoped_lock const lock(mutex);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    auto const found = counters.find(sent[i].key);
    if (found == counters.end() || found->second.window != sent[i].window) continue;
    auto const others_too = static_cast<int>(std::min<std::int64_t>(sums[i * 2].number, 1'000'000));
    found->second.count = std::max(found->second.count, others_too + found->second.unsent);
  }
}

void RateLimits::start(redis::Redis& redis, asio::any_io_executor executor) {
  if (!state_->on) return;
  auto const timer = std::make_shared<asio::steady_timer>(executor);
  state_->timer = timer;
  asio::co_spawn(
      executor,
      [](std::shared_ptr<State> state, redis::Redis& with,
         std::shared_ptr<asio::steady_timer> pause) -> awaitable<void> {
        while (!state->stopped) {
          boost::system::error_code ignored;
          pause->expires_after(merge_pause);
          co_await pause->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
          if (!state->stopped) co_await state->merge(with);
        }
      }(state_, redis, timer),
      asio::detached);
}

void RateLimits::stop() {
  state_->stopped = true;
  if (auto const timer = std::exchange(state_->timer, nullptr)) {
    asio::dispatch(timer->get_executor(), [timer] { timer->cancel(); });
  }
}

}  // namespace dunlin::access
