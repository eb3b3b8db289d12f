#include "dunlin/store/home.hpp"

#include "feed_sql.hpp"

namespace dunlin::store::home {
namespace {

// Members of exclusive lists are read there. Those lists are found once for all sources.
#define SOURCES                                                                          \
  "select target_id as author_id, show_boosts, languages, false as own from follows "    \
  "where follower_id = $1 and target_id <> all (array(select m.account_id from lists l " \
  "join list_members m on m.list_id = l.id where l.account_id = $1 and l.exclusive)) "   \
  "union all select $1::bigint, true, '{}'::text[], true"
#define ANSWERS "exists (select from follows where follower_id = $1 and target_id = s.in_reply_to_account_id)"

#define TAG_CTES(direction)                                                                                         \
  "tagged as materialized (select head.tag_id, head.ids, head.ids[1] as id from tag_follows f cross join lateral (" \
  "select f.tag_id, array(select x.status_id from status_tags x where x.tag_id = f.tag_id and " FEED_IN_WINDOW(     \
      "x.status_id") "order by x.status_id " direction " " FEED_DEPTH                                               \
                     ") as ids offset 0) head "                                                                     \
                     "where f.account_id = $1 and head.ids <> '{}'), "
#define TAG_HEADS "union all select unnest(ids) from tagged"
// The rules of audience::of_tags. "union", since a post comes once, however many roads lead to it.
#define TAGGED(direction, beyond) \
  "union select page.id, bound.id from bound cross join tagged cross join lateral ("                          \
  "select s.id from status_tags x join statuses s on s.id = x.status_id "                                     \
  "join accounts a on a.id = s.author_id "                                                                    \
  "where x.tag_id = tagged.tag_id and x.status_id " beyond "= bound.id and " FEED_IN_WINDOW("x.status_id")    \
  "and s.deleted_at is null and s.visibility = 0 and s.boost_of_id is null and s.author_id <> $1 "            \
  "and a.suspended_at is null and a.silenced_at is null and " FEED_NOT_MUTED("$1", "s.author_id")             \
  "and " FEED_NOT_BLOCKED("$1", "s.author_id") "and " FEED_DOMAIN_WANTED("$1", "a.domain")                    \
  "order by x.status_id " direction " limit $5::int) page where tagged.id " beyond "= bound.id"

#define PAGE(direction, beyond, farthest)                                                                         \
  FEED_PAGE("$1", SOURCES, ANSWERS, TAG_CTES(direction), TAG_HEADS, TAGGED(direction, beyond), direction, beyond, \
            farthest)

// Planning takes several times as long as a page of ten followees.
constexpr Windowed page_sql{{"home.page", PAGE("desc", ">", "0"), true},
                            {"home.page_above", PAGE("asc", "<", "9223372036854775807"), true}};

}  // namespace

std::vector<StatusId> page(db::Tx& tx, AccountId who, Window const& window) {
  return read_feed(tx, page_sql, who, window);
}

#undef SOURCES
#undef ANSWERS
#undef TAG_CTES
#undef TAG_HEADS
#undef TAGGED
#undef PAGE

}  // namespace dunlin::store::home
