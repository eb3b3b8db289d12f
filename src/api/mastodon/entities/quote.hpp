#pragma once
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/stances.hpp"
#include "dunlin/store/views.hpp"

namespace dunlin::api::mastodon::entities {

/// What a page of statuses shows of quotes, as its viewer sees them: gathered for the whole page at once. A page on
/// which nothing is quoted, or may be quoted by followers alone, asks nothing.
class QuotesOfPage {
 public:
  QuotesOfPage(App& app, AccountId viewer) : app_(app), viewer_(viewer) {}

  /// False when there is no database to ask and something is not in memory.
  bool gather(db::Tx* tx, std::span<store::views::View const> views);
  /// What of the quoted statuses the viewer may see.
  std::vector<store::views::View> const& seen() const { return seen_; }

  /// A quote as it stands for this viewer.
  struct Look {
    std::string_view state;
    StatusId shown;  // none: only the state is told
  };
  Look look(Quote const& quote) const;
  /// The members "automatic", "manual" and "current_user" of quote_approval.
  void write_approval(JsonWriter& json, Status const& status) const;

 private:
  bool gather_quoted(db::Tx* tx, std::span<store::views::View const> views, std::vector<store::views::View>* into);
  bool gather_stances(db::Tx* tx, std::span<store::views::View const> views);
  store::Stance stance(AccountId author) const;

  App& app_;
  AccountId viewer_;
  std::vector<store::views::View> seen_;
  std::unordered_map<StatusId, AccountId> authors_;  // of all quoted statuses that are seen, at both depths
  std::vector<AccountId> asked_;
  store::stances::Stances stances_;
};

}  // namespace dunlin::api::mastodon::entities
