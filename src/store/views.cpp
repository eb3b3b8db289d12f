#include "dunlin/store/views.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "dunlin/domain/sight.hpp"
#include "dunlin/store/statuses.hpp"
#include "footings.hpp"
#include "status_rows.hpp"

namespace dunlin::store::views {
namespace {

constexpr std::size_t most_apart = 2000;  // accounts with more blocks are looked up each time

constexpr db::Statement deeds_sql{"views.deeds", R"sql(
  select 0, status_id, null::smallint[] from favourites where account_id = $1 and status_id = any($2::bigint[])
  union all
  select 1, boost_of_id, null from statuses
    where author_id = $1 and boost_of_id = any($2::bigint[]) and boost_of_id is not null and deleted_at is null
  union all
  select 2, status_id, null from bookmarks where account_id = $1 and status_id = any($2::bigint[])
  union all
  select 3, status_id, null from pins where account_id = $1 and status_id = any($2::bigint[])
  union all
  select 4, conversation_id, null from conversation_mutes where account_id = $1 and conversation_id = any($3::bigint[])
  union all
  select 5, p.status_id, v.choices from polls p join poll_votes v on v.poll_id = p.id and v.account_id = $1
    where p.status_id = any($2::bigint[])
)sql",
                                  true};
// The same for one: planned once, whatever its parameters.
constexpr db::Statement deeds_of_one_sql{"views.deeds_of_one", R"sql(
  select exists (select from favourites where account_id = $1 and status_id = $2),
    exists (select from statuses
      where author_id = $1 and boost_of_id = $2 and boost_of_id is not null and deleted_at is null),
    exists (select from bookmarks where account_id = $1 and status_id = $2),
    exists (select from pins where account_id = $1 and status_id = $2),
    exists (select from conversation_mutes where account_id = $1 and conversation_id = $3),
)sql" VOTES("$1", "$2")};
// The same of one for many: whose the row is comes first.
constexpr db::Statement deeds_of_all_sql{"views.deeds_of_all", R"sql(
  select who.id, exists (select from favourites where account_id = who.id and status_id = $2),
    exists (select from statuses
      where author_id = who.id and boost_of_id = $2 and boost_of_id is not null and deleted_at is null),
    exists (select from bookmarks where account_id = who.id and status_id = $2),
    exists (select from pins where account_id = who.id and status_id = $2),
    exists (select from conversation_mutes where account_id = who.id and conversation_id = $3),
)sql" VOTES("who.id", "$2") " from unnest($1::bigint[]) as who(id)"};
// Where many viewers stand towards two authors: apart and following, of each.
constexpr db::Statement footings_of_all_sql{"views.footings_of_all", R"sql(
  select who.id,
    exists (select from blocks where account_id = who.id and target_id = $2)
      or exists (select from blocks where account_id = $2 and target_id = who.id),
    exists (select from follows where follower_id = who.id and target_id = $2),
    exists (select from blocks where account_id = who.id and target_id = $3)
      or exists (select from blocks where account_id = $3 and target_id = who.id),
    exists (select from follows where follower_id = who.id and target_id = $3)
  from unnest($1::bigint[]) as who(id)
)sql"};
constexpr db::Statement apart_sql{"views.apart", R"sql(
  select id from (select target_id from blocks where account_id = $1
    union select account_id from blocks where target_id = $1) as others(id) order by id limit $2
)sql"};

std::size_t index_of(Deeds const& d) {
  return static_cast<std::size_t>(d.favourited | d.boosted << 1 | d.bookmarked << 2 | d.pinned << 3 | d.muted << 4);
}

/// All that deeds but votes can be, made once: cached ones cost no allocation.
std::shared_ptr<Deeds const> shared(Deeds const& deeds) {
  if (!deeds.votes.empty()) return std::make_shared<Deeds const>(deeds);
  static auto const all = [] {
    std::array<std::shared_ptr<Deeds const>, 32> made;
    for (std::size_t i = 0; i < made.size(); ++i)
      made[i] = std::make_shared<Deeds const>(Deeds{.favourited = (i & 1) != 0,
                                                    .boosted = (i & 2) != 0,
                                                    .bookmarked = (i & 4) != 0,
                                                    .pinned = (i & 8) != 0,
                                                    .muted = (i & 16) != 0,
                                                    .votes = {}});
    return made;
  }();
  return all[index_of(deeds)];
}

std::size_t bytes_of(Deeds const& deeds) {
  return sizeof(DeedKey) + (deeds.votes.empty() ? 0 : sizeof deeds + deeds.votes.size() * sizeof(int));
}

using DeedsById = std::unordered_map<StatusId, Deeds>;

Deeds read_row(db::Row const& row, int from) {
  return {.favourited = row.get<bool>(from),
          .boosted = row.get<bool>(from + 1),
          .bookmarked = row.get<bool>(from + 2),
          .pinned = row.get<bool>(from + 3),
          .muted = row.get<bool>(from + 4),
          .votes = read_votes(row, from + 5)};
}

DeedsById read_deeds(Tx& tx, AccountId viewer, std::span<Status const* const> targets) {
  DeedsById found;
  if (targets.size() == 1) {
    auto const rows = tx.query(deeds_of_one_sql, viewer, targets[0]->id, targets[0]->conversation);
    found[targets[0]->id] = read_row(rows[0], 0);
    return found;
  }
  std::vector<StatusId> ids;
  std::vector<ConversationId> conversations;
  for (auto const* target : targets) {
    ids.push_back(target->id);
    if (target->conversation) conversations.push_back(target->conversation);
  }
  for (auto const row : tx.query(deeds_sql, viewer, ids, conversations)) {
    auto const id = row.get<StatusId>(1);
    switch (row.get<int>(0)) {
      case 0:
        found[id].favourited = true;
        break;
      case 1:
        found[id].boosted = true;
        break;
      case 2:
        found[id].bookmarked = true;
        break;
      case 3:
        found[id].pinned = true;
        break;
      case 5:
        found[id].votes = read_votes(row, 2);
        break;
      default:
        for (auto const* target : targets)
          if (target->conversation.value == id.value) found[target->id].muted = true;
    }
  }
  return found;
}

/// Whom the viewer is apart from, if that many can be remembered; asks the database if there is one.
std::shared_ptr<std::vector<AccountId> const> find_apart(Records& records, Tx* tx, AccountId viewer) {
  auto known = records.apart.find(viewer);
  if (known || !tx) return known;
  auto const stamp = records.apart.stamp();
  std::vector<AccountId> ids;
  for (auto const row : tx->query(apart_sql, viewer, most_apart + 1)) ids.push_back(row.get<AccountId>(0));
  if (ids.size() > most_apart) return nullptr;
  known = std::make_shared<std::vector<AccountId> const>(std::move(ids));
  if (tx->changes().empty()) records.apart.put(viewer, known, known->size() * sizeof(AccountId), stamp);
  return known;
}

/// Gathers step by step, each for all at once. Without a database, a step that misses anything ends it.
class Gathering {
 public:
  Gathering(Records& records, Tx* tx, AccountId viewer) : records_(records), tx_(tx), viewer_(viewer) {}

