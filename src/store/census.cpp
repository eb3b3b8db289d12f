#include "dunlin/store/census.hpp"

namespace dunlin::store::census {
namespace {

constexpr auto month = std::chrono::days(30);
constexpr auto half_year = std::chrono::days(180);

constexpr db::Statement take_sql{"census.take", R"sql(
  select count(*), count(*) filter (where u.last_active_at > $1), count(*) filter (where u.last_active_at > $2),
    coalesce(sum(s.statuses_count), 0)::bigint, (select count(*) from instances)
  from users u join accounts a on a.id = u.account_id
  left join account_stats s on s.account_id = a.id
  where u.confirmed_at is not null and u.approved and a.suspended_at is null
)sql"};
constexpr db::Statement domains_sql{"census.domains", "select domain from instances order by domain limit 100000"};

}  // namespace

Census take(Tx& tx, Timestamp now) {
  auto const rows = tx.query(take_sql, Timestamp(now - month), Timestamp(now - half_year));
  auto const number = [&](int column) { return rows[0].get<std::int64_t>(column); };
  return {.users = number(0),
          .active_month = number(1),
          .active_half_year = number(2),
          .statuses = number(3),
          .domains = number(4)};
}

std::vector<std::string> domains(Tx& tx) {
  std::vector<std::string> found;
  for (auto const row : tx.query(domains_sql)) found.push_back(row.get<std::string>(0));
  return found;
}

}  // namespace dunlin::store::census
