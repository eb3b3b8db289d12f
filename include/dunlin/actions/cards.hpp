#pragma once
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Ties a status to the first page it links to, and has that read unless it was of late. After an edit too.
void link_card(App&, db::Tx&, Status const& status);

/// Job: reads a page for its card. Waiting twice for the same page is waiting once; the statuses that link to it show
/// the card as soon as it is there.
struct FetchCard {
  static constexpr std::string_view kind = "fetch_card";
  CardId card;
  std::string to_text() const;
  static FetchCard from_text(std::string const&);
};
awaitable<void> fetch_card(App&, FetchCard, jobs::Job const&);

void add_card_jobs(jobs::Queue& queue);

}  // namespace dunlin::actions
