#include "dunlin/store/trends.hpp"

#include <chrono>

#include "card_rows.hpp"

namespace dunlin::store::trends {
namespace {

// How many accounts must use something within a day, and in how many seconds its score halves.
constexpr int least_tag_users = 3, least_link_users = 3, least_deeds = 3;
constexpr double tag_half_life = 4 * 3600, link_half_life = 8 * 3600, status_half_life = 6 * 3600;
constexpr double least_score = 0.3;
constexpr int most_statuses = 500;

constexpr db::Statement fade_sql{"trends.fade", R"sql(
  update trends set computed_at = $2,
    score = score * power(0.5, greatest(0, extract(epoch from $2::timestamptz - computed_at))::float8 / $3::float8)
  where kind = $1
)sql"};
constexpr db::Statement forget_sql{"trends.forget", "delete from trends where kind = $1 and score < $2"};

// More accounts today than the day before, squared against what was to be expected: what is used as always is no
// trend. $1 and $2 are the ids of a day and of two days ago: ids are times.
#define USED(kind, table, column)                                                       \
  "with use as (select x." column                                                       \
  " as id, count(distinct s.author_id) filter (where s.id > $1) as today, "             \
  "greatest(1, count(distinct s.author_id) filter (where s.id <= $1)) as earlier "      \
  "from statuses s join " table                                                         \
  " x on x.status_id = s.id join accounts a on a.id = s.author_id "                     \
  "where s.id > $2 and s.deleted_at is null and s.visibility = 0 and not s.local_only " \
  "and a.silenced_at is null and a.suspended_at is null group by 1) "                   \
  "insert into trends (kind, subject_id, score, computed_at) "                          \
  "select " kind                                                                        \
  ", id, power(today - earlier, 2)::float8 / earlier, $3::timestamptz from use "        \
  "where today >= $4::int and today > earlier "                                         \
  "on conflict (kind, subject_id) do update set score = greatest(trends.score, excluded.score)"

constexpr db::Statement tags_used_sql{"trends.tags_used", USED("0", "status_tags", "tag_id")};
constexpr db::Statement links_used_sql{"trends.links_used", USED("2", "status_cards", "card_id")};

constexpr db::Statement drop_statuses_sql{"trends.drop_statuses", "delete from trends where kind = 1"};
constexpr db::Statement statuses_liked_sql{"trends.statuses_liked", R"sql(
  insert into trends (kind, subject_id, score, computed_at)
  select 1, s.id,
    power(st.favourites_count + st.boosts_count - 1, 2)::float8
      * power(0.5, greatest(0, extract(epoch from $2::timestamptz - s.created_at))::float8 / $4::float8), $2::timestamptz
  from statuses s join status_stats st on st.status_id = s.id join accounts a on a.id = s.author_id
  where s.id > $1 and s.deleted_at is null and s.visibility = 0 and s.boost_of_id is null and not s.local_only
    and s.in_reply_to_id is null and not s.sensitive and s.spoiler_text = ''
    and st.favourites_count + st.boosts_count >= $3::int
    and a.discoverable and a.silenced_at is null and a.suspended_at is null
  order by 3 desc limit $5
)sql"};
constexpr db::Statement ask_for_review_sql{"trends.ask_for_review", R"sql(
  update tags set requested_review_at = $1
  where id in (select subject_id from trends where kind = 0) and reviewed_at is null and requested_review_at is null
)sql"};

// Settings that have no row: trends are on, and what nobody reviewed is not shown.
#define SETTING(name, otherwise) \
  "coalesce((select value = 'true'::jsonb from settings where name = '" name "'), " otherwise ") "
#define TRENDING SETTING("trends", "true") "and coalesce("
#define BY_DEFAULT ", " SETTING("trendable_by_default", "false") ") "
#define LINK_MAY_TREND \
  TRENDING "c.trendable, (select p.trendable from card_publishers p where p.domain = c.domain)" BY_DEFAULT

constexpr db::Statement tags_sql{"trends.tags",
                                 "select t.id, t.name, t.display_name "
                                 "from trends x join tags t on t.id = x.subject_id where x.kind = 0 and " TRENDING
                                 "t.trendable" BY_DEFAULT
                                 "order by x.score desc, x.subject_id desc limit $1 offset $2"};
constexpr db::Statement statuses_sql{
    "trends.statuses",
    "select s.id "
    "from trends x join statuses s on s.id = x.subject_id where x.kind = 1 and " TRENDING
    "(select trendable from status_reviews where status_id = s.id), "
    "(select trendable from account_reviews where account_id = s.author_id)" BY_DEFAULT
    "and s.deleted_at is null and not exists (select from mutes where account_id = $1 "
    "and target_id = s.author_id and (expires_at is null or expires_at > now())) "
    "and not exists (select from account_domain_blocks d join accounts a on a.domain = d.domain "
    "where d.account_id = $1 and a.id = s.author_id) "
    "order by x.score desc, x.subject_id desc limit $2 offset $3"};
constexpr db::Statement links_sql{
    "trends.links",
    "select " CARD_JSON
    "from trends x join cards c on c.id = x.subject_id where x.kind = 2 and c.title <> '' and " LINK_MAY_TREND
    "order by x.score desc, x.subject_id desc limit $1 offset $2"};
constexpr db::Statement trending_page_sql{"trends.trending_page",
                                          "select c.id from trends x join cards c on c.id = x.subject_id "
                                          "where x.kind = 2 and c.url = $1 and " LINK_MAY_TREND};

std::int64_t first_id_of(Timestamp when) {
  return when.time_since_epoch().count() << 16;
}

}  // namespace

void recompute(Tx& tx, Timestamp now) {
  auto const day = first_id_of(now - std::chrono::days(1));
  auto const two_days = first_id_of(now - std::chrono::days(2));
  tx.execute(fade_sql, 0, now, tag_half_life);
  tx.execute(fade_sql, 2, now, link_half_life);
  tx.execute(tags_used_sql, day, two_days, now, least_tag_users);
  tx.execute(links_used_sql, day, two_days, now, least_link_users);
  tx.execute(drop_statuses_sql);
  tx.execute(statuses_liked_sql, two_days, now, least_deeds, status_half_life, most_statuses);
  for (int const kind : {0, 1, 2}) tx.execute(forget_sql, kind, least_score);
  tx.execute(ask_for_review_sql, now);
}

std::vector<Hashtag> tags(Tx& tx, int limit, int offset) {
  std::vector<Hashtag> found;
  for (auto const row : tx.query(tags_sql, limit, offset))
    found.push_back({row.get<TagId>(0), row.get<std::string>(1), row.get<std::string>(2)});
  return found;
}

std::vector<StatusId> statuses(Tx& tx, AccountId viewer, int limit, int offset) {
  std::vector<StatusId> found;
  for (auto const row : tx.query(statuses_sql, viewer, limit, offset)) found.push_back(row.get<StatusId>(0));
  return found;
}

std::vector<std::shared_ptr<Card const>> links(Tx& tx, int limit, int offset) {
  std::vector<std::shared_ptr<Card const>> found;
  for (auto const row : tx.query(links_sql, limit, offset)) found.push_back(read_card(row.text(0)));
  return found;
}

std::optional<CardId> trending_page(Tx& tx, std::string_view url) {
  auto const rows = tx.query(trending_page_sql, url);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<CardId>(0);
}

#undef USED
#undef SETTING
#undef TRENDING
#undef BY_DEFAULT
#undef LINK_MAY_TREND

}  // namespace dunlin::store::trends
