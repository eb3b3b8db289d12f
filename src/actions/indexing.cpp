#include "dunlin/actions/indexing.hpp"

#include <array>
#include <limits>

#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/status_search.hpp"
#include "dunlin/store/statuses.hpp"

namespace dunlin::actions {
namespace {

constexpr int batch = 200;

}  // namespace

void index(App& app, db::Tx& tx, Status const& status) {
  if (status.boost_of) return;
  if (auto const author = store::accounts_by_id(app.records, tx, std::array{status.author})[0])
    store::status_search::put(tx, status, *author);
}

std::string IndexStatuses::to_text() const {
  return to_string(below) + (author ? " " + to_string(author) : "");
}

IndexStatuses IndexStatuses::from_text(std::string const& text) {
  auto const space = text.find(' ');
  IndexStatuses what{.below = parse_id<StatusId>(std::string_view(text).substr(0, space)).value_or(StatusId{}),
                     .author = {}};
  if (space != std::string::npos)
    what.author = parse_id<AccountId>(std::string_view(text).substr(space + 1)).value_or(AccountId{});
  return what;
}

IndexStatuses IndexStatuses::all_of(AccountId author) {
  return {.below = StatusId{std::numeric_limits<std::int64_t>::max()}, .author = author};
}

awaitable<void> index_statuses(App& app, IndexStatuses what, jobs::Job const&) {
  co_await app.db.transact(
      [&](db::Tx& tx) {
        auto const ids = what.author ? store::status_search::of_author(tx, what.author, what.below, batch)
                                     : store::status_search::missing(tx, what.below, batch);
        if (ids.empty()) return;
        auto const statuses = store::statuses::find_many(tx, ids);
        std::vector<AccountId> authors;
        for (auto const& status : statuses) authors.push_back(status.author);
        auto const accounts = store::accounts_by_id(app.records, tx, authors);
        for (std::size_t i = 0; i < statuses.size(); ++i)
          if (accounts[i]) store::status_search::put(tx, statuses[i], *accounts[i]);
        jobs::enqueue(tx, IndexStatuses{.below = ids.back(), .author = what.author});
      },
      db::Urgency::background);
}

}  // namespace dunlin::actions
