#include "dunlin/store/instances.hpp"

namespace dunlin::store::instances {
namespace {

constexpr db::Statement noteworthy_sql{"instances.noteworthy", R"sql(
  select domain, failures, closed_until, unavailable_since, signature_scheme
  from instances
  where failures > 0 or unavailable_since is not null or signature_scheme <> ''
  limit 10000
)sql"};

constexpr db::Statement note_failure_sql{"instances.note_failure", R"sql(
  insert into instances as i (domain, first_seen_at, failures, failure_days, closed_until)
  values ($1, $2, 1, array[($2::timestamptz at time zone 'UTC')::date], $3)
  on conflict (domain) do update set
    failures = i.failures + 1,
    closed_until = coalesce(excluded.closed_until, i.closed_until),
    failure_days = case when excluded.failure_days <@ i.failure_days then i.failure_days
                        else i.failure_days || excluded.failure_days end,
    unavailable_since = case when i.unavailable_since is null
        and cardinality(i.failure_days) + case when excluded.failure_days <@ i.failure_days then 0 else 1 end >= $4::int
      then excluded.first_seen_at else i.unavailable_since end
)sql"};

constexpr db::Statement note_success_sql{"instances.note_success", R"sql(
  update instances
  set failures = 0, failure_days = '{}', closed_until = null, unavailable_since = null, last_success_at = $2
  where domain = $1
)sql"};

constexpr db::Statement set_scheme_sql{"instances.set_signature_scheme", R"sql(
  insert into instances (domain, signature_scheme) values ($1, $2)
  on conflict (domain) do update set signature_scheme = excluded.signature_scheme
)sql"};

constexpr db::Statement remember_sql{"instances.remember", R"sql(
  insert into instances (domain, first_seen_at) values ($1, $2) on conflict do nothing
)sql"};

}  // namespace

std::vector<Instance> noteworthy(Tx& tx) {
  std::vector<Instance> instances;
  for (auto const row : tx.query(noteworthy_sql))
    instances.push_back({std::string(row.text(0)), row.get<std::int32_t>(1), row.maybe<Timestamp>(2),
                         row.maybe<Timestamp>(3), std::string(row.text(4))});
  return instances;
}

void note_failure(Tx& tx, std::string_view domain, Timestamp now, std::optional<Timestamp> closed_until) {
  tx.execute(note_failure_sql, domain, now, closed_until, days_until_unavailable);
}

void note_success(Tx& tx, std::string_view domain, Timestamp now) {
  tx.execute(note_success_sql, domain, now);
}

void set_signature_scheme(Tx& tx, std::string_view domain, std::string_view scheme) {
  tx.execute(set_scheme_sql, domain, scheme);
}

void remember(Tx& tx, std::string_view domain, Timestamp now) {
  tx.execute(remember_sql, domain, now);
}

}  // namespace dunlin::store::instances
