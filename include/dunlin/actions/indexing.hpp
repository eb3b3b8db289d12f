#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Makes a status findable by its words, in the transaction that writes it or tells of it. Costs no round trip when
/// the author is in memory.
void index(App& app, db::Tx& tx, Status const& status);

/// Job: makes older statuses findable, newest first, a batch at a time: all that are not yet, or one account's anew,
/// after it let itself be found.
struct IndexStatuses {
  static constexpr std::string_view kind = "index_statuses";
  StatusId below;
  AccountId author;  // none for all
  std::string to_text() const;
  static IndexStatuses from_text(std::string const&);
  static IndexStatuses all_of(AccountId author);
};
awaitable<void> index_statuses(App&, IndexStatuses, jobs::Job const&);

}  // namespace dunlin::actions