  bool run(std::span<StatusId const> ids) {
    return find_statuses(ids) && find_accounts() && leave_out_unseen() && find_deeds();
  }
  bool run_seen(std::span<StatusId const> ids) { return find_statuses(ids) && find_accounts() && find_deeds(); }
  std::vector<View> take() { return std::move(views_); }

 private:
  template <class Id, class Record>
  std::optional<std::vector<std::shared_ptr<Record const>>> in_memory(Cache<Id, Record>& cache,
                                                                      std::span<Id const> ids) {
    std::vector<std::shared_ptr<Record const>> found;
    found.reserve(ids.size());
    for (auto const id : ids) {
      found.push_back(cache.find(id));
      if (!found.back()) return std::nullopt;
    }
    return found;
  }
  std::optional<std::vector<std::shared_ptr<Status const>>> statuses(std::span<StatusId const> ids) {
    if (tx_) return statuses_by_id(records_, *tx_, ids);
    return in_memory(records_.statuses, ids);
  }
  std::optional<std::vector<std::shared_ptr<Account const>>> accounts(std::span<AccountId const> ids) {
    if (tx_) return accounts_by_id(records_, *tx_, ids);
    return in_memory(records_.accounts, ids);
  }

  bool find_statuses(std::span<StatusId const> ids) {
    auto found = statuses(ids);
    if (!found) return false;
    std::vector<StatusId> boosted;
    views_.reserve(ids.size());
    for (auto& status : *found) {
      if (!status) continue;
      if (status->boost_of) boosted.push_back(status->boost_of);
      views_.push_back({.status = std::move(status), .original = {}, .author = {}, .original_author = {}, .deeds = {}});
    }
    if (boosted.empty()) return true;
    auto const originals = statuses(boosted);
    if (!originals) return false;
    std::size_t next = 0;
    for (auto& view : views_)
      if (view.status->boost_of) view.original = (*originals)[next++];
    std::erase_if(views_, [](View const& view) { return view.status->boost_of && !view.original; });
    return true;
  }

