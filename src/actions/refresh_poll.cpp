// How polls of other servers stand: nobody tells us of votes by others, so who looks at one has it asked for.
#include "dunlin/actions/refresh_poll.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

#include "arrivals.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/redis/redis.hpp"
#include "dunlin/store/polls.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

namespace asio = boost::asio;

constexpr auto poll_patience = std::chrono::seconds(2);
constexpr auto between_asks = "60";  // seconds between two questions

awaitable<bool> was_asked_lately(App& app, StatusId status) {
  try {
    auto const key = app.redis.key("poll:" + to_string(status));
    auto const first = co_await app.redis.command({"SET", key, "1", "NX", "EX", between_asks});
    co_return first.kind == redis::Value::Kind::nil;
  } catch (redis::Error const&) {
    co_return true;
  }
}

/// Of another server, and not over.
awaitable<StatusId> running_elsewhere(App& app, PollId poll) {
  co_return co_await app.db.read([&](db::Tx& tx) -> StatusId {
    auto const id = store::polls::status_of(tx, poll);
    auto const status = id ? store::statuses_by_id(app.records, tx, {&*id, 1})[0] : nullptr;
    bool const open = status && !status->local && status->poll && !status->poll->is_over(app.clock.now());
    return open ? *id : StatusId{};
  });
}

}  // namespace

awaitable<void> read_tallies(App& app, StatusId id) {
  struct Known {
    std::string uri;
    std::shared_ptr<Account const> author;
  };
  auto const known = co_await app.db.read([&](db::Tx& tx) -> Known {
    auto const status = store::statuses_by_id(app.records, tx, {&id, 1})[0];
    if (!status || status->local) return {};
    return {status->uri, store::accounts_by_id(app.records, tx, {&status->author, 1})[0]};
  });
  if (!known.author) co_return;
  auto const text = co_await federation::fetch_document(app, known.uri);
  auto const document = text ? federation::vocabulary::parse(*text) : std::nullopt;
  auto const note = document ? federation::vocabulary::read_note(*document) : std::nullopt;
  if (!note || note->id != known.uri || note->author != known.author->uri) co_return;
  co_await app.db.transact([&](db::Tx& tx) { receive_newer(app, tx, *note, *known.author); });
}

awaitable<void> refresh_poll(App& app, PollId poll) {
  auto const status = co_await running_elsewhere(app, poll);
  if (!status) co_return;
  bool const lately = co_await was_asked_lately(app, status);
  if (lately) co_return;
  auto const executor = co_await asio::this_coro::executor;
  // A slow server goes on being asked, but nobody waits for it.
  auto const done = std::make_shared<asio::steady_timer>(executor, poll_patience);
  auto const finished = std::make_shared<bool>(false);
  asio::co_spawn(executor, read_tallies(app, status), [done, finished](std::exception_ptr const&) {
    *finished = true;
    done->cancel();
  });
  boost::system::error_code ignored;
  if (!*finished) co_await done->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace dunlin::actions
