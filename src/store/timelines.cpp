#include "dunlin/store/timelines.hpp"

#include "windows.hpp"

// All of these read one index in its order and stop when the page is full. They are planned once: anew for every
// page, planning would take longer than reading. What is asked of other tables stands in sub-selects, so that no
// join can tempt the planner away from that order.
namespace dunlin::store::timelines {
namespace {

StatusId read_id(db::Row const& row) {
  return row.get<StatusId>(0);
}

constexpr Windowed windowed(db::Statement newest, db::Statement above) {
  newest.plan_once = above.plan_once = true;
  return {newest, above};
}

// Whose statuses stand in timelines that anybody may read.
#define BY_WELCOME_AUTHOR \
  "(select a.suspended_at is null and a.silenced_at is null from accounts a where a.id = s.author_id) "
// What the viewer $1 gets to see of them.
#define WANTED_BY_1                                                                             \
  "not exists (select from blocks where account_id = $1 and target_id = s.author_id) "          \
  "and not exists (select from blocks where account_id = s.author_id and target_id = $1) "      \
  "and not exists (select from mutes where account_id = $1 and target_id = s.author_id "        \
  "and (expires_at is null or expires_at > now())) "                                            \
  "and not exists (select from account_domain_blocks d join accounts b on b.domain = d.domain " \
  "where d.account_id = $1 and b.id = s.author_id) "
#define MEDIA_IF(only) "and (not " only " or exists (select from media where status_id = s.id and not former)) "

// The predicates of the indexes statuses_public and statuses_public_local, word for word.
#define PUBLIC(origin)                                                           \
  "select s.id from statuses s where s.deleted_at is null and s.visibility = 0 " \
  "and s.boost_of_id is null " origin                                            \
  "and (s.in_reply_to_id is null or s.in_reply_to_account_id = s.author_id) and " BY_WELCOME_AUTHOR
#define FOR_ANYBODY(direction) \
  "and not s.local_only " MEDIA_IF("$1::bool") "and s.id < $2 and s.id > $3 order by s.id " direction " limit $4"
#define FOR_VIEWER(direction) \
  "and " WANTED_BY_1 MEDIA_IF("$2::bool") "and s.id < $3 and s.id > $4 order by s.id " direction " limit $5"
#define PUBLIC_STATEMENTS(name, origin, reader)                \
  windowed({"timelines." name, PUBLIC(origin) reader("desc")}, \
           {"timelines." name "_above", PUBLIC(origin) reader("asc")})

constexpr Windowed anybodys_sql[] = {PUBLIC_STATEMENTS("public_of_anybody", "", FOR_ANYBODY),
                                     PUBLIC_STATEMENTS("local_of_anybody", "and s.local ", FOR_ANYBODY),
                                     PUBLIC_STATEMENTS("remote_of_anybody", "and not s.local ", FOR_ANYBODY)};
constexpr Windowed viewers_sql[] = {PUBLIC_STATEMENTS("public", "", FOR_VIEWER),
                                    PUBLIC_STATEMENTS("local", "and s.local ", FOR_VIEWER),
                                    PUBLIC_STATEMENTS("remote", "and not s.local ", FOR_VIEWER)};

}  // namespace

std::vector<StatusId> public_(Tx& tx, AccountId viewer, Origin origin, bool only_media, Window const& window) {
  auto const which = static_cast<int>(origin);
  if (!viewer) return read_window(tx, anybodys_sql[which], window, read_id, only_media);
  return read_window(tx, viewers_sql[which], window, read_id, viewer, only_media);
}

namespace {

// Boosts are shown where what they boost may be: that is left to store::views.
#define BY_AUTHOR(direction) \
  "select s.id from statuses s "                                                                                      \
  "where s.author_id = $2 and s.deleted_at is null and ($1::bigint = s.author_id or s.visibility in (0, 1) "          \
  "or ($1 <> 0 and ((s.visibility = 2 and exists (select from follows where follower_id = $1 and target_id = $2)) "   \
  "or exists (select from mentions where status_id = s.id and account_id = $1)))) "                                   \
  "and ($1 <> 0 or not s.local_only) "                                                                                \
  "and (s.boost_of_id is null "                                                                                       \
  "or exists (select from statuses o where o.id = s.boost_of_id and o.deleted_at is null)) " MEDIA_IF("$3::bool")     \
  "and (not $4::bool or (s.in_reply_to_id is null and s.in_reply_to_uri = '') "                                       \
  "or s.in_reply_to_account_id = s.author_id) "                                                                       \
  "and (not $5::bool or s.boost_of_id is null) and (not $6::bool or s.visibility <> 3) "                              \
  "and ($7 = '' or exists (select from status_tags x join tags t on t.id = x.tag_id "                                 \
  "where x.status_id = s.id and t.name = $7)) "                                                                       \
  "and s.id < $8 and s.id > $9 order by s.id " direction " limit $10"

constexpr auto by_author_sql =
    windowed({"timelines.by_author", BY_AUTHOR("desc")}, {"timelines.by_author_above", BY_AUTHOR("asc")});

}  // namespace

std::vector<StatusId> by_author(Tx& tx, AccountId author, AccountId viewer, AccountFilters const& f,
                                Window const& window) {
  return read_window(tx, by_author_sql, window, read_id, viewer, author, f.only_media, f.exclude_replies,
                     f.exclude_boosts, f.exclude_direct, f.tagged);
}

namespace {

// Each of the tags is read along its own index, a page of it; the pages are then merged.
#define TAGGED(direction) \
  "select distinct page.id from tags t cross join lateral ("                                                    \
  "select s.id from status_tags x join statuses s on s.id = x.status_id "                                       \
  "where x.tag_id = t.id and x.status_id < $7 and x.status_id > $8 and s.deleted_at is null "                   \
  "and s.visibility = 0 and s.boost_of_id is null and " BY_WELCOME_AUTHOR                                       \
  "and ($1::bigint <> 0 or not s.local_only) and ($1 = 0 or (" WANTED_BY_1 ")) " MEDIA_IF("$5::bool")           \
  "and ($6 = 0 or ($6 = 1 and s.local) or ($6 = 2 and not s.local)) "                                           \
  "and (cardinality($3::text[]) = 0 or cardinality($3::text[]) = (select count(*) from status_tags y "          \
  "join tags u on u.id = y.tag_id where y.status_id = s.id and u.name = any($3::text[]))) "                     \
  "and (cardinality($4::text[]) = 0 or not exists (select from status_tags y join tags u on u.id = y.tag_id "   \
  "where y.status_id = s.id and u.name = any($4::text[]))) "                                                    \
  "order by x.status_id " direction " limit $9) page where t.name = any($2::text[]) "                           \
  "order by page.id " direction " limit $9"

constexpr auto tagged_sql = windowed({"timelines.tagged", TAGGED("desc")}, {"timelines.tagged_above", TAGGED("asc")});

}  // namespace

std::vector<StatusId> tagged(Tx& tx, AccountId viewer, TagFilters const& f, Window const& window) {
  return read_window(tx, tagged_sql, window, read_id, viewer, f.any, f.all, f.none, f.only_media, f.origin);
}

#undef BY_WELCOME_AUTHOR
#undef WANTED_BY_1
#undef MEDIA_IF
#undef PUBLIC
#undef FOR_ANYBODY
#undef FOR_VIEWER
#undef PUBLIC_STATEMENTS
#undef BY_AUTHOR
#undef TAGGED

}  // namespace dunlin::store::timelines