  bool find_accounts() {
    std::vector<AccountId> ids;
    ids.reserve(views_.size() * 2);
    for (auto const& view : views_) {
      ids.push_back(view.status->author);
      if (view.original) ids.push_back(view.original->author);
    }
    auto const found = accounts(ids);
    if (!found) return false;
    std::size_t next = 0;
    for (auto& view : views_) {
      view.author = (*found)[next++];
      if (view.original) view.original_author = (*found)[next++];
    }
    std::erase_if(views_, [](View const& view) {
      return !view.author || view.author->is_suspended() ||
             (view.original && (!view.original_author || view.original_author->is_suspended()));
    });
    return true;
  }

  bool is_exact(Status const& status) const { return status.author != viewer_ && !is_open(status.visibility); }

  bool leave_out_unseen() {
    if (!viewer_) {
      std::erase_if(views_, [](View const& view) {
        return !may_see(*view.status, {}) || (view.original && !may_see(*view.original, {}));
      });
      return true;
    }
    auto const known = find_apart(records_, tx_, viewer_);
    // Authors about whom the database itself is asked.
    std::vector<AccountId> doubtful;
    for (auto const& view : views_)
      for (auto const* status : {view.status.get(), view.original.get()})
        if (status && (!known || is_exact(*status))) doubtful.push_back(status->author);
    if (!doubtful.empty() && !tx_) return false;
    std::optional<Footings> exact;
    if (!doubtful.empty()) exact.emplace(*tx_, viewer_, doubtful);
    auto const seen = [&](Status const& status) {
      if (!known || is_exact(status)) return may_see(status, exact->of(status.author));
      bool const is_apart = std::ranges::binary_search(*known, status.author);
      return may_see(status, {.viewer = viewer_, .local = true, .apart = is_apart});
    };
    std::erase_if(views_,
                  [&](View const& view) { return !seen(*view.status) || (view.original && !seen(*view.original)); });
    return true;
  }

  bool find_deeds() {
    if (!viewer_) return true;
    auto const stamp = records_.deeds.stamp();
    std::vector<View*> unknown;
    std::vector<Status const*> targets;
    for (auto& view : views_) {
      auto const* target = view.original ? view.original.get() : view.status.get();
      if (auto const known = records_.deeds.find({viewer_, target->id})) {
        view.deeds = *known;
      } else {
        unknown.push_back(&view);
        targets.push_back(target);
      }
    }
    if (unknown.empty()) return true;
    if (!tx_) return false;
    auto const found = read_deeds(*tx_, viewer_, targets);
    for (std::size_t i = 0; i < unknown.size(); ++i) {
      if (auto const at = found.find(targets[i]->id); at != found.end()) unknown[i]->deeds = at->second;
      // As with records: what was not committed is not kept.
      if (tx_->changes().empty())
        records_.deeds.put({viewer_, targets[i]->id}, shared(unknown[i]->deeds), bytes_of(unknown[i]->deeds), stamp);
    }
    return true;
  }

  Records& records_;
  Tx* tx_;
  AccountId viewer_;
  std::vector<View> views_;
};

}  // namespace

