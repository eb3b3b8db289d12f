#include <algorithm>

#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "hints.hpp"

namespace dunlin::jobs {
namespace {

using db::Statement;

constexpr Statement insert_sql{"jobs.insert", R"sql(
  insert into jobs (kind, payload, host, run_at, ready, chain)
  values ($1, $2, $3, coalesce($4::timestamptz, now()), $4::timestamptz is null, $5)
)sql"};

constexpr Statement insert_unique_sql{"jobs.insert_unique", R"sql(
  insert into jobs (kind, payload, host, run_at, ready, unique_key, chain)
  values ($1, $2, $3, coalesce($4::timestamptz, now()), $4::timestamptz is null, $5, $6)
  on conflict (kind, unique_key) where unique_key is not null and dead_at is null do nothing
  returning id
)sql"};

constexpr Statement insert_many_sql{"jobs.insert_many", R"sql(
  insert into jobs (kind, payload, host, chain)
  select $1, payload, host, chain from unnest($2::text[], $3::text[], $4::bigint[]) as new (payload, host, chain)
)sql"};

constexpr int most_hurried = 20'000;
constexpr Statement hurry_sql{"jobs.hurry", R"sql(
  update jobs set run_at = $3::timestamptz
  where id in (select id from jobs where kind = $1 and host = $2 and not ready and claimed_by is null
               and dead_at is null order by id limit $4::int for update skip locked)
    and run_at > $3::timestamptz
)sql"};

constexpr Statement counts_sql{"jobs.counts", R"sql(
  select kind,
         case when dead_at is not null then 'dead' when claimed_by is not null then 'running'
              when ready then 'waiting' else 'delayed' end as state,
         count(*)
  from jobs group by kind, state order by kind, state
)sql"};

void wake_after_commit(db::Tx& tx, std::string_view kind, std::vector<std::string> hosts) {
  tx.after_commit([kind = std::string(kind), hosts = std::move(hosts)] { tell_all(kind, hosts); });
}

}  // namespace

bool enqueue(db::Tx& tx, std::string_view kind, std::string payload, Options options) {
  if (options.unique_key.empty()) {
    tx.execute(insert_sql, kind, payload, options.host, options.run_at, options.chain);
  } else if (tx.query(insert_unique_sql, kind, payload, options.host, options.run_at, options.unique_key, options.chain)
                 .empty()) {
    return false;
  }
  if (!options.run_at) wake_after_commit(tx, kind, {std::move(options.host)});
  return true;
}

void enqueue_many(db::Tx& tx, std::string_view kind, std::span<New const> jobs) {
  if (jobs.empty()) return;
  std::vector<std::string> payloads, hosts;
  std::vector<std::int64_t> chains;
  payloads.reserve(jobs.size());
  hosts.reserve(jobs.size());
  for (auto const& job : jobs) {
    payloads.push_back(job.payload);
    hosts.push_back(job.host);
    chains.push_back(job.chain);
  }
  tx.execute(insert_many_sql, kind, payloads, hosts, chains);
  std::ranges::sort(hosts);
  hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
  wake_after_commit(tx, kind, std::move(hosts));
}

void hurry(db::Tx& tx, std::string_view kind, std::string_view host, Timestamp now) {
  tx.execute(hurry_sql, kind, host, now, most_hurried);
}

std::vector<Count> counts(db::Tx& tx) {
  std::vector<Count> counts;
  for (auto const row : tx.query(counts_sql))
    counts.push_back({std::string(row.text(0)), std::string(row.text(1)), row.get<std::int64_t>(2)});
  return counts;
}

}  // namespace dunlin::jobs
