#include "dunlin/actions/thread_walks.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "arrivals.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/node.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/platform/redis/redis.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/threads.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

namespace asio = boost::asio;
using federation::vocabulary::Node;

// Contract, section 17.
constexpr int most_posts = 500;      // fetched for one thread
constexpr int most_pages = 50;       // of one collection
constexpr int most_requests = 1500;  // in all
constexpr int most_of_host = 750;    // to one host
constexpr int most_failures = 5;     // of one host, then it is left alone
constexpr int at_once = 8;
constexpr int at_once_of_host = 4;
constexpr std::size_t most_items = 500;  // of one page
constexpr auto longest_walk = std::chrono::seconds(60);

constexpr auto young = std::chrono::hours(1);
constexpr auto again_when_young = std::chrono::minutes(1);
constexpr auto again = std::chrono::minutes(15);
constexpr store::threads::Limits whole{.ancestors = 500, .descendants = 1000, .depth = 500};

/// One document to fetch.
struct Errand {
  enum class What { post, known, collection } what;  // `known`: a post that is here, for where its answers are
  std::string url;
  int pages = 0;  // of a collection, read before this one
};

/// Everything around a status that is not ours to know: where it stands.
std::vector<Errand> start(App& app, db::Tx& tx, StatusId opened) {
  auto const thread = store::threads::around(app.records, tx, {}, opened, whole, app.clock.now());
  auto ids = thread.ancestors;
  ids.push_back(opened);
  ids.insert(ids.end(), thread.descendants.begin(), thread.descendants.end());
  std::vector<Errand> errands;
  for (auto const& status : store::statuses_by_id(app.records, tx, ids)) {
    if (!status || status->boost_of || !is_open(status->visibility)) continue;
    if (!status->in_reply_to_uri.empty()) errands.push_back({Errand::What::post, status->in_reply_to_uri});
    if (!status->local) errands.push_back({Errand::What::known, status->uri});
  }
  return errands;
}

class Walk : public std::enable_shared_from_this<Walk> {
 public:
  Walk(App& app, asio::any_io_executor const& executor, std::string refresh)
      : app_(app), refresh_(std::move(refresh)), until_(app.clock.now() + longest_walk), changed_(executor) {}

  void add(Errand errand) {
    if (asked_ >= most_requests || federation::is_ours(app_.config, errand.url)) return;
    if (errand.what == Errand::What::post && posts_ >= most_posts) return;
    if (federation::host_of(errand.url).empty() || !seen_.insert(errand.url).second) return;
    if (errand.what == Errand::What::post) ++posts_;
    waiting_.push_back(std::move(errand));
    changed_.cancel();
  }

  /// Ties replies to parents that were being stored at the same moment: neither saw the other.
  awaitable<void> tie() {
    co_await app_.db.transact(
        [&](db::Tx& tx) {
          for (auto const& uri : parents_)
            if (auto const id = known_status(app_, tx, uri))
              if (auto const status = store::statuses::find(tx, id)) store::statuses::adopt_replies(tx, *status);
        },
        db::Urgency::background);
  }

  /// One of several that share the errands; ends when none is left and nobody may bring another.
  static awaitable<void> work(std::shared_ptr<Walk> self) {
    while (self->app_.clock.now() < self->until_) {
      auto errand = self->take();
      if (!errand) {
        if (self->running_ == 0) break;
        boost::system::error_code ignored;
        self->changed_.expires_after(std::chrono::seconds(1));
        co_await self->changed_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        continue;
      }
      auto& host = self->hosts_[federation::host_of(errand->url)];
      ++self->running_;
      ++host.running;
      ++host.asked;
      ++self->asked_;
      bool failed = true;
      try {
        failed = !co_await self->run(*errand);
      } catch (std::exception const& error) {
        log::debug("thread: {}: {}", errand->url, error.what());
      }
      auto& same = self->hosts_[federation::host_of(errand->url)];
      same.failures = failed ? same.failures + 1 : 0;
      --same.running;
      --self->running_;
      self->changed_.cancel();
    }
    self->changed_.cancel();
  }

 private:
  struct Host {
    int running = 0, asked = 0, failures = 0;
  };

  /// The first whose host may be asked now.
  std::optional<Errand> take() {
    for (auto at = waiting_.begin(); at != waiting_.end();) {
      auto const& host = hosts_[federation::host_of(at->url)];
      if (host.failures >= most_failures || host.asked >= most_of_host) {
        at = waiting_.erase(at);
      } else if (host.running < at_once_of_host) {
        auto errand = std::move(*at);
        waiting_.erase(at);
        return errand;
      } else {
        ++at;
      }
    }
    return std::nullopt;
  }

  /// False when the host did not give what it should have.
  awaitable<bool> run(Errand const& errand) {
    auto const text = co_await federation::fetch_document(app_, errand.url);
    auto const document = text ? federation::vocabulary::parse(*text) : std::nullopt;
    if (!document) co_return false;
    if (errand.what == Errand::What::collection) {
      co_await read_collection(errand, *document);
      co_return true;
    }
    if (errand.what == Errand::What::post && !co_await store(*document)) co_return true;  // of a kind we do not show
    look_below(*document, errand.url);
    co_return true;
  }

  awaitable<bool> store(Node const& document) {
    auto note = federation::vocabulary::read_note(document);
    if (!note || note->is_vote || !federation::same_host(note->id, note->author)) co_return false;
    auto const parent = note->in_reply_to;
    auto author = co_await federation::resolve_actor(app_, note->author);
    if (!author || author->is_suspended()) co_return false;
    // Parents are errands of this walk, not of others.
    Arrival arrival{std::move(*note), std::move(*author), {}, true, most_ancestors};
    if (!co_await store_arrival(app_, std::move(arrival))) co_return false;
    co_await refreshes::add(app_, refresh_, 1);
    if (parent.empty()) co_return true;
    parents_.insert(parent);
    co_await add_unknown({parent});
    co_return true;
  }

