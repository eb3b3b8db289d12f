#include "dunlin/store/annual_reports.hpp"

#include "dunlin/base/json.hpp"

namespace dunlin::store::annual_reports {
namespace {

// $2 and $3 bound the year, as ids and as times.
constexpr db::Statement kinds_sql{"annual_reports.kinds", R"sql(
  select count(*) filter (where boost_of_id is null and (in_reply_to_id is null or in_reply_to_account_id = author_id)),
    count(*) filter (where boost_of_id is null and in_reply_to_id is not null and in_reply_to_account_id <> author_id),
    count(*) filter (where boost_of_id is not null)
  from statuses where author_id = $1 and id >= $2 and id < $3 and deleted_at is null
)sql"};
constexpr db::Statement months_sql{"annual_reports.months", R"sql(
  select extract(month from created_at at time zone 'UTC')::int, 0, count(*) from statuses
    where author_id = $1 and id >= $2 and id < $3 and deleted_at is null group by 1
  union all
  select extract(month from created_at at time zone 'UTC')::int, 1, count(*) from follows
    where target_id = $1 and id >= $2 and id < $3 group by 1
  union all
  select extract(month from created_at at time zone 'UTC')::int, 2, count(*) from follows
    where follower_id = $1 and id >= $2 and id < $3 group by 1
)sql"};
constexpr db::Statement hashtags_sql{"annual_reports.hashtags", R"sql(
  select t.name, count(*) from statuses s join status_tags x on x.status_id = s.id join tags t on t.id = x.tag_id
  where s.author_id = $1 and s.id >= $2 and s.id < $3 and s.deleted_at is null
  group by t.name order by 2 desc, 1 limit 10
)sql"};
constexpr db::Statement tops_sql{"annual_reports.tops", R"sql(
  with mine as (
    select s.id, st.boosts_count, st.favourites_count, st.replies_count
    from statuses s join status_stats st on st.status_id = s.id
    where s.author_id = $1 and s.id >= $2 and s.id < $3 and s.deleted_at is null and s.visibility in (0, 1)
      and s.boost_of_id is null)
  select (select id from mine where boosts_count > 0 order by boosts_count desc, id desc limit 1),
    (select id from mine where favourites_count > 0 order by favourites_count desc, id desc limit 1),
    (select id from mine where replies_count > 0 order by replies_count desc, id desc limit 1)
)sql"};
constexpr db::Statement put_sql{"annual_reports.put", R"sql(
  insert into annual_reports (account_id, year, data, created_at) values ($1, $2, $3::jsonb, $4)
  on conflict (account_id, year) do update set data = excluded.data
)sql"};
constexpr db::Statement all_sql{
    "annual_reports.all",
    "select year, data, read_at is not null from annual_reports where account_id = $1 order by year desc"};
constexpr db::Statement find_sql{
    "annual_reports.find",
    "select year, data, read_at is not null from annual_reports where account_id = $1 and year = $2"};
constexpr db::Statement mark_read_sql{
    "annual_reports.mark_read",
    "update annual_reports set read_at = coalesce(read_at, $3) where account_id = $1 and year = $2"};

std::int64_t first_id_of(int year) {
  std::chrono::sys_days const day{std::chrono::year(year) / 1 / 1};
  return std::chrono::duration_cast<std::chrono::milliseconds>(day.time_since_epoch()).count() << 16;
}

Json to_json(Facts const& facts) {
  Json data{{"posts", facts.posts},
            {"replies", facts.replies},
            {"boosts", facts.boosts},
            {"most_boosted", facts.most_boosted.value},
            {"most_favourited", facts.most_favourited.value},
            {"most_answered", facts.most_answered.value},
            {"months", Json::array()},
            {"hashtags", Json::array()}};
  for (auto const& month : facts.months) data["months"].push_back({month.statuses, month.followers, month.following});
  for (auto const& tag : facts.hashtags) data["hashtags"].push_back({tag.name, tag.count});
  return data;
}

Report read(db::Row const& row) {
  Report report{.year = row.get<int>(0), .facts = {}, .read = row.get<bool>(2)};
  auto const data = parse_json(row.text(1));
  auto& facts = report.facts;
  facts.posts = data.value("posts", 0);
  facts.replies = data.value("replies", 0);
  facts.boosts = data.value("boosts", 0);
  facts.most_boosted = StatusId{data.value("most_boosted", std::int64_t{0})};
  facts.most_favourited = StatusId{data.value("most_favourited", std::int64_t{0})};
  facts.most_answered = StatusId{data.value("most_answered", std::int64_t{0})};
  for (std::size_t i = 0; i < facts.months.size(); ++i) {
    auto const& month = data.at("months").at(i);
    facts.months[i] = {month.at(0), month.at(1), month.at(2)};
  }
  for (auto const& tag : data.at("hashtags")) facts.hashtags.push_back({tag.at(0), tag.at(1)});
  return report;
}

}  // namespace

Facts count(Tx& tx, AccountId account, int year) {
  auto const from = first_id_of(year), to = first_id_of(year + 1);
  Facts facts;
  auto const kinds = tx.query(kinds_sql, account, from, to);
  facts.posts = kinds[0].get<std::int64_t>(0);
  facts.replies = kinds[0].get<std::int64_t>(1);
  facts.boosts = kinds[0].get<std::int64_t>(2);
  for (auto const row : tx.query(months_sql, account, from, to)) {
    auto& month = facts.months.at(static_cast<std::size_t>(row.get<int>(0) - 1));
    auto const kind = row.get<int>(1);
    (kind == 0 ? month.statuses : kind == 1 ? month.followers : month.following) = row.get<std::int64_t>(2);
  }
  for (auto const row : tx.query(hashtags_sql, account, from, to))
    facts.hashtags.push_back({row.get<std::string>(0), row.get<std::int64_t>(1)});
  auto const tops = tx.query(tops_sql, account, from, to);
  facts.most_boosted = tops[0].get_or(0, StatusId{});
  facts.most_favourited = tops[0].get_or(1, StatusId{});
  facts.most_answered = tops[0].get_or(2, StatusId{});
  return facts;
}

void put(Tx& tx, AccountId account, int year, Facts const& facts, Timestamp now) {
  tx.execute(put_sql, account, year, dunlin::to_text(to_json(facts)), now);
}

std::vector<Report> all(Tx& tx, AccountId account) {
  std::vector<Report> reports;
  for (auto const row : tx.query(all_sql, account)) reports.push_back(read(row));
  return reports;
}

std::optional<Report> find(Tx& tx, AccountId account, int year) {
  auto const rows = tx.query(find_sql, account, year);
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

bool mark_read(Tx& tx, AccountId account, int year, Timestamp now) {
  return tx.query(mark_read_sql, account, year, now).affected() > 0;
}

}  // namespace dunlin::store::annual_reports
