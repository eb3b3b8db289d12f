// Lists of statuses: home, public, hashtags, threads, one account's, favourites and bookmarks.
#include "dunlin/store/timelines.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "account_pages.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/actions/fetch_outbox.hpp"
#include "dunlin/actions/thread_walks.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/favourites.hpp"
#include "dunlin/store/threads.hpp"
#include "dunlin/store/views.hpp"
#include "dunlin/timelines/feeds.hpp"
#include "entities/status.hpp"
#include "feed_access.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

/// When nothing of a whole page of a feed may be seen any more, the next one is looked at, this often.
constexpr int most_empty_pages = 8;
/// Threads larger than this are put together by another thread than the one that reads requests.
constexpr std::size_t most_at_once = 200;
constexpr std::size_t most_tags = 4;  // of each of any, all and none

PageEnds ends_of_ids(std::vector<StatusId> const& ids, Window const& window) {
  return ends_of(ids, window, [](StatusId id) { return id.value; });
}

/// A list of candidates as the viewer sees them. Links are made from the candidates: what is left out of a page
/// must not end the list.
Reply status_page(Call const& call, Tx& tx, std::vector<StatusId> const& ids, Window const& window) {
  auto list = entities::status_list(call.app, tx, call.viewer(), ids);
  return page(call, std::move(list.json), ends_of_ids(ids, window), PageLinks::timeline);
}

awaitable<entities::StatusList> list_of(Call const& call, std::vector<StatusId> const& ids) {
  if (auto list = entities::status_list_from_memory(call.app, call.viewer(), ids)) co_return std::move(*list);
  co_return co_await call.app.db.read([&](Tx& tx) { return entities::status_list(call.app, tx, call.viewer(), ids); });
}

awaitable<Reply> home(Call const& call) {
  auto window = read_window(call.params, statuses_page);
  for (int pages = 1;; ++pages) {
    auto const ids = co_await dunlin::timelines::home(call.app, call.viewer(), window);
    auto list = ids.empty() ? entities::StatusList{"[]", {}} : co_await list_of(call, ids);
    if (ids.empty() || !list.shown.empty() || pages == most_empty_pages)
      co_return page(call, std::move(list.json), ends_of_ids(ids, window), PageLinks::timeline);
    if (window.min_id != 0)
      window.min_id = ids.front().value;
    else
      window.max_id = ids.back().value;
  }
}

Reply everybody(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, statuses_page);
  bool const only_media = call.params.flag("only_media").value_or(false);
  auto const origin = open_origin(call, tx, Feed::live);
  if (!origin) return access::json("[]");
  return status_page(call, tx, store::timelines::public_(tx, call.viewer(), *origin, only_media, window), window);
}

void read_tags(http::Params const& params, std::string_view name, std::vector<std::string>& to) {
  for (auto const& text : params.texts(name)) {
    if (to.size() >= most_tags + 1) break;
    // An unknown name must not widen the list: it is compared as it came, and found nowhere.
    to.push_back(normalise_hashtag(text).value_or(text));
  }
}

Reply hashtag(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, statuses_page);
  auto const origin = open_origin(call, tx, Feed::topic);
  if (!origin) return access::json("[]");
  store::timelines::TagFilters filters{.any = {}, .all = {}, .none = {}, .origin = *origin};
  auto const name = normalise_hashtag(call.at("hashtag"));
  if (!name) return access::json("[]");
  filters.any.push_back(*name);
  read_tags(call.params, "any", filters.any);
  read_tags(call.params, "all", filters.all);
  read_tags(call.params, "none", filters.none);
  filters.only_media = call.params.flag("only_media").value_or(false);
  return status_page(call, tx, store::timelines::tagged(tx, call.viewer(), filters, window), window);
}

Reply read_of_account(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, statuses_page);
  auto const account = account_at(call, tx);
  if (account.is_suspended()) return access::json("[]");
  auto const flag = [&](std::string_view name) { return call.params.flag(name).value_or(false); };
  if (flag("pinned")) return status_page(call, tx, store::pins::of_account(tx, account.id), window);
  store::timelines::AccountFilters filters{.only_media = flag("only_media"),
                                           .exclude_replies = flag("exclude_replies"),
                                           .exclude_boosts = flag("exclude_reblogs"),
                                           .exclude_direct = flag("exclude_direct"),
                                           .tagged = {}};
  if (!call.params["tagged"].blank()) {
    auto const tag = normalise_hashtag(call.params.text("tagged").value_or(""));
    if (!tag) return access::json("[]");
    filters.tagged = *tag;
  }
  return status_page(call, tx, store::timelines::by_author(tx, account.id, call.viewer(), filters, window), window);
}

/// Whoever is signed in and looks at somebody of another server has the posts fetched that are not here.
awaitable<Reply> of_account(Call const& call) {
  auto reply = co_await call.app.db.read([&](Tx& tx) { return read_of_account(call, tx); });
  auto const id = call.id_at<AccountId>("id");
  auto const account = call.app.records.accounts.find(id);
  if (call.viewer() && account && !account->is_local() && call.params["max_id"].blank())
    co_await actions::visit_profile(call.app, id);
  co_return reply;
}

