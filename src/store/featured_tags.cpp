#include "dunlin/store/featured_tags.hpp"

namespace dunlin::store::featured_tags {
namespace {

#define FEATURED                                                                                            \
  "select f.id, t.id, t.name, f.name, a.username, f.statuses_count, f.last_status_at from featured_tags f " \
  "join tags t on t.id = f.tag_id join accounts a on a.id = f.account_id "

constexpr db::Statement by_account_sql{"featured_tags.by_account",
                                       FEATURED "where f.account_id = $1 order by f.statuses_count desc, f.id"};
constexpr db::Statement find_sql{"featured_tags.find", FEATURED "where f.account_id = $1 and f.tag_id = $2"};
constexpr db::Statement count_sql{"featured_tags.count", "select count(*) from featured_tags where account_id = $1"};

// What counts: open posts of the account's own, boosts aside.
#define COUNTED                                                                                   \
  "(select count(*), max(s.created_at) from status_tags x join statuses s on s.id = x.status_id " \
  "where x.tag_id = f.tag_id and s.author_id = f.account_id and s.visibility in (0, 1) and s.deleted_at is null)"

constexpr db::Statement insert_sql{"featured_tags.insert", R"sql(
  insert into featured_tags (id, account_id, tag_id, name, created_at) values ($1, $2, $3, $4, $5)
  on conflict (account_id, tag_id) do nothing
)sql"};
constexpr db::Statement recount_sql{"featured_tags.recount",
                                    "update featured_tags f set (statuses_count, last_status_at) = " COUNTED
                                    " where f.account_id = $1"};
constexpr db::Statement recount_one_sql{"featured_tags.recount_one",
                                        "update featured_tags f set (statuses_count, last_status_at) = " COUNTED
                                        " where f.account_id = $1 and f.tag_id = $2"};
constexpr db::Statement recount_for_sql{
    "featured_tags.recount_for", "update featured_tags f set (statuses_count, last_status_at) = " COUNTED
                                 " from statuses gone, status_tags had where gone.id = $1 and had.status_id = gone.id "
                                 "and f.account_id = gone.author_id and f.tag_id = had.tag_id"};
constexpr db::Statement count_new_sql{"featured_tags.count_new", R"sql(
  update featured_tags f set statuses_count = statuses_count + 1,
    last_status_at = greatest(f.last_status_at, $3::timestamptz)
  from tags t where t.name = any($2::text[]) and f.tag_id = t.id and f.account_id = $1
)sql"};

constexpr db::Statement remove_sql{"featured_tags.remove",
                                   "delete from featured_tags where account_id = $1 and id = $2"};
constexpr db::Statement remove_tag_sql{"featured_tags.remove_tag",
                                       "delete from featured_tags where account_id = $1 and tag_id = $2"};

// Of the latest posts alone: what somebody wrote of years ago says little of them.
constexpr db::Statement suggestions_sql{"featured_tags.suggestions", R"sql(
  with latest as (
    select id from statuses where author_id = $1 and deleted_at is null and boost_of_id is null
      and visibility in (0, 1) order by id desc limit 400)
  select t.id, t.name, t.display_name
  from latest join status_tags x on x.status_id = latest.id join tags t on t.id = x.tag_id
  where not exists (select from featured_tags f where f.account_id = $1 and f.tag_id = t.id)
  group by t.id order by count(*) desc, t.id limit $2
)sql"};

FeaturedTag read(db::Row const& row) {
  return {.id = row.get<FeaturedTagId>(0),
          .tag = row.get<TagId>(1),
          .name = row.get<std::string>(2),
          .typed = row.get<std::string>(3),
          .username = row.get<std::string>(4),
          .statuses_count = row.get<std::int64_t>(5),
          .last_status_at = row.maybe<Timestamp>(6)};
}

}  // namespace

std::vector<FeaturedTag> by_account(Tx& tx, AccountId account) {
  std::vector<FeaturedTag> found;
  for (auto const row : tx.query(by_account_sql, account)) found.push_back(read(row));
  return found;
}

std::optional<FeaturedTag> find(Tx& tx, AccountId account, TagId tag) {
  auto const rows = tx.query(find_sql, account, tag);
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

std::int64_t count(Tx& tx, AccountId account) {
  return tx.query(count_sql, account)[0].get<std::int64_t>(0);
}

void insert(Tx& tx, AccountId account, TagId tag, std::string_view typed, Timestamp now) {
  tx.execute(insert_sql, tx.next_id<FeaturedTagId>(now), account, tag, typed, now);
  tx.execute(recount_one_sql, account, tag);
}

bool remove(Tx& tx, AccountId account, FeaturedTagId id) {
  return tx.query(remove_sql, account, id).affected() > 0;
}

bool remove(Tx& tx, AccountId account, TagId tag) {
  return tx.query(remove_tag_sql, account, tag).affected() > 0;
}

std::vector<Hashtag> suggestions(Tx& tx, AccountId account, int most) {
  std::vector<Hashtag> found;
  for (auto const row : tx.query(suggestions_sql, account, most))
    found.push_back({row.get<TagId>(0), row.get<std::string>(1), row.get<std::string>(2)});
  return found;
}

void count_new(Tx& tx, Status const& status) {
  if (status.tags.empty() || !is_open(status.visibility)) return;
  std::vector<std::string> names;
  for (auto const& tag : status.tags) names.push_back(tag.name);
  tx.execute(count_new_sql, status.author, names, status.created_at);
}

void count_again(Tx& tx, AccountId author) {
  tx.execute(recount_sql, author);
}

void count_again_for(Tx& tx, StatusId status) {
  tx.execute(recount_for_sql, status);
}

#undef FEATURED
#undef COUNTED

}  // namespace dunlin::store::featured_tags
