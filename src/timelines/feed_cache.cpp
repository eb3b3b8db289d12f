#include "feed_cache.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <random>

#include "dunlin/platform/config/config.hpp"

namespace dunlin::timelines::feed_cache {
namespace {

using redis::Value;

// A feed is being built no longer than this; then what was noted beside it is forgotten, and the feed not stored.
constexpr auto building_seconds = "60";
// One script call blocks Redis for about 3 us a feed.
constexpr std::size_t most_feeds_a_call = 500;
// The life of a feed is prolonged by one read in so many; it is days long.
constexpr unsigned reads_a_prolongation = 16;

// An id lower than all of an incomplete feed would claim that nothing stands between: it comes out again.
constexpr char const* push_script = R"lua(
for _, feed in ipairs(KEYS) do
  if redis.call('EXISTS', feed) == 1 then
    redis.call('ZADD', feed, 0, ARGV[1])
    if redis.call('ZRANK', feed, ARGV[1]) == 0 then redis.call('ZREM', feed, ARGV[1]) end
    redis.call('ZREMRANGEBYRANK', feed, 0, -1 - ARGV[2])
  elseif redis.call('EXISTS', feed .. ':building') == 1 then
    redis.call('ZADD', feed .. ':building', 0, ARGV[1])
  end
end)lua";

constexpr char const* finish_script = R"lua(
local feed, building = KEYS[1], KEYS[1] .. ':building'
if not redis.call('ZSCORE', building, ARGV[1]) then return 0 end
local noted = redis.call('ZRANGE', building, 0, -1)
redis.call('DEL', feed, building)
local members = {}
for i = 4, #ARGV do members[#members + 1] = 0; members[#members + 1] = ARGV[i] end
if #members == 0 then return 0 end
redis.call('ZADD', feed, unpack(members))
for _, member in ipairs(noted) do
  if #member == 8 then
    redis.call('ZADD', feed, 0, member)
    if redis.call('ZRANK', feed, member) == 0 then redis.call('ZREM', feed, member) end
  end
end
redis.call('ZREMRANGEBYRANK', feed, 0, -1 - ARGV[3])
redis.call('EXPIRE', feed, ARGV[2])
return 1)lua";

/// Eight bytes that sort as the number does.
std::string member_of(std::int64_t id) {
  auto const big_endian = std::byteswap(static_cast<std::uint64_t>(id));
  std::string member(sizeof big_endian, '\0');
  std::memcpy(member.data(), &big_endian, sizeof big_endian);
  return member;
}
static_assert(std::endian::native == std::endian::little);

std::int64_t id_of(std::string_view member) {
  std::uint64_t big_endian = 0;
  if (member.size() != sizeof big_endian) throw redis::Error("a feed holds something that is no id");
  std::memcpy(&big_endian, member.data(), sizeof big_endian);
  return static_cast<std::int64_t>(std::byteswap(big_endian));
}

/// A Redis that was restarted may have gone back to an old snapshot, whose feeds lack what was pushed since. So every
/// life of it has feeds of its own.
std::string feed_key(App& app, AccountId who) {
  auto const life = app.redis.incarnation();
  if (life.empty()) throw redis::Error("Redis is away");
  return app.redis.key("home:" + life.substr(0, 12) + ":" + to_string(who));
}

std::string lifetime(App& app) {
  return std::to_string(std::max(1, app.config.user_active_days) * 24 * 3600);
}

bool is_time_to_prolong() {
  thread_local std::minstd_rand dice(std::random_device{}());
  return dice() % reads_a_prolongation == 0;
}

/// Ids of a list answer, without the mark of a complete feed.
std::vector<StatusId> ids_of(Value const& answer) {
  std::vector<StatusId> ids;
  ids.reserve(answer.list.size());
  for (auto const& member : answer.list)
    if (auto const id = id_of(member.text)) ids.push_back({id});
  return ids;
}

awaitable<std::optional<Part>> read_newest(App& app, std::string key, int limit) {
  std::string text;
  redis::append_command(text, {"ZREVRANGE", key, "0", std::to_string(limit - 1)});
  bool const prolong = is_time_to_prolong();
  if (prolong) redis::append_command(text, {"EXPIRE", key, lifetime(app)});
  auto const answers = co_await app.redis.pipeline_text(std::move(text), prolong ? 2 : 1);
  auto const& list = answers[0].list;
  if (list.empty()) co_return std::nullopt;
  // A full page needs nothing below; a shorter one is the whole feed.
  co_return Part{ids_of(answers[0]), id_of(list.back().text)};
}

