#pragma once
#include <memory>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/filtering.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::api::mastodon::entities {

/// What the filters of one viewer find in statuses. Costs those who have none a look into memory, and a query the
/// first time; the others one search in each text, whose folded form is kept in app.records.
class Filtering {
 public:
  /// Without a database to ask (`tx` is null), the filters may not be known.
  Filtering(App& app, db::Tx* tx, AccountId viewer);
  bool known() const { return filters_ != nullptr; }

  /// The value of `filtered`: empty text for an empty list. `original` is what a boost boosts, else null.
  std::string of(std::shared_ptr<Status const> const& status, std::shared_ptr<Status const> const& original) const;

 private:
  std::shared_ptr<std::string const> folded_text(std::shared_ptr<Status const> const& status) const;
  App& app_;
  std::shared_ptr<FilterSet const> filters_;
};

}  // namespace dunlin::api::mastodon::entities
