#include "dunlin/store/quotes.hpp"

#include "dunlin/store/records.hpp"
#include "windows.hpp"

namespace dunlin::store::quotes {
namespace {

constexpr db::Statement insert_sql{"quotes.insert", R"sql(
  insert into quotes (status_id, account_id, quoted_id, quoted_account_id, state, created_at, updated_at)
  values ($1, $2, nullif($3::bigint, 0), nullif($4::bigint, 0), $5, $6, $6) on conflict do nothing
)sql"};
constexpr db::Statement papers_sql{"quotes.papers", "select quoted_uri, stamp_uri from quotes where status_id = $1"};
constexpr db::Statement settle_sql{"quotes.settle", R"sql(
  update quotes set quoted_id = nullif($2::bigint, 0), quoted_account_id = nullif($3::bigint, 0), state = $4,
    quoted_uri = $5, stamp_uri = $6, updated_at = $7
  where status_id = $1
)sql"};
constexpr db::Statement by_stamp_sql{"quotes.by_stamp",
                                     "select status_id from quotes where stamp_uri = $1 and stamp_uri <> '' limit 1"};
constexpr db::Statement is_deep_sql{"quotes.is_deep", R"sql(
  select from quotes a join quotes b on b.quoted_id = a.status_id where a.quoted_id = $1 limit 1
)sql"};
constexpr db::Statement count_sql{"quotes.count", R"sql(
  insert into status_stats (status_id, quotes_count) values ($1, greatest(0, $2::int))
  on conflict (status_id) do update set quotes_count = greatest(0, status_stats.quotes_count + $2)
)sql"};
constexpr db::Statement set_state_sql{"quotes.set_state",
                                      "update quotes set state = $2, updated_at = $3 where status_id = $1"};
constexpr db::Statement recount_sql{"quotes.recount", R"sql(
  insert into status_stats (status_id, quotes_count)
  select $1, count(*) from quotes q join statuses s on s.id = q.status_id
  where q.quoted_id = $1 and q.state = 1 and s.deleted_at is null
  on conflict (status_id) do update set quotes_count = excluded.quotes_count
)sql"};
constexpr db::Statement set_policy_sql{"quotes.set_policy", "update statuses set quote_policy = $2 where id = $1"};

#define OF_STATUS(direction)                                                               \
  "select q.status_id from quotes q join statuses s on s.id = q.status_id "                \
  "where q.quoted_id = $1 and q.state = 1 and s.deleted_at is null "                       \
  "and not exists (select from blocks where account_id = $2 and target_id = s.author_id) " \
  "and not exists (select from blocks where account_id = s.author_id and target_id = $2) " \
  "and q.status_id < $3 and q.status_id > $4 order by q.status_id " direction " limit $5"

constexpr Windowed of_status_sql{{"quotes.of_status", OF_STATUS("desc"), true},
                                 {"quotes.of_status_above", OF_STATUS("asc"), true}};
constexpr db::Statement written_here_sql{"quotes.written_here", R"sql(
  select q.status_id, q.account_id from quotes q join statuses s on s.id = q.status_id
  where q.quoted_id = $1 and q.state = 1 and s.local and s.deleted_at is null
  order by q.status_id desc limit $2
)sql"};

}  // namespace

void insert(Tx& tx, Status const& status) {
  if (!status.quote) return;
  auto const& quote = *status.quote;
  tx.execute(insert_sql, status.id, status.author, quote.of, quote.author, quote.state, status.created_at);
  if (quote.state == QuoteState::accepted && quote.of) count(tx, quote.of, 1);
}

void count(Tx& tx, StatusId quoted, int more) {
  tx.execute(count_sql, quoted, more);
  tx.changed(change::status, quoted);
}

void set_state(Tx& tx, StatusId quoting, StatusId quoted, QuoteState state, Timestamp now) {
  tx.execute(set_state_sql, quoting, state, now);
  tx.changed(change::status, quoting);
  if (!quoted) return;
  tx.execute(recount_sql, quoted);
  tx.changed(change::status, quoted);
}

Papers papers(Tx& tx, StatusId quoting) {
  auto const rows = tx.query(papers_sql, quoting);
  if (rows.empty()) return {};
  return {std::string(rows[0].text(0)), std::string(rows[0].text(1))};
}

void settle(Tx& tx, StatusId quoting, Quote const& quote, Papers const& papers, Timestamp now) {
  tx.execute(settle_sql, quoting, quote.of, quote.author, quote.state, papers.uri, papers.stamp, now);
  tx.changed(change::status, quoting);
  if (!quote.of) return;
  tx.execute(recount_sql, quote.of);
  tx.changed(change::status, quote.of);
}

std::optional<StatusId> by_stamp(Tx& tx, std::string_view stamp) {
  auto const rows = tx.query(by_stamp_sql, stamp);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<StatusId>(0);
}

bool is_deep(Tx& tx, StatusId status) {
  return !tx.query(is_deep_sql, status).empty();
}

void set_policy(Tx& tx, StatusId status, QuotePolicy policy) {
  tx.execute(set_policy_sql, status, policy.number());
  tx.changed(change::status, status);
}

std::vector<StatusId> of_status(Tx& tx, StatusId quoted, AccountId viewer, Window const& window) {
  auto const read = [](db::Row const& row) { return row.get<StatusId>(0); };
  return read_window(tx, of_status_sql, window, read, quoted, viewer);
}

std::vector<Quoting> written_here(Tx& tx, StatusId quoted, int most) {
  std::vector<Quoting> found;
  for (auto const row : tx.query(written_here_sql, quoted, most))
    found.push_back({row.get<StatusId>(0), row.get<AccountId>(1)});
  return found;
}

#undef OF_STATUS

}  // namespace dunlin::store::quotes
