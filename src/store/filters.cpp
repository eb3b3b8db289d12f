#include "dunlin/store/filters.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace dunlin::store::filters {
namespace {

// Of account $1; all of them, or the one of id $2.
constexpr db::Statement read_sql{"filters.read", R"sql(
  select id, account_id, title, contexts, action, expires_at from filters
  where account_id = $1 and ($2::bigint = 0 or id = $2) order by id
)sql"};
constexpr db::Statement read_keywords_sql{"filters.read_keywords", R"sql(
  select k.filter_id, k.id, k.keyword, k.whole_word from filter_keywords k join filters f on f.id = k.filter_id
  where f.account_id = $1 and ($2::bigint = 0 or f.id = $2) order by k.id
)sql"};
constexpr db::Statement read_statuses_sql{"filters.read_statuses", R"sql(
  select s.filter_id, s.id, s.status_id from filter_statuses s join filters f on f.id = s.filter_id
  where f.account_id = $1 and ($2::bigint = 0 or f.id = $2) order by s.id
)sql"};
constexpr db::Statement of_keyword_sql{"filters.of_keyword", "select filter_id from filter_keywords where id = $1"};
constexpr db::Statement of_status_sql{"filters.of_status", "select filter_id from filter_statuses where id = $1"};

constexpr db::Statement count_sql{"filters.count", R"sql(
  select (select count(*) from filters where account_id = $1),
    (select count(*) from filter_keywords k join filters f on f.id = k.filter_id where f.account_id = $1),
    (select count(*) from filter_statuses s join filters f on f.id = s.filter_id where f.account_id = $1)
)sql"};

constexpr db::Statement insert_sql{"filters.insert", R"sql(
  insert into filters (id, account_id, title, contexts, action, expires_at, created_at)
  values ($1, $2, $3, $4, $5, $6, $7)
)sql"};
constexpr db::Statement update_sql{
    "filters.update", "update filters set title = $2, contexts = $3, action = $4, expires_at = $5 where id = $1"};
constexpr db::Statement remove_sql{"filters.remove", "delete from filters where id = $1 and account_id = $2"};

constexpr db::Statement put_keywords_sql{"filters.put_keywords", R"sql(
  insert into filter_keywords (id, filter_id, keyword, whole_word)
  select id, $1::bigint, keyword, whole_word <> 0
  from unnest($2::bigint[], $3::text[], $4::bigint[]) as new(id, keyword, whole_word)
  on conflict (id) do update set keyword = excluded.keyword, whole_word = excluded.whole_word
    where filter_keywords.filter_id = excluded.filter_id
)sql"};
constexpr db::Statement remove_keywords_sql{
    "filters.remove_keywords", "delete from filter_keywords where filter_id = $1 and id = any($2::bigint[])"};
constexpr db::Statement insert_status_sql{"filters.insert_status", R"sql(
  insert into filter_statuses (id, filter_id, status_id) values ($1, $2, $3) on conflict do nothing
)sql"};
constexpr db::Statement remove_status_sql{"filters.remove_status",
                                          "delete from filter_statuses where filter_id = $1 and id = $2"};

/// The filter of this id, which the rows of its parts name in order of their own.
Filter* owner_of(std::vector<Filter>& filters, FilterId id) {
  for (auto& filter : filters)
    if (filter.id == id) return &filter;
  return nullptr;
}

std::vector<Filter> read(Tx& tx, AccountId who, FilterId one) {
  std::vector<Filter> filters;
  for (auto const row : tx.query(read_sql, who, one))
    filters.push_back({.id = row.get<FilterId>(0),
                       .account = row.get<AccountId>(1),
                       .title = row.get<std::string>(2),
                       .contexts = static_cast<unsigned>(row.get<std::int32_t>(3)),
                       .action = row.get<FilterAction>(4),
                       .expires_at = row.maybe<Timestamp>(5),
                       .keywords = {},
                       .statuses = {}});
  if (filters.empty()) return filters;
  for (auto const row : tx.query(read_keywords_sql, who, one))
    if (auto* filter = owner_of(filters, row.get<FilterId>(0)))
      filter->keywords.push_back({row.get<FilterKeywordId>(1), row.get<std::string>(2), row.get<bool>(3)});
  for (auto const row : tx.query(read_statuses_sql, who, one))
    if (auto* filter = owner_of(filters, row.get<FilterId>(0)))
      filter->statuses.push_back({row.get<FilterStatusId>(1), row.get<StatusId>(2)});
  return filters;
}

void changed(Tx& tx, AccountId who) {
  tx.changed(change::filters, who);
}

}  // namespace