awaitable<std::optional<Part>> read_window(App& app, std::string key, Window window) {
  bool const upwards = window.min_id != 0;
  auto const above = upwards ? window.min_id : window.since_id;
  auto const low = above != 0 ? "(" + member_of(above) : "-";
  auto const high = window.max_id != 0 ? "(" + member_of(window.max_id) : "+";
  std::string text;
  // Together, so that no trimming happens between the two.
  redis::append_command(text, {"MULTI"});
  redis::append_command(text, {"ZRANGE", key, "0", "0"});
  redis::append_command(text, {upwards ? "ZRANGEBYLEX" : "ZREVRANGEBYLEX", key, upwards ? low : high,
                               upwards ? high : low, "LIMIT", "0", std::to_string(window.limit)});
  redis::append_command(text, {"EXEC"});
  auto const answers = co_await app.redis.pipeline_text(std::move(text), 4);
  auto const& both = answers.back().list;
  if (both.size() != 2 || both[0].kind != Value::Kind::list || both[1].kind != Value::Kind::list)
    throw redis::Error("a feed cannot be read");
  if (both[0].list.empty()) co_return std::nullopt;
  Part part{ids_of(both[1]), id_of(both[0].list[0].text)};
  if (upwards) std::ranges::reverse(part.ids);
  co_return part;
}

}  // namespace

awaitable<std::optional<Part>> read(App& app, AccountId who, Window window) {
  auto key = feed_key(app, who);
  bool const newest = window.max_id == 0 && window.min_id == 0 && window.since_id == 0;
  if (newest) co_return co_await read_newest(app, std::move(key), window.limit);
  co_return co_await read_window(app, std::move(key), window);
}

awaitable<std::string> begin(App& app, AccountId who) {
  thread_local std::mt19937_64 dice(std::random_device{}());
  auto token = "token:" + std::to_string(dice());
  auto const building = feed_key(app, who) + ":building";
  std::string text;
  redis::append_command(text, {"ZADD", building, "0", token});
  redis::append_command(text, {"EXPIRE", building, building_seconds});
  co_await app.redis.pipeline_text(std::move(text), 2);
  co_return token;
}

awaitable<void> finish(App& app, AccountId who, std::string token, std::vector<StatusId> newest, bool complete) {
  std::vector<std::string> words{
      "EVAL", finish_script, "1", feed_key(app, who), std::move(token), lifetime(app), std::to_string(most_kept)};
  for (auto const id : newest) words.push_back(member_of(id.value));
  if (complete) words.push_back(member_of(0));
  std::string text;
  redis::append_command(text, words);
  co_await app.redis.pipeline_text(std::move(text), 1);
}

awaitable<void> push(App& app, StatusId status, std::span<AccountId const> to) {
  std::string text;
  std::size_t calls = 0;
  for (std::size_t at = 0; at < to.size(); at += most_feeds_a_call, ++calls) {
    auto const some = to.subspan(at, std::min(most_feeds_a_call, to.size() - at));
    std::vector<std::string> words{"EVAL", push_script, std::to_string(some.size())};
    for (auto const who : some) words.push_back(feed_key(app, who));
    words.push_back(member_of(status.value));
    words.push_back(std::to_string(most_kept));
    redis::append_command(text, words);
  }
  co_await app.redis.pipeline_text(std::move(text), calls);
}

awaitable<void> remove(App& app, StatusId status, std::span<AccountId const> from) {
  std::string text;
  for (auto const who : from) {
    auto const key = feed_key(app, who);
    redis::append_command(text, {"ZREM", key, member_of(status.value)});
    redis::append_command(text, {"ZREM", key + ":building", member_of(status.value)});
  }
  co_await app.redis.pipeline_text(std::move(text), from.size() * 2);
}

awaitable<void> drop(App& app, AccountId who) {
  auto const key = feed_key(app, who);
  co_await app.redis.command({"UNLINK", key, key + ":building"});
}

}  // namespace dunlin::timelines::feed_cache
