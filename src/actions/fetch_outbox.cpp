#include "dunlin/actions/fetch_outbox.hpp"

#include <algorithm>
#include <deque>

#include "arrivals.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/activity.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/redis/redis.hpp"
#include "dunlin/store/account_totals.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/deeds.hpp"
#include "dunlin/store/outbox_visits.hpp"
#include "inbound.hpp"
#include "ties.hpp"

namespace dunlin::actions {
namespace {

using federation::vocabulary::Node;
using federation::vocabulary::Note;

constexpr std::size_t most_outbox_posts = 40;
constexpr std::size_t most_outbox_items = 100;  // looked at on one page
constexpr int most_outbox_pages = 4;
constexpr int most_outbox_failures = 3;  // then the server is left alone
constexpr auto longest_visit = std::chrono::seconds(60);
constexpr Duration between_visits = std::chrono::hours(6);
constexpr auto visit_pause = "1800";  // seconds in which further visits do not count

/// One post that the outbox names: as it stands there, or by its address alone.
struct Found {
  std::string uri;
  std::optional<Note> note;
};

/// What the account itself wrote; boosts are other people's posts.
std::optional<Found> read_item(Node const& item, std::string const& actor) {
  if (!item.is_map()) return std::nullopt;
  bool const bare = federation::vocabulary::is_status_type(item);
  auto const& object = bare ? item : item["object"].first();
  if (!bare && federation::vocabulary::verb_of(item) != federation::vocabulary::Verb::create) return std::nullopt;
  if (auto const by = item["actor"].reference(); !bare && !by.empty() && by != actor) return std::nullopt;
  Found found{std::string(object.is_map() ? object.id() : object.text()), {}};
  if (!federation::same_host(found.uri, actor)) return std::nullopt;
  if (object.is_map() && !object["content"].nothing()) found.note = federation::vocabulary::read_note(object);
  return found;
}

/// One visit of one outbox.
class Visit {
 public:
  Visit(App& app, Account const& account) : app_(app), account_(account), until_(app.clock.now() + longest_visit) {}

  awaitable<void> run() {
    auto const outbox = co_await fetch(account_.outbox_url);
    if (!outbox) co_return;
    if (auto const said = (*outbox)["totalItems"].integer(); said && *said >= 0) total_ = *said;
    collect(*outbox);
    auto next = follow((*outbox)["first"]);
    for (int pages = 0; !next.empty() && pages < most_outbox_pages && found_.size() < most_outbox_posts; ++pages) {
      auto const page = co_await fetch(std::exchange(next, {}));
      if (!page) break;
      collect(*page);
      next = std::string((*page)["next"].reference());
    }
    co_await drop_known();
    // The oldest first, so that answers find what they answer.
    for (auto at = found_.rbegin(); at != found_.rend() && failures_ < most_outbox_failures && in_time(); ++at)
      co_await take(std::move(*at));
  }

  std::optional<std::int64_t> total() const { return total_; }

 private:
  bool in_time() const { return app_.clock.now() < until_; }

  awaitable<std::optional<Node>> fetch(std::string url) {
    if (!in_time() || !federation::same_host(url, account_.uri)) co_return std::nullopt;
    auto const text = co_await federation::fetch_document(app_, url);
    auto document = text ? federation::vocabulary::parse(*text) : std::nullopt;
    if (!document) ++failures_;
    co_return document;
  }

  /// An embedded page is read at once; returns where the next one is.
  std::string follow(Node const& page) {
    if (!page.is_map()) return std::string(page.reference());
    collect(page);
    return std::string(page["next"].reference());
  }

  void collect(Node const& page) {
    for (auto const* name : {"orderedItems", "items"}) {
      auto const items = page[name].items();
      for (auto const& item : items.first(std::min(items.size(), most_outbox_items)))
        if (auto found = read_item(item, account_.uri); found && found_.size() < most_outbox_posts)
          found_.push_back(std::move(*found));
    }
  }