std::vector<Filter> of_account(Tx& tx, AccountId who) {
  return read(tx, who, {});
}

std::optional<Filter> find(Tx& tx, AccountId who, FilterId id) {
  if (!id) return std::nullopt;
  auto found = read(tx, who, id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<Filter> with_keyword(Tx& tx, AccountId who, FilterKeywordId id) {
  auto const rows = tx.query(of_keyword_sql, id);
  return rows.empty() ? std::nullopt : find(tx, who, rows[0].get<FilterId>(0));
}

std::optional<Filter> with_status(Tx& tx, AccountId who, FilterStatusId id) {
  auto const rows = tx.query(of_status_sql, id);
  return rows.empty() ? std::nullopt : find(tx, who, rows[0].get<FilterId>(0));
}

Counts count(Tx& tx, AccountId who) {
  auto const rows = tx.query(count_sql, who);
  return {.filters = rows[0].get<int>(0), .keywords = rows[0].get<int>(1), .statuses = rows[0].get<int>(2)};
}

void insert(Tx& tx, Filter const& f, Timestamp now) {
  tx.execute(insert_sql, f.id, f.account, f.title, f.contexts, f.action, f.expires_at, now);
  changed(tx, f.account);
}

void update(Tx& tx, Filter const& f) {
  tx.execute(update_sql, f.id, f.title, f.contexts, f.action, f.expires_at);
  changed(tx, f.account);
}

void remove(Tx& tx, AccountId who, FilterId id) {
  tx.execute(remove_sql, id, who);
  changed(tx, who);
}

void put_keywords(Tx& tx, AccountId who, FilterId filter, std::span<FilterKeyword const> keywords) {
  if (keywords.empty()) return;
  std::vector<FilterKeywordId> ids;
  std::vector<std::string> texts;
  std::vector<std::int64_t> whole;
  for (auto const& keyword : keywords) {
    ids.push_back(keyword.id);
    texts.push_back(keyword.keyword);
    whole.push_back(keyword.whole_word ? 1 : 0);
  }
  tx.execute(put_keywords_sql, filter, ids, texts, whole);
  changed(tx, who);
}

void remove_keywords(Tx& tx, AccountId who, FilterId filter, std::span<FilterKeywordId const> ids) {
  if (ids.empty()) return;
  tx.execute(remove_keywords_sql, filter, ids);
  changed(tx, who);
}

bool insert_status(Tx& tx, AccountId who, FilterId filter, FilterStatus const& status) {
  changed(tx, who);
  return tx.query(insert_status_sql, status.id, filter, status.status).affected() != 0;
}

void remove_status(Tx& tx, AccountId who, FilterId filter, FilterStatusId id) {
  tx.execute(remove_status_sql, filter, id);
  changed(tx, who);
}

std::shared_ptr<FilterSet const> of_viewer(Records& records, Tx* tx, AccountId viewer) {
  static auto const nothing = std::make_shared<FilterSet const>();
  auto known = records.filters.find(viewer);
  if (known || !tx) return known;
  auto const stamp = records.filters.stamp();
  auto filters = of_account(*tx, viewer);
  known = filters.empty() ? nothing : std::make_shared<FilterSet const>(std::move(filters));
  // What this transaction itself changed may never be committed, and is not kept.
  if (std::ranges::find(tx->changes(), change::filters, &db::Change::kind) == tx->changes().end())
    records.filters.put(viewer, known, known->empty() ? 0 : known->bytes(), stamp);
  return known;
}

}  // namespace dunlin::store::filters
