#include "dunlin/actions/lists.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "dunlin/actions/follows.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/lists.hpp"

namespace dunlin::actions {

namespace lists = store::lists;

namespace {

List find(db::Tx& tx, AccountId owner, ListId id) {
  auto list = lists::find(tx, owner, id);
  if (!list) throw not_found();
  return std::move(*list);
}

void apply(List& list, ListDraft draft) {
  if (draft.title) list.title = clean_line(*draft.title);
  if (draft.replies) list.replies = *draft.replies;
  if (draft.exclusive) list.exclusive = *draft.exclusive;
  if (list.title.empty()) throw invalid("Title can't be blank");
  if (count_graphemes(list.title) > most_list_title_characters)
    throw invalid("Title is too long (maximum is 256 characters)");
}

/// What an exclusive list holds shows at home no more, or again.
void renew_home(db::Tx& tx, AccountId owner) {
  jobs::enqueue(tx, DropFeed{owner});
}

}  // namespace

List create_list(App& app, db::Tx& tx, AccountId owner, ListDraft draft) {
  auto const now = app.clock.now();
  List list{.id = tx.next_id<ListId>(now), .account = owner, .title = {}};
  apply(list, std::move(draft));
  if (!lists::insert(tx, list, most_lists, now)) throw invalid("You have reached the maximum number of lists");
  return list;
}

List change_list(App&, db::Tx& tx, AccountId owner, ListId id, ListDraft draft) {
  auto list = find(tx, owner, id);
  bool const was_exclusive = list.exclusive;
  apply(list, std::move(draft));
  lists::update(tx, list);
  if (list.exclusive != was_exclusive) renew_home(tx, owner);
  return list;
}

void remove_list(App&, db::Tx& tx, AccountId owner, ListId id) {
  auto const list = find(tx, owner, id);
  lists::remove(tx, id);
  if (list.exclusive) renew_home(tx, owner);
}

void add_to_list(App& app, db::Tx& tx, AccountId owner, ListId id, std::span<AccountId const> accounts) {
  auto const list = find(tx, owner, id);
  std::vector<AccountId> wanted(accounts.begin(), accounts.end());
  std::ranges::sort(wanted);
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  if (wanted.empty()) return;
  auto const there = lists::look_at(tx, list, wanted);
  if (there.present != static_cast<int>(wanted.size())) throw not_found();
  if (there.members != 0) throw invalid("Account has already been taken");
  if (there.all_members + there.present > most_list_members) throw invalid("The list is full");
  lists::add(tx, list, wanted, app.clock.now());
  if (list.exclusive) renew_home(tx, owner);
}

void take_off_list(App&, db::Tx& tx, AccountId owner, ListId id, std::span<AccountId const> accounts) {
  auto const list = find(tx, owner, id);
  if (accounts.empty()) return;
  lists::take_off(tx, id, accounts);
  if (list.exclusive) renew_home(tx, owner);
}

}  // namespace dunlin::actions