  awaitable<void> drop_known() {
    co_await app_.db.read(
        [&](db::Tx& tx) {
          std::erase_if(found_, [&](Found const& one) { return bool(known_status(app_, tx, one.uri)); });
        },
        db::Urgency::background);
  }

  awaitable<void> take(Found found) {
    auto note = std::move(found.note);
    if (!note) {
      auto const document = co_await fetch(found.uri);
      if (document) note = federation::vocabulary::read_note(*document);
    }
    if (!note || note->is_vote || note->author != account_.uri || note->id != found.uri) co_return;
    auto const visibility =
        federation::vocabulary::visibility_of(note->addressing, account_.followers_url, note->mentioned);
    if (!is_open(visibility)) co_return;
    // What it answers to is fetched when somebody opens the thread.
    Arrival arrival{std::move(*note), account_, {}, true, most_ancestors};
    co_await store_arrival(app_, std::move(arrival));
  }

  App& app_;
  Account const& account_;
  Timestamp const until_;
  std::deque<Found> found_;  // the newest first
  std::optional<std::int64_t> total_;
  int failures_ = 0;
};

/// Nothing when it is of here, or was visited lately; whose posts arrive by themselves needs no second visit.
std::optional<Account> begin(App& app, db::Tx& tx, FetchOutbox const& job) {
  auto account = store::accounts::find(tx, job.account);
  if (!account || account->is_local() || account->is_suspended() || account->outbox_url.empty()) return std::nullopt;
  auto const now = app.clock.now();
  auto const last = store::outbox_visits::last(tx, account->id);
  if (last && *last + between_visits > now) return std::nullopt;
  if (last && !job.follower && store::deeds::followed_here(tx, {&account->id, 1})) return std::nullopt;
  store::outbox_visits::note(tx, account->id, now);
  return account;
}

void enqueue(db::Tx& tx, FetchOutbox const& job, Account const& account) {
  jobs::enqueue(tx, job, {.unique_key = job.to_text(), .host = federation::host_of(account.uri)});
}

}  // namespace

FetchOutbox FetchOutbox::from_text(std::string const& text) {
  auto const space = std::min(text.find(' '), text.size());
  std::string_view const view = text;
  return {parse_id<AccountId>(view.substr(0, space)).value_or(AccountId{}),
          parse_id<AccountId>(view.substr(std::min(space + 1, view.size()))).value_or(AccountId{})};
}

awaitable<void> fetch_outbox(App& app, FetchOutbox job, jobs::Job const&) {
  auto const account =
      co_await app.db.transact([&](db::Tx& tx) { return begin(app, tx, job); }, db::Urgency::background);
  if (!account) co_return;
  Visit visit(app, *account);
  co_await visit.run();
  co_await app.db.transact(
      [&](db::Tx& tx) {
        // Storing them counted them, and its own server had counted them before.
        if (visit.total()) store::accounts::set_totals(tx, account->id, {.statuses = visit.total()});
        auto const follower = job.follower ? store::accounts::find(tx, job.follower) : std::nullopt;
        if (follower) renew_feed(tx, *follower);
      },
      db::Urgency::background);
}

awaitable<void> visit_profile(App& app, AccountId id) {
  try {
    auto const key = app.redis.key("visited:" + to_string(id));
    auto const first = co_await app.redis.command({"SET", key, "1", "NX", "EX", visit_pause});
    if (first.kind == redis::Value::Kind::nil) co_return;
  } catch (redis::Error const&) {
    co_return;
  }
  co_await app.db.transact([&](db::Tx& tx) {
    auto const account = store::accounts::find(tx, id);
    if (account && !account->is_local()) enqueue(tx, FetchOutbox{id, {}}, *account);
  });
}

void fetch_outbox_for(db::Tx& tx, Account const& target, AccountId follower) {
  if (!target.is_local()) enqueue(tx, FetchOutbox{target.id, follower}, target);
}

}  // namespace dunlin::actions
