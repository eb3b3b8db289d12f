#include "dunlin/store/home.hpp"

#include "windows.hpp"

namespace dunlin::store::home {
namespace {

// Whether `source` wants status `s` of its author: the rules of audience::of_home.
#define WANTED                                                                                                   \
  "s.author_id = source.author_id and s.deleted_at is null and (source.own or ("                                 \
  "(s.visibility < 3 or exists (select from mentions where status_id = s.id and account_id = $1)) "              \
  "and (s.language = '' or cardinality(source.languages) = 0 or s.language = any(source.languages)) "            \
  "and ((s.in_reply_to_id is null and s.in_reply_to_uri = '') or s.in_reply_to_account_id in ($1, s.author_id) " \
  "or exists (select from follows where follower_id = $1 and target_id = s.in_reply_to_account_id)) "            \
  "and (s.boost_of_id is null or (source.show_boosts and exists ("                                               \
  "select from statuses o join accounts a on a.id = o.author_id where o.id = s.boost_of_id "                     \
  "and not exists (select from mutes where account_id = $1 and target_id = o.author_id "                         \
  "and (expires_at is null or expires_at > now())) "                                                             \
  "and not exists (select from blocks where account_id = $1 and target_id = o.author_id) "                       \
  "and not exists (select from blocks where account_id = o.author_id and target_id = $1) "                       \
  "and (a.domain is null or not exists (select from account_domain_blocks where account_id = $1 "                \
  "and domain = a.domain))))))) "

// Asks every source for its first status in the window, by one probe of an index each. The place of the 2n-th of these
// bounds the page, so only the few sources that reach it are read at all: a thousand followees cost little more than a
// thousand probes. When too many of what is found there is not wanted, the page is asked for again without a bound
// ($2).
#define PAGE(direction, beyond, farthest)                                                                    \
  "with source as materialized ("                                                                            \
  "select target_id as author_id, show_boosts, languages, false as own from follows where follower_id = $1 " \
  "union all select $1::bigint, true, '{}'::text[], true"                                                    \
  "), first as materialized ("                                                                               \
  "select source.*, head.id from source cross join lateral ("                                                \
  "select s.id from statuses s where s.author_id = source.author_id and s.deleted_at is null "               \
  "and s.id < $3::bigint and s.id > $4::bigint order by s.id " direction                                     \
  " limit 1) head"                                                                                           \
  "), bound as materialized ("                                                                               \
  "select coalesce((select id from first where $2::bool order by id " direction                              \
  " offset 2 * $5::int - 1 limit 1), " farthest                                                              \
  ") as id"                                                                                                  \
  ") select page.id, bound.id <> " farthest                                                                  \
  " from bound cross join first source cross join lateral ("                                                 \
  "select s.id from statuses s where " WANTED "and s.id " beyond                                             \
  "= bound.id "                                                                                              \
  "and s.id < $3::bigint and s.id > $4::bigint order by s.id " direction                                     \
  " limit $5::int) page "                                                                                    \
  "where source.id " beyond                                                                                  \
  "= bound.id "                                                                                              \
  "and not exists (select from mutes where account_id = $1 and target_id = source.author_id "                \
  "and (expires_at is null or expires_at > now())) "                                                         \
  "order by page.id " direction " limit $5::int"

// Planning takes several times as long as a page of ten followees.
constexpr Windowed page_sql{{"home.page", PAGE("desc", ">", "0"), true},
                            {"home.page_above", PAGE("asc", "<", "9223372036854775807"), true}};

}  // namespace

std::vector<StatusId> page(db::Tx& tx, AccountId who, Window const& window) {
  bool bounded = true;
  auto const read = [&](db::Row const& row) {
    bounded = row.get<bool>(1);
    return row.get<StatusId>(0);
  };
  auto ids = read_window(tx, page_sql, window, read, who, true);
  if (ids.size() < static_cast<std::size_t>(window.limit) && bounded) {
    ids = read_window(tx, page_sql, window, read, who, false);
  }
  return ids;
}

}  // namespace dunlin::store::home
