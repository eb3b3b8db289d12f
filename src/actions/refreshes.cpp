#include "dunlin/actions/refreshes.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/redis/redis.hpp"

namespace dunlin::actions::refreshes {
namespace {

constexpr char const* kept_for = "86400";  // seconds
constexpr std::size_t id_bytes = 16;

bool is_id(std::string_view id) {
  return id.size() == id_bytes * 2 &&
         std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string key_of(App& app, std::string const& id) {
  return app.redis.key("refresh:" + id);
}

awaitable<void> write(App& app, std::vector<std::vector<std::string>> commands) {
  try {
    co_await app.redis.pipeline(std::move(commands));
  } catch (redis::Error const&) {
    // Whoever asks is told that there is nothing to wait for.
  }
}

}  // namespace

awaitable<std::string> begin(App& app) {
  auto const id = crypto::hex(crypto::random_bytes(id_bytes));
  auto const key = key_of(app, id);
  co_await write(app, {{"HSET", key, "status", "running", "results", "0"}, {"EXPIRE", key, kept_for}});
  co_return id;
}

awaitable<void> add(App& app, std::string id, std::int64_t results) {
  co_await write(
      app, {{"HINCRBY", key_of(app, id), "results", std::to_string(results)}, {"EXPIRE", key_of(app, id), kept_for}});
}

awaitable<void> finish(App& app, std::string id) {
  co_await write(app, {{"HSET", key_of(app, id), "status", "finished"}, {"EXPIRE", key_of(app, id), kept_for}});
}

awaitable<std::optional<Refresh>> find(App& app, std::string id) {
  if (!is_id(id)) co_return std::nullopt;
  try {
    auto const answer = co_await app.redis.command({"HMGET", key_of(app, id), "status", "results"});
    if (answer.list.size() != 2 || answer.list[0].kind != redis::Value::Kind::text) co_return std::nullopt;
    Refresh refresh{.id = std::move(id), .finished = answer.list[0].text == "finished"};
    auto const& results = answer.list[1].text;
    std::from_chars(results.data(), results.data() + results.size(), refresh.results);
    co_return refresh;
  } catch (redis::Error const&) {
    co_return std::nullopt;
  }
}

}  // namespace dunlin::actions::refreshes
