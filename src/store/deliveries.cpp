#include "dunlin/store/deliveries.hpp"

namespace dunlin::store::deliveries {
namespace {

// A delivery's payload is "activity inbox".
constexpr db::Statement list_sql{"deliveries.list", R"sql(
  select id, kind, host, payload, state, attempts, cause, next_try, created_at, ended_at
  from (
    (select id, kind, host, payload,
            case when claimed_by is not null then 2 when ready then 0 else 1 end as state, attempts,
            last_error as cause, case when not ready and claimed_by is null then run_at end as next_try, created_at,
            null::timestamptz as ended_at
     from jobs
     where kind in ('deliver', 'deliver_bulk') and dead_at is null and ($1 = '' or host = $1)
       and ($3::bigint = 0 or id < $3) and id > $4::bigint
       and ($2::int is null or $2 = case when claimed_by is not null then 2 when ready then 0 else 1 end)
     order by id desc limit $5::int)
    union all
    (select id, kind, host, payload, case when good then 3 else 4 end, attempts, cause, null, created_at, ended_at
     from job_records
     where kind in ('deliver', 'deliver_bulk') and ($1 = '' or host = $1) and ($3::bigint = 0 or id < $3)
       and id > $4::bigint and ($2::int is null or $2 = case when good then 3 else 4 end)
     order by id desc limit $5::int)
  ) as deliveries
  order by id desc limit $5::int
)sql"};

constexpr db::Statement by_host_sql{"deliveries.by_host", R"sql(
  with counted as (
    select host, count(*) filter (where ready or claimed_by is not null) as waiting,
           count(*) filter (where not ready and claimed_by is null) as put_off, 0 as delivered, 0 as failed,
           min(run_at) filter (where not ready and claimed_by is null) as next_try
    from jobs where kind in ('deliver', 'deliver_bulk') and dead_at is null group by host
    union all
    select host, 0, 0, count(*) filter (where good), count(*) filter (where not good), null
    from job_records where kind in ('deliver', 'deliver_bulk') group by host
  ), hosts as (
    select host, sum(waiting)::bigint as waiting, sum(put_off)::bigint as put_off, sum(delivered)::bigint as delivered,
           sum(failed)::bigint as failed, min(next_try) as next_try
    from counted group by host
  )
  select host, waiting, put_off, delivered, failed, next_try, i.closed_until, i.unavailable_since is not null
  from hosts left join instances i on i.domain = host
  order by put_off + failed desc, waiting desc, host limit $1::int
)sql"};

constexpr db::Statement sweep_sql{"deliveries.sweep", R"sql(
  delete from job_records where ended_at < case when good then $1::timestamptz else $2::timestamptz end
    and ended_at < greatest($1::timestamptz, $2::timestamptz)
)sql"};

}  // namespace

std::string_view to_text(State state) {
  switch (state) {
    case State::waiting:
      return "waiting";
    case State::put_off:
      return "put off";
    case State::under_way:
      return "under way";
    case State::delivered:
      return "delivered";
    case State::failed:
      return "failed";
  }
  return "";
}

std::vector<Delivery> list(Tx& tx, Filter const& filter, Window const& window) {
  auto const state = filter.state ? std::optional<std::int32_t>(static_cast<int>(*filter.state)) : std::nullopt;
  std::vector<Delivery> deliveries;
  for (auto const row : tx.query(list_sql, filter.host, state, window.max_id, window.min_id, window.limit)) {
    auto const payload = row.text(3);
    deliveries.push_back({.id = row.get<std::int64_t>(0),
                          .host = std::string(row.text(2)),
                          .inbox = std::string(payload.substr(std::min(payload.find(' ') + 1, payload.size()))),
                          .bulk = row.text(1) == "deliver_bulk",
                          .state = static_cast<State>(row.get<std::int32_t>(4)),
                          .attempts = row.get<std::int32_t>(5),
                          .cause = std::string(row.text(6)),
                          .next_try = row.maybe<Timestamp>(7),
                          .created_at = row.get<Timestamp>(8),
                          .ended_at = row.maybe<Timestamp>(9)});
  }
  return deliveries;
}

std::vector<HostSummary> by_host(Tx& tx, int most) {
  std::vector<HostSummary> hosts;
  for (auto const row : tx.query(by_host_sql, most))
    hosts.push_back({std::string(row.text(0)), row.get<std::int64_t>(1), row.get<std::int64_t>(2),
                     row.get<std::int64_t>(3), row.get<std::int64_t>(4), row.maybe<Timestamp>(5),
                     row.maybe<Timestamp>(6), row.get<bool>(7)});
  return hosts;
}

void sweep(Tx& tx, Timestamp delivered_before, Timestamp failed_before) {
  tx.execute(sweep_sql, delivered_before, failed_before);
}

}  // namespace dunlin::store::deliveries
