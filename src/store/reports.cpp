#include "dunlin/store/reports.hpp"

#include <utility>

#include "windows.hpp"

namespace dunlin::store::reports {
namespace {

constexpr db::Statement insert_sql{"reports.insert", R"sql(
  insert into reports (id, account_id, target_id, category, comment, status_ids, rule_ids, collection_ids, forwarded,
    forward_to, uri, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6::bigint[], $7::bigint[], $8::bigint[], $9, $10::text[], $11, $12, $12)
)sql"};
#define REPORT                                                                                                         \
  "select id, account_id, target_id, category, comment, status_ids, rule_ids, collection_ids, forwarded, forward_to, " \
  "uri, action_taken_at, created_at, coalesce(assigned_to, 0), coalesce(action_taken_by, 0), updated_at from reports "
#define REPORT_PAGE                                                                                            \
  REPORT                                                                                                       \
  "where ($1::boolean is null or (action_taken_at is not null) = $1) and ($2::bigint = 0 or account_id = $2) " \
  "and ($3::bigint = 0 or target_id = $3) and id < $4 and id > $5 order by id "
constexpr db::Statement find_sql{"reports.find", REPORT "where id = any($1::bigint[])"};
constexpr Windowed page_sql{{"reports.page", REPORT_PAGE "desc limit $6"},
                            {"reports.page_above", REPORT_PAGE "asc limit $6"}};
#undef REPORT
#undef REPORT_PAGE
constexpr db::Statement update_sql{"reports.update", R"sql(
  update reports set category = $2, rule_ids = $3::bigint[], assigned_to = nullif($4::bigint, 0), action_taken_at = $5,
    action_taken_by = nullif($6::bigint, 0), updated_at = $7
  where id = $1
)sql"};
// 1: may do everything, 16: may manage reports.
constexpr db::Statement moderators_sql{"reports.moderators", R"sql(
  select u.account_id from users u join roles r on r.id = u.role_id
  where r.permissions & (1 | 16) <> 0 and not u.disabled
)sql"};
// Blocks are not asked about: whoever was insulted and then blocked may still point at the insult.
constexpr db::Statement evidence_sql{"reports.evidence", R"sql(
  select s.id from statuses s
  where s.id = any($3::bigint[]) and s.author_id = $2 and s.deleted_at is null
    and (s.visibility in (0, 1)
      or exists (select from mentions m where m.status_id = s.id and m.account_id = $1)
      or (s.visibility = 2 and exists (select from follows f where f.follower_id = $1 and f.target_id = $2)))
  order by s.id
)sql"};

Report read(db::Row const& row) {
  return {.id = row.get<ReportId>(0),
          .account = row.get<AccountId>(1),
          .target = row.get<AccountId>(2),
          .category = row.get<std::string>(3),
          .comment = row.get<std::string>(4),
          .statuses = row.get<std::vector<std::int64_t>>(5),
          .rules = row.get<std::vector<std::int64_t>>(6),
          .collections = row.get<std::vector<std::int64_t>>(7),
          .forwarded = row.get<bool>(8),
          .forward_to = row.get<std::vector<std::string>>(9),
          .uri = row.get<std::string>(10),
          .assigned_to = row.get<AccountId>(13),
          .action_taken_at = row.maybe<Timestamp>(11),
          .action_taken_by = row.get<AccountId>(14),
          .created_at = row.get<Timestamp>(12),
          .updated_at = row.get<Timestamp>(15)};
}

}  // namespace

std::vector<Report> page(Tx& tx, Wanted const& wanted, Window const& window) {
  return read_window(tx, page_sql, window, read, wanted.settled, wanted.account, wanted.target);
}

void update(Tx& tx, Report const& r, Timestamp now) {
  tx.execute(update_sql, r.id, r.category, r.rules, r.assigned_to, r.action_taken_at, r.action_taken_by, now);
}

void insert(Tx& tx, Report const& r) {
  tx.execute(insert_sql, r.id, r.account, r.target, r.category, r.comment, r.statuses, r.rules, r.collections,
             r.forwarded, r.forward_to, r.uri, r.created_at);
}

std::optional<Report> find(Tx& tx, ReportId id) {
  auto found = find_many(tx, std::span(&id, 1));
  return found.empty() ? std::nullopt : std::optional(std::move(found[0]));
}

std::vector<Report> find_many(Tx& tx, std::span<ReportId const> ids) {
  std::vector<Report> found;
  for (auto const row : tx.query(find_sql, ids)) found.push_back(read(row));
  return found;
}

std::vector<AccountId> moderators(Tx& tx) {
  std::vector<AccountId> accounts;
  for (auto const row : tx.query(moderators_sql)) accounts.push_back(row.get<AccountId>(0));
  return accounts;
}

std::vector<std::int64_t> evidence(Tx& tx, AccountId reader, AccountId author, std::span<StatusId const> ids) {
  std::vector<std::int64_t> found;
  if (ids.empty()) return found;
  for (auto const row : tx.query(evidence_sql, reader, author, ids)) found.push_back(row.get<std::int64_t>(0));
  return found;
}

}  // namespace dunlin::store::reports