/// A list that is paged by rows of its own.
Reply entry_page(Call const& call, Tx& tx, std::vector<store::StatusEntry> const& entries, Window const& window) {
  std::vector<StatusId> ids;
  for (auto const& entry : entries) ids.push_back(entry.status);
  auto list = entities::status_list(call.app, tx, call.viewer(), ids);
  return page(call, std::move(list.json), ends_of(entries, window, [](auto const& entry) { return entry.cursor; }),
              PageLinks::rows);
}

Reply favourites(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, statuses_page);
  return entry_page(call, tx, store::favourites::of_account(tx, call.viewer(), window), window);
}

Reply bookmarks(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, statuses_page);
  return entry_page(call, tx, store::bookmarks::of_account(tx, call.viewer(), window), window);
}

store::threads::Limits thread_limits(Call const& call) {
  if (!call.viewer()) return {};
  return {.ancestors = 4096, .descendants = 4096, .depth = 4096};
}

std::string context_of(std::string_view ancestors, std::string_view descendants) {
  JsonWriter json(ancestors.size() + descendants.size() + 64);
  json.object([&] {
    json.key("ancestors");
    json.raw(ancestors);
    json.key("descendants");
    json.raw(descendants);
  });
  return json.take();
}

bool has_posts_of_others(App& app, std::span<StatusId const> ids) {
  return std::ranges::any_of(ids, [&](StatusId id) {
    auto const status = app.records.statuses.find(id);
    return status && !status->local;
  });
}

/// Threads of this server alone, and any for those who are not signed in.
std::optional<Reply> context_from_memory(Call const& call) {
  auto const id = call.id_at<StatusId>("id");
  auto const viewer = call.viewer();
  auto const found = store::views::from_memory(call.app.records, viewer, std::span(&id, 1));
  if (!found || found->empty()) return std::nullopt;
  auto const thread =
      store::threads::from_memory(call.app.records, viewer, id, thread_limits(call), call.app.clock.now());
  if (!thread || thread->ancestors.size() + thread->descendants.size() > most_at_once) return std::nullopt;
  if (viewer && (!found->front().status->local || has_posts_of_others(call.app, thread->ancestors) ||
                 has_posts_of_others(call.app, thread->descendants)))
    return std::nullopt;
  auto const list = [&](std::vector<StatusId> const& ids) -> std::optional<entities::StatusList> {
    if (ids.empty()) return entities::StatusList{"[]", {}};
    return entities::status_list_from_memory(call.app, viewer, ids);
  };
  auto const above = list(thread->ancestors), below = above ? list(thread->descendants) : std::nullopt;
  if (!below) return std::nullopt;
  return access::json(context_of(above->json, below->json));
}

/// A thread as the database has it.
struct Context {
  Reply reply;
  Timestamp posted;         // when the opened status was
  bool is_of_many = false;  // servers
};
Context read_context(Call const& call, Tx& tx) {
  auto const id = call.id_at<StatusId>("id");
  auto const viewer = call.viewer();
  auto const opened = store::views::read(call.app.records, tx, viewer, std::span(&id, 1));
  if (opened.empty()) throw not_found();
  auto const thread =
      store::threads::around(call.app.records, tx, viewer, id, thread_limits(call), call.app.clock.now());
  auto ids = thread.ancestors;
  ids.insert(ids.end(), thread.descendants.begin(), thread.descendants.end());
  auto const all = ids.empty() ? std::vector<std::string>{} : entities::statuses(call.app, tx, viewer, ids);
  auto const list = [](std::span<std::string const> statuses) {
    JsonWriter json;
    json.array([&] {
      for (auto const& status : statuses)
        if (!status.empty()) json.raw(status);
    });
    return json.take();
  };
  auto const above = std::span(all).first(thread.ancestors.size());
  return {.reply = access::json(context_of(list(above), list(std::span(all).subspan(above.size())))),
          .posted = opened.front().status->created_at,
          .is_of_many = has_posts_of_others(call.app, ids) || !opened.front().status->local};
}

/// Whoever is signed in and opens a thread of several servers has the rest of it fetched.
awaitable<Reply> context(Call const& call) {
  auto found = co_await call.app.db.read([&](Tx& tx) { return read_context(call, tx); });
  // A client that comes back to see what was fetched does not begin it anew.
  if (!call.viewer() || !found.is_of_many || !call.request.header("mastodon-async-refresh-id").empty())
    co_return std::move(found.reply);
  auto const refresh = co_await actions::walk_thread(call.app, call.id_at<StatusId>("id"), found.posted);
  if (refresh)
    found.reply.with("Mastodon-Async-Refresh",
                     "id=\"" + refresh->id + "\", retry=3, result_count=" + std::to_string(refresh->results));
  co_return std::move(found.reply);
}

}  // namespace

void add_timelines(access::Routes& on) {
  on.get("/api/v1/timelines/home", home, {.needs = "read:statuses"});
  on.get("/api/v1/timelines/public", everybody, {.needs = "read:statuses", .anonymous = true});
  on.get("/api/v1/timelines/tag/:hashtag", hashtag, {.needs = "read:statuses", .anonymous = true});
  on.get("/api/v1/accounts/:id/statuses", of_account, {.needs = "read:statuses", .anonymous = true});
  on.get("/api/v1/statuses/:id/context", context,
         {.needs = "read:statuses", .anonymous = true, .from_memory = context_from_memory});
  on.get("/api/v1/favourites", favourites, {.needs = "read:favourites"});
  on.get("/api/v1/bookmarks", bookmarks, {.needs = "read:bookmarks"});
}

}  // namespace dunlin::api::mastodon
