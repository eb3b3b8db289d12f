#include "round.hpp"

#include <algorithm>
#include <functional>

#include "presence.hpp"

namespace dunlin::jobs {
namespace {

using db::Statement;

constexpr int most_promoted = 5000;
constexpr int most_postponed = 20'000;

// Losing the last half second of these writes in a crash of PostgreSQL repeats some jobs, which they must bear
// anyway; waiting for the disk would make every round ten times longer. The table's statistics are always stale,
// so the planner is told to use the indexes, and to plan once: planning costs more than most rounds.
constexpr Statement settings_sql{"jobs.settings", R"sql(
  select set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true),
         set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true),
         set_config('plan_cache_mode', 'force_generic_plan', true)
)sql"};

// By id alone: whoever claimed it meanwhile, it is done.
constexpr Statement delete_sql{"jobs.delete", "delete from jobs where id = any($1::bigint[])"};

constexpr Statement end_sql{"jobs.end", R"sql(
  with ended as (
    delete from jobs using unnest($1::bigint[], $2::int[], $3::text[]) as ending (id, good, cause)
    where jobs.id = ending.id
    returning jobs.id, jobs.kind, jobs.payload, jobs.host, jobs.attempts, jobs.created_at, ending.good, ending.cause
  )
  insert into job_records (id, kind, payload, host, attempts, good, cause, created_at, ended_at)
  select id, kind, payload, host, attempts, good = 1, cause, created_at, $4::timestamptz from ended
)sql"};

constexpr Statement retry_sql{"jobs.retry", R"sql(
  update jobs set run_at = later.at, last_error = later.error, attempts = attempts - later.uncounted,
                  ready = false, claimed_by = null, claimed_until = null
  from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::int[]) as later (id, at, error, uncounted)
  where jobs.id = later.id and (claimed_by = $5::int or claimed_by is null) and dead_at is null
)sql"};

constexpr Statement bury_sql{"jobs.bury", R"sql(
  update jobs set dead_at = $3::timestamptz, last_error = gone.error, ready = false, claimed_by = null,
                  claimed_until = null
  from unnest($1::bigint[], $2::text[]) as gone (id, error)
  where jobs.id = gone.id and (claimed_by = $4::int or claimed_by is null)
)sql"};

constexpr Statement postpone_sql{"jobs.postpone", R"sql(
  update jobs set ready = false, run_at = $3::timestamptz
  where id in (select id from jobs where kind = $1 and host = $2 and ready order by id limit $4::int
               for update skip locked)
)sql"};

constexpr Statement promote_sql{"jobs.promote", R"sql(
  update jobs set ready = true
  where id in (select id from jobs where not ready and claimed_by is null and dead_at is null
               and run_at <= $1::timestamptz order by run_at limit $2::int for update skip locked)
)sql"};

// Hops from lane to lane along the index, whatever their lengths.
constexpr Statement lanes_sql{"jobs.lanes", R"sql(
  with recursive lanes as (
    (select kind, host from jobs where ready and (kind, host) > ($2, $3) order by kind, host limit 1)
    union all
    select next.kind, next.host
    from lanes, lateral (select kind, host from jobs
                         where ready and (jobs.kind, jobs.host) > (lanes.kind, lanes.host)
                         order by kind, host limit 1) as next
  )
  select kind, host from lanes limit $1::int
)sql"};

// A job whose chain has an earlier one elsewhere, be it for a later try, is put off until that is due.
constexpr Statement claim_sql{"jobs.claim", R"sql(
  with wanted as materialized (
    select * from unnest($1::text[], $2::text[], $3::int[], $6::bigint[]) as wanted (kind, host, jobs, after)
  ), picked as materialized (
    select head.id, head.chain
    from wanted, lateral (select id, chain from jobs
                          where jobs.kind = wanted.kind collate "C" and jobs.host = wanted.host collate "C" and ready
                            and jobs.id > wanted.after
                          order by id limit wanted.jobs for update skip locked) as head
  ), checked as materialized (
    select picked.id, earlier.until
    from picked left join lateral (
      select max(run_at) as until from jobs
      where picked.chain <> 0 and jobs.chain = picked.chain and jobs.chain <> 0 and jobs.dead_at is null
        and jobs.id < picked.id and jobs.attempts < $8::int and jobs.claimed_by is distinct from $4::int
        and jobs.id not in (select id from picked)
    ) as earlier on true
  )
  update jobs set ready = false, attempts = attempts + (until is null)::int,
                  claimed_by = case when until is null then $4::int end,
                  claimed_until = case when until is null then now() + make_interval(secs => $5::int) end,
                  run_at = case when until is null then run_at
                                else greatest(until, $7::timestamptz + interval '1 second') end
  from checked where jobs.id = checked.id
  returning jobs.id, jobs.kind, jobs.payload, jobs.attempts, jobs.host, jobs.unique_key is not null, jobs.chain,
            jobs.claimed_by is null
)sql"};

constexpr Statement give_back_sql{"jobs.give_back", R"sql(
  update jobs set ready = true, attempts = attempts - 1, claimed_by = null, claimed_until = null
  where claimed_by = $1::int and not id = any($2::bigint[])
)sql"};

