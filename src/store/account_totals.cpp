#include "dunlin/store/account_totals.hpp"

#include "dunlin/store/records.hpp"

namespace dunlin::store::accounts {
namespace {

constexpr db::Statement set_totals_sql{"accounts.set_totals", R"sql(
  update account_stats set statuses_count = coalesce($2, statuses_count),
    followers_count = coalesce($3, followers_count), following_count = coalesce($4, following_count)
  where account_id = $1
)sql"};

}  // namespace

void set_totals(db::Tx& tx, AccountId id, Totals const& totals) {
  tx.execute(set_totals_sql, id, totals.statuses, totals.followers, totals.following);
  tx.changed(change::account, id);
}

}  // namespace dunlin::store::accounts
