// Outbox, followers, following, pinned statuses (contract, section 4).
#include <algorithm>

#include "door.hpp"
#include "dunlin/federation/documents.hpp"
#include "dunlin/federation/synchronization.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/federation/vocabulary/collection.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/favourites.hpp"
#include "dunlin/store/follower_uris.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/timelines.hpp"

namespace dunlin::api::activitypub {
namespace {

using access::Call;
using access::Reply;
namespace vocabulary = federation::vocabulary;

constexpr int head_seconds = 180;
constexpr int activities_a_page = 20;
constexpr int accounts_a_page = 40;

Window window_of(Call const& call, int limit) {
  auto const bound = [&](char const* name) { return std::max<std::int64_t>(0, call.params.integer(name).value_or(0)); };
  return {.max_id = bound("max_id"), .min_id = bound("min_id"), .limit = limit};
}

/// Reads everything that the activities of these statuses show at once, so that writing them asks for nothing.
void gather(App& app, db::Tx& tx, std::vector<std::shared_ptr<Status const>> const& statuses) {
  std::vector<AccountId> accounts;
  std::vector<StatusId> around;
  for (auto const& status : statuses) {
    if (!status) continue;
    if (status->boost_of) around.push_back(status->boost_of);
    if (status->in_reply_to) around.push_back(status->in_reply_to);
    for (auto const& mention : status->mentions) accounts.push_back(mention.account);
  }
  for (auto const& status : store::statuses_by_id(app.records, tx, around))
    if (status) accounts.push_back(status->author);
  store::accounts_by_id(app.records, tx, accounts);
}

std::string activity_of(App& app, db::Tx& tx, Status const& status) {
  if (!status.boost_of) {
    federation::NoteParts const parts(app, tx, status);
    return vocabulary::write_create(federation::urls(app.config), parts.source());
  }
  auto const original = store::statuses_by_id(app.records, tx, {&status.boost_of, 1})[0];
  if (!original) return {};
  return vocabulary::write_announce(federation::BoostParts(app, tx, status, *original).boost());
}

std::string outbox_page(Call const& call, db::Tx& tx, Account const& account, Reader const& reader) {
  auto& app = call.app;
  auto const id = vocabulary::outbox_of(account);
  auto const ids = store::timelines::by_author(tx, account.id, reader.account, {.exclude_direct = true},
                                               window_of(call, activities_a_page));
  auto const statuses = store::statuses_by_id(app.records, tx, ids);
  gather(app, tx, statuses);
  vocabulary::CollectionPage page{.id = id + "?page=true", .part_of = id};
  for (auto const& status : statuses) {
    if (!status || status->local_only) continue;
    if (auto activity = activity_of(app, tx, *status); !activity.empty()) page.items.push_back(std::move(activity));
  }
  if (!ids.empty()) {
    page.next = id + "?page=true&max_id=" + to_string(ids.back());
    page.prev = id + "?page=true&min_id=" + to_string(ids.front());
  }
  return vocabulary::write_page(page);
}

awaitable<Reply> outbox(Call const& call) {
  auto const reader = co_await reader_of(call);
  bool const paged = call.params.has("page");
  auto text = co_await call.app.db.read([&](db::Tx& tx) {
    auto const account = readable_account(call, tx, reader);
    if (paged) return outbox_page(call, tx, account, reader);
    auto const id = vocabulary::outbox_of(account);
    return vocabulary::write_collection({id, account.statuses_count, id + "?page=true", id + "?page=true&min_id=0"});
  });
  // Pages hold what this reader may see.
  co_return document(call, std::move(text), paged && reader.account ? 0 : head_seconds);
}

using List = std::vector<store::relations::Entry> (*)(db::Tx&, AccountId, AccountId, Window const&);

std::string people_page(Call const& call, db::Tx& tx, Account const& account, std::string const& id, List list) {
  auto const entries = list(tx, account.id, {}, window_of(call, accounts_a_page));
  std::vector<AccountId> ids;
  for (auto const& entry : entries) ids.push_back(entry.account);
  vocabulary::CollectionPage page{.id = id + "?page=1", .part_of = id};
  for (auto const& person : store::accounts_by_id(call.app.records, tx, ids))
    if (person) page.items.push_back(vocabulary::quoted(person->uri));
  if (static_cast<int>(entries.size()) == accounts_a_page)
    page.next = id + "?page=1&max_id=" + std::to_string(entries.back().cursor);
  return vocabulary::write_page(page);
}

awaitable<Reply> people(Call const& call, std::string (*address)(Account const&), std::int64_t Account::* count,
                        List list) {
  auto const reader = co_await reader_of(call);
  auto text = co_await call.app.db.read([&](db::Tx& tx) {
    auto const account = readable_account(call, tx, reader);
    auto const id = address(account);
    if (call.params.has("page")) {
      if (account.hide_collections) throw forbidden();
      return people_page(call, tx, account, id, list);
    }
    return vocabulary::write_collection({id, account.*count, account.hide_collections ? "" : id + "?page=1", {}});
  });
  co_return document(call, std::move(text), 0);
}

awaitable<Reply> followers(Call const& call) {
  return people(call, vocabulary::followers_of, &Account::followers_count, store::relations::followers);
}
awaitable<Reply> following(Call const& call) {
  return people(call, vocabulary::following_of, &Account::following_count, store::relations::following);
}

/// The followers on the server that asks, for it alone.
awaitable<Reply> followers_there(Call const& call) {
  auto const reader = co_await reader_of(call);
  if (reader.actor.empty()) throw Refusal{Refusal::Kind::unauthenticated, "Request not signed"};
  auto text = co_await call.app.db.read([&](db::Tx& tx) {
    auto const account = readable_account(call, tx, reader);
    std::vector<std::string> items;
    for (auto const& uri : store::follower_uris::at_origin(tx, account.id, federation::origin_of(reader.actor)))
      items.push_back(vocabulary::quoted(uri));
    return vocabulary::write_whole_collection("OrderedCollection", federation::synchronization_url(account), items);
  });
  auto reply = document(call, std::move(text), 0);
  co_return reply;
}

awaitable<Reply> featured(Call const& call) {
  auto& app = call.app;
  auto const reader = co_await reader_of(call);
  auto text = co_await app.db.read([&](db::Tx& tx) {
    auto const account = readable_account(call, tx, reader);
    auto const ids = store::statuses::visible_to(tx, reader.account, store::pins::of_account(tx, account.id));
    auto const statuses = store::statuses_by_id(app.records, tx, ids);
    gather(app, tx, statuses);
    std::vector<std::string> items;
    for (auto const& status : statuses) {
      if (!status || status->local_only) continue;
      bool const open = is_open(status->visibility);
      items.push_back(open ? vocabulary::write_note(federation::urls(app.config),
                                                    federation::NoteParts(app, tx, *status).source(), false)
                           : vocabulary::quoted(status->uri));
    }
    return vocabulary::write_whole_collection("OrderedCollection", vocabulary::featured_of(account), items);
  });
  co_return document(call, std::move(text), 0);
}

awaitable<Reply> featured_tags(Call const& call) {
  auto const reader = co_await reader_of(call);
  auto text = co_await call.app.db.read([&](db::Tx& tx) {
    auto const account = readable_account(call, tx, reader);
    return vocabulary::write_whole_collection("Collection", account.uri + "/collections/tags", {});
  });
  co_return document(call, std::move(text), head_seconds);
}

awaitable<Reply> instance_outbox(Call const& call) {
  co_return document(
      call, vocabulary::write_collection({.id = federation::urls(call.app.config).instance_actor() + "/outbox"}),
      head_seconds);
}

}  // namespace

void add_collections(access::Routes& on) {
  for (std::string const& actor : {std::string("/ap/users/:id"), std::string("/users/:name")}) {
    on.get(actor + "/outbox", outbox, open_to_servers);
    on.get(actor + "/followers", followers, open_to_servers);
    on.get(actor + "/followers_synchronization", followers_there, open_to_servers);
    on.get(actor + "/following", following, open_to_servers);
    on.get(actor + "/collections/featured", featured, open_to_servers);
    on.get(actor + "/collections/tags", featured_tags, open_to_servers);
  }
  on.get("/actor/outbox", instance_outbox, open_to_servers);
}

}  // namespace dunlin::api::activitypub