constexpr Statement renew_sql{"jobs.renew", R"sql(
  update jobs set claimed_until = now() + make_interval(secs => $2::int) where claimed_by = $1::int
)sql"};

constexpr Statement forget_sql{"jobs.forget", R"sql(
  delete from jobs where id in (select id from jobs where dead_at < $1::timestamptz order by dead_at limit 1000)
)sql"};

constexpr Statement without_lock_sql{"jobs.claimers_without_lock", R"sql(
  select distinct claimed_by from jobs
  where claimed_by > 0 and claimed_by not in (
    select objid::bigint from pg_locks
    where locktype = 'advisory' and classid = $1::bigint::oid and objsubid = 2
      and database = (select oid from pg_database where datname = current_database()))
)sql"};

constexpr Statement take_back_sql{"jobs.take_back", R"sql(
  update jobs set ready = true, claimed_by = null, claimed_until = null
  where claimed_by is not null and (claimed_by = any($1::int[]) or claimed_until < now())
)sql"};

template <class T, class F>
auto column(std::vector<T> const& rows, F member) {
  std::vector<std::decay_t<std::invoke_result_t<F, T const&>>> values;
  values.reserve(rows.size());
  for (auto const& row : rows) values.push_back(std::invoke(member, row));
  return values;
}

void write_down(db::Tx& tx, Round const& round) {
  if (!round.done.empty()) tx.execute(delete_sql, round.done);
  if (!round.retries.empty()) {
    tx.execute(retry_sql, column(round.retries, &Retry::id),
               column(round.retries, [](Retry const& retry) { return iso8601(retry.at); }),
               column(round.retries, &Retry::error),
               column(round.retries, [](Retry const& retry) { return std::int64_t{!retry.counted}; }), round.process);
  }
  if (!round.dead.empty()) {
    tx.execute(bury_sql, column(round.dead, &Death::id), column(round.dead, &Death::error), round.now, round.process);
  }
  if (!round.ended.empty()) {
    tx.execute(end_sql, column(round.ended, &Ending::id),
               column(round.ended, [](Ending const& ending) { return std::int64_t{ending.good}; }),
               column(round.ended, &Ending::cause), round.now);
  }
  for (auto const& lane : round.postponed) {
    tx.execute(postpone_sql, lane.kind, lane.host, lane.until, most_postponed);
  }
}

void keep_house(db::Tx& tx, Round const& round) {
  if (round.holds_only) give_back(tx, round.process, *round.holds_only);
  if (round.renew) tx.execute(renew_sql, round.process, lease_seconds);
  if (round.bury) tx.execute(forget_sql, round.now - dead_kept_for);
  if (round.poll) tx.execute(promote_sql, round.now, most_promoted);
}

}  // namespace

bool Round::empty() const {
  return done.empty() && ended.empty() && retries.empty() && dead.empty() && postponed.empty() && wants.empty() &&
         !holds_only && !poll && !renew && !bury;
}

Outcome perform(db::Tx& tx, Round const& round) {
  Outcome outcome;
  tx.execute(settings_sql);
  write_down(tx, round);
  keep_house(tx, round);
  if (round.poll) {
    for (auto const row : tx.query(lanes_sql, most_lanes_found, round.lanes_after.first, round.lanes_after.second))
      outcome.lanes.emplace_back(row.text(0), row.text(1));
  }
  if (round.wants.empty()) return outcome;
  auto const& wants = round.wants;
  auto const jobs = column(wants, [](Lanes::Want const& want) { return std::int64_t{want.jobs}; });
  auto const rows =
      tx.query(claim_sql, column(wants, &Lanes::Want::kind), column(wants, &Lanes::Want::host), jobs, round.process,
               lease_seconds, column(wants, &Lanes::Want::after), round.now, chain_patience);
  outcome.claimed.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) {
    if (row.get<bool>(7)) {
      outcome.held_back.emplace_back(row.text(1), row.text(4));
      continue;
    }
    Job job{row.get<std::int64_t>(0), std::string(row.text(2)), row.get<std::int32_t>(3),
            std::string(row.text(4)), row.get<bool>(5),         row.get<std::int64_t>(6)};
    outcome.claimed.emplace_back(std::string(row.text(1)), std::move(job));
  }
  // The update joins in any order; within a lane the oldest goes first.
  std::ranges::sort(outcome.claimed, {}, [](auto const& claim) { return claim.second.id; });
  return outcome;
}

std::vector<std::int64_t> claimers_without_lock(db::Tx& tx) {
  std::vector<std::int64_t> numbers;
  for (auto const row : tx.query(without_lock_sql, presence_class)) numbers.push_back(row.get<std::int32_t>(0));
  return numbers;
}

void take_back(db::Tx& tx, std::vector<std::int64_t> const& processes) {
  tx.execute(take_back_sql, processes);
}

void give_back(db::Tx& tx, int process, std::vector<std::int64_t> const& but) {
  tx.execute(give_back_sql, process, but);
}

}  // namespace dunlin::jobs
