#include "dunlin/store/census.hpp"

#include "patterns.hpp"

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
constexpr db::Statement domains_like_sql{"census.domains_like", R"sql(
  select domain from instances where domain like $1 order by length(domain), domain limit $2
)sql"};
// Ids are times: the index of what was written here is all it takes.
constexpr db::Statement weeks_sql{"census.weeks", R"sql(
  select extract(epoch from w)::bigint,
    (select count(*) from statuses s where s.local and s.deleted_at is null
      and s.id >= (extract(epoch from w) * 1000)::bigint << 16
      and s.id < (extract(epoch from w + interval '7 days') * 1000)::bigint << 16),
    (select count(*) from active_weeks a where a.week = w::date),
    (select count(*) from users u where u.created_at >= w and u.created_at < w + interval '7 days')
  from generate_series(0, $2 - 1) n, lateral (select date_trunc('week', $1::timestamptz) - n * interval '7 days') as x(w)
  order by n
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

std::vector<std::string> domains_like(Tx& tx, std::string_view beginning, int limit) {
  std::vector<std::string> found;
  for (auto const row : tx.query(domains_like_sql, beginning_with(beginning), limit))
    found.push_back(row.get<std::string>(0));
  return found;
}

std::vector<Week> weeks(Tx& tx, Timestamp now, int count) {
  std::vector<Week> found;
  for (auto const row : tx.query(weeks_sql, now, count))
    found.push_back(
        {row.get<std::int64_t>(0), row.get<std::int64_t>(1), row.get<std::int64_t>(2), row.get<std::int64_t>(3)});
  return found;
}

}  // namespace dunlin::store::census