std::vector<View> read(Records& records, Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  Gathering gathering(records, &tx, viewer);
  gathering.run(ids);
  return gathering.take();
}

std::optional<std::vector<View>> from_memory(Records& records, AccountId viewer, std::span<StatusId const> ids) {
  Gathering gathering(records, nullptr, viewer);
  if (!gathering.run(ids)) return std::nullopt;
  return gathering.take();
}

std::vector<AccountId> who_may_see(Records& records, Tx& tx, std::span<AccountId const> viewers, StatusId id) {
  std::vector<AccountId> seeing;
  auto const status = statuses_by_id(records, tx, std::array{id})[0];
  auto const original =
      status && status->boost_of ? statuses_by_id(records, tx, std::array{status->boost_of})[0] : nullptr;
  if (!status || (status->boost_of && !original)) return seeing;
  std::array const shown{status.get(), original ? original.get() : status.get()};
  std::array const authors{shown[0]->author, shown[1]->author};
  for (auto const& author : accounts_by_id(records, tx, authors))
    if (!author || author->is_suspended()) return seeing;
  for (auto const row : tx.query(footings_of_all_sql, viewers, authors[0], authors[1])) {
    auto const viewer = row.get<AccountId>(0);
    auto const sees = [&](Status const& one, int at) {
      return may_see(one,
                     {.viewer = viewer, .local = true, .apart = row.get<bool>(at), .follows = row.get<bool>(at + 1)});
    };
    if (sees(*shown[0], 1) && sees(*shown[1], 3)) seeing.push_back(viewer);
  }
  return seeing;
}

std::optional<std::vector<View>> seen_from_memory(Records& records, AccountId viewer, StatusId id) {
  Gathering gathering(records, nullptr, viewer);
  if (!gathering.run_seen(std::array{id})) return std::nullopt;
  return gathering.take();
}

std::optional<Status> find(Records& records, Tx& tx, AccountId viewer, StatusId id) {
  auto status = statuses::find(tx, id);
  if (!status || status->author == viewer) return status;
  auto const known = viewer ? find_apart(records, &tx, viewer) : nullptr;
  if (!known || status->boost_of || !is_open(status->visibility)) return statuses::find_visible(tx, id, viewer);
  auto const author = accounts_by_id(records, tx, std::array{status->author})[0];
  bool const is_apart = std::ranges::binary_search(*known, status->author);
  if (!author || author->is_suspended() || !may_see(*status, {.viewer = viewer, .local = true, .apart = is_apart}))
    return std::nullopt;
  return status;
}

void remember_untouched(Records& records, Tx& tx, AccountId author, StatusId id) {
  tx.after_commit([&records, author, id, stamp = records.deeds.stamp()] {
    records.deeds.put({author, id}, shared({}), sizeof(DeedKey), stamp);
  });
}

void learn_deeds(Records& records, Tx& tx, std::span<AccountId const> viewers, StatusId id) {
  if (viewers.size() < 2) return;
  auto const stamp = records.deeds.stamp();
  auto const status = statuses_by_id(records, tx, std::array{id})[0];
  if (!status) return;
  auto const target = status->boost_of ? statuses_by_id(records, tx, std::array{status->boost_of})[0] : status;
  if (!target) return;
  std::vector<AccountId> unknown;
  for (auto const viewer : viewers)
    if (!records.deeds.find({viewer, target->id})) unknown.push_back(viewer);
  if (unknown.empty()) return;
  for (auto const row : tx.query(deeds_of_all_sql, unknown, target->id, target->conversation)) {
    auto const found = read_row(row, 1);
    records.deeds.put({row.get<AccountId>(0), target->id}, shared(found), bytes_of(found), stamp);
  }
}

void learn_viewer(Records& records, Tx& tx, AccountId viewer) {
  find_apart(records, &tx, viewer);
}

Deeds deeds(Tx& tx, AccountId viewer, Status const& status) {
  if (!viewer) return {};
  auto const found = read_deeds(tx, viewer, std::array{&status});
  auto const at = found.find(status.id);
  return at == found.end() ? Deeds{} : at->second;
}

}  // namespace dunlin::store::views