  /// Where its answers are listed, and where its whole thread is.
  void look_below(Node const& document, std::string const& url) {
    for (auto const* name : {"replies", "context"}) {
      auto const& collection = document[name];
      auto const id = std::string(collection.reference());
      auto const& first = collection["first"];
      if (first.is_map()) {
        // A first page that stands in the document is one request less.
        add_page(first, 1, url);
      } else if (federation::same_host(id, url)) {
        add({Errand::What::collection, id});
      }
    }
  }

  void add_page(Node const& page, int pages, std::string const& url) {
    std::vector<std::string> unknown;
    for (auto const* name : {"items", "orderedItems"})
      for (auto const& uri : page[name].references(most_items)) embedded_.push_back(uri);
    auto const next = std::string(page["next"].reference());
    if (!next.empty() && pages < most_pages && federation::same_host(next, url))
      add({Errand::What::collection, next, pages});
    if (!embedded_.empty() && !std::exchange(sorting_, true))
      asio::co_spawn(changed_.get_executor(), sort(shared_from_this()), asio::detached);
  }

  /// Which of what pages listed is unknown, asked for together.
  static awaitable<void> sort(std::shared_ptr<Walk> self) {
    ++self->running_;
    while (!self->embedded_.empty()) co_await self->add_unknown(std::exchange(self->embedded_, {}));
    self->sorting_ = false;
    --self->running_;
    self->changed_.cancel();
  }

  awaitable<void> read_collection(Errand const& errand, Node const& document) {
    auto const& first = document["first"];
    if (first.is_map())
      add_page(first, errand.pages + 1, errand.url);
    else if (auto const next = std::string(first.reference()); federation::same_host(next, errand.url))
      add({Errand::What::collection, next, errand.pages});
    add_page(document, errand.pages + 1, errand.url);
    co_return;
  }

  awaitable<void> add_unknown(std::vector<std::string> uris) {
    std::erase_if(uris, [&](std::string const& uri) { return seen_.contains(uri); });
    if (uris.empty()) co_return;
    try {
      co_await app_.db.read(
          [&](db::Tx& tx) {
            std::erase_if(uris, [&](std::string const& uri) { return bool(known_status(app_, tx, uri)); });
          },
          db::Urgency::background);
    } catch (db::Error const& error) {
      log::debug("thread: {}", error.what());
      co_return;
    }
    for (auto& uri : uris) add({Errand::What::post, std::move(uri)});
  }

  App& app_;
  std::string const refresh_;
  Timestamp const until_;
  asio::steady_timer changed_;
  std::deque<Errand> waiting_;
  std::unordered_set<std::string> seen_;
  std::unordered_map<std::string, Host> hosts_;
  std::unordered_set<std::string> parents_;  // of what was fetched
  std::vector<std::string> embedded_;        // listed by pages, not looked at yet
  bool sorting_ = false;
  int running_ = 0, asked_ = 0, posts_ = 0;
};

/// Waits for all of them.
awaitable<void> walk(App& app, std::string refresh, std::vector<Errand> errands) {
  auto const executor = co_await asio::this_coro::executor;
  auto const shared = std::make_shared<Walk>(app, executor, std::move(refresh));
  for (auto& errand : errands) shared->add(std::move(errand));
  auto const done = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
  auto const left = std::make_shared<int>(at_once);
  for (int i = 0; i < at_once; ++i)
    asio::co_spawn(executor, Walk::work(shared), [done, left](std::exception_ptr const&) {
      if (--*left == 0) done->cancel();
    });
  boost::system::error_code ignored;
  if (*left > 0) co_await done->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_await shared->tie();
}

}  // namespace

std::string WalkThread::to_text() const {
  return to_string(status) + " " + refresh;
}

WalkThread WalkThread::from_text(std::string const& text) {
  auto const space = std::min(text.find(' '), text.size());
  return {parse_id<StatusId>(std::string_view(text).substr(0, space)).value_or(StatusId{}),
          text.substr(std::min(space + 1, text.size()))};
}

awaitable<void> run_walk(App& app, WalkThread what, jobs::Job const&) {
  auto errands = co_await app.db.read([&](db::Tx& tx) { return start(app, tx, what.status); }, db::Urgency::background);
  co_await walk(app, what.refresh, std::move(errands));
  co_await refreshes::finish(app, what.refresh);
}

awaitable<std::optional<refreshes::Refresh>> walk_thread(App& app, StatusId opened, Timestamp posted) {
  auto const key = app.redis.key("thread:" + to_string(opened));
  auto const pause = app.clock.now() - posted < young ? again_when_young : std::chrono::seconds(again);
  std::string refresh;
  try {
    auto const known = co_await app.redis.command({"GET", key});
    if (known.kind == redis::Value::Kind::text) {
      auto const found = co_await refreshes::find(app, known.text);
      co_return found && !found->finished ? found : std::nullopt;
    }
    refresh = co_await refreshes::begin(app);
    auto const seconds = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(pause).count());
    auto const set = co_await app.redis.command({"SET", key, refresh, "NX", "EX", seconds});
    if (set.kind == redis::Value::Kind::nil) co_return std::nullopt;  // somebody else opened it at the same moment
  } catch (redis::Error const&) {
    co_return std::nullopt;
  }
  co_await app.db.transact([&](db::Tx& tx) { jobs::enqueue(tx, WalkThread{.status = opened, .refresh = refresh}); });
  co_return refreshes::Refresh{.id = refresh};
}

}  // namespace dunlin::actions
