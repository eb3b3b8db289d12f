#include "dunlin/store/timelines.hpp"

#include "windows.hpp"

namespace dunlin::store::timelines {
namespace {

StatusId read_id(db::Row const& row) {
  return row.get<StatusId>(0);
}

// What the viewer $1 (0 for anonymous) gets to see of author `a` in timelines that anybody may read.
#define WANTED_BY_1                                                                                                    \
  "a.suspended_at is null and a.silenced_at is null and ($1::bigint <> 0 or not s.local_only) and ($1::bigint = 0 or " \
  "not ("                                                                                                              \
  "exists (select from blocks where account_id = $1 and target_id = s.author_id) or "                                  \
  "exists (select from blocks where account_id = s.author_id and target_id = $1) or "                                  \
  "exists (select from mutes where account_id = $1 and target_id = s.author_id "                                       \
  "and (expires_at is null or expires_at > now())) or "                                                                \
  "(a.domain is not null and exists (select from account_domain_blocks where account_id = $1 "                         \
  "and domain = a.domain)))) "
#define MEDIA_IF(only) "and (not " only " or exists (select from media where status_id = s.id)) "

// The predicates of the indexes statuses_public and statuses_public_local, word for word.
#define PUBLIC(origin, direction)                                                                       \
  "select s.id from statuses s join accounts a on a.id = s.author_id where s.deleted_at is null "       \
  "and s.visibility = 0 and s.boost_of_id is null " origin                                              \
  "and (s.in_reply_to_id is null or s.in_reply_to_account_id = s.author_id) and " WANTED_BY_1 MEDIA_IF( \
      "$2::bool") "and s.id < $3 and s.id > $4 order by s.id " direction " limit $5"

constexpr Windowed public_sql[] = {
    {{"timelines.public", PUBLIC("", "desc")}, {"timelines.public_above", PUBLIC("", "asc")}},
    {{"timelines.local", PUBLIC("and s.local ", "desc")}, {"timelines.local_above", PUBLIC("and s.local ", "asc")}},
    {{"timelines.remote", PUBLIC("and not s.local ", "desc")},
     {"timelines.remote_above", PUBLIC("and not s.local ", "asc")}},
};

}  // namespace

std::vector<StatusId> public_(Tx& tx, AccountId viewer, Origin origin, bool only_media, Window const& window) {
  return read_window(tx, public_sql[static_cast<int>(origin)], window, read_id, viewer, only_media);
}

namespace {

// Boosts are shown where what they boost may be: that is left to store::views.
#define BY_AUTHOR(direction) \
  "select s.id from statuses s left join statuses o on o.id = s.boost_of_id "                                         \
  "where s.author_id = $2 and s.deleted_at is null and ($1 = s.author_id or s.visibility in (0, 1) or ($1::bigint <> 0 and (" \
  "(s.visibility = 2 and exists (select from follows where follower_id = $1 and target_id = $2)) or "                 \
  "exists (select from mentions where status_id = s.id and account_id = $1)))) "                                      \
  "and ($1::bigint <> 0 or not s.local_only) and (s.boost_of_id is null or o.deleted_at is null) " MEDIA_IF("$3::bool")       \
  "and (not $4::bool or (s.in_reply_to_id is null and s.in_reply_to_uri = '') "                                       \
  "or s.in_reply_to_account_id = s.author_id) "                                                                       \
  "and (not $5::bool or s.boost_of_id is null) and (not $6::bool or s.visibility <> 3) "                              \
  "and ($7 = '' or exists (select from status_tags x join tags t on t.id = x.tag_id "                                 \
  "where x.status_id = s.id and t.name = $7)) "                                                                       \
  "and s.id < $8 and s.id > $9 order by s.id " direction " limit $10"

constexpr Windowed by_author_sql{{"timelines.by_author", BY_AUTHOR("desc")},
                                 {"timelines.by_author_above", BY_AUTHOR("asc")}};

}  // namespace

std::vector<StatusId> by_author(Tx& tx, AccountId author, AccountId viewer, AccountFilters const& f,
                                Window const& window) {
  return read_window(tx, by_author_sql, window, read_id, viewer, author, f.only_media, f.exclude_replies,
                     f.exclude_boosts, f.exclude_direct, f.tagged);
}

namespace {

// Each of the tags is read along its own index, a page of it; the pages are then merged.
#define TAGGED(direction) \
  "select distinct page.id from tags t cross join lateral ("                                                        \
  "select s.id from status_tags x join statuses s on s.id = x.status_id join accounts a on a.id = s.author_id "     \
  "where x.tag_id = t.id and x.status_id < $7 and x.status_id > $8 and s.deleted_at is null "                       \
  "and s.visibility = 0 and s.boost_of_id is null and " WANTED_BY_1 MEDIA_IF("$5::bool")                            \
  "and ($6 = 0 or ($6 = 1 and s.local) or ($6 = 2 and not s.local)) "                                               \
  "and (cardinality($3::text[]) = 0 or cardinality($3::text[]) = (select count(*) from status_tags y "              \
  "join tags u on u.id = y.tag_id where y.status_id = s.id and u.name = any($3::text[]))) "                         \
  "and (cardinality($4::text[]) = 0 or not exists (select from status_tags y join tags u on u.id = y.tag_id "       \
  "where y.status_id = s.id and u.name = any($4::text[]))) "                                                        \
  "order by x.status_id " direction " limit $9) page where t.name = any($2::text[]) "                               \
  "order by page.id " direction " limit $9"

constexpr Windowed tagged_sql{{"timelines.tagged", TAGGED("desc")}, {"timelines.tagged_above", TAGGED("asc")}};

}  // namespace

std::vector<StatusId> tagged(Tx& tx, AccountId viewer, TagFilters const& f, Window const& window) {
  return read_window(tx, tagged_sql, window, read_id, viewer, f.any, f.all, f.none, f.only_media, f.origin);
}

}  // namespace dunlin::store::timelines
