#pragma once
#include <array>
#include <vector>

#include "windows.hpp"

// How a feed that is made of many authors is asked of the tables: home and lists. Statements take $1 whose feed,
// $2 how many times the page to look at (0 for all), then the window ($3 below, $4 above, $5 how many). `reader` is the
// account that reads.

// Nothing keeps `reader` from seeing what this author wrote.
#define FEED_NOT_MUTED(reader, author)                                                  \
  "not exists (select from mutes where account_id = " reader " and target_id = " author \
  " and (expires_at is null or expires_at > now())) "
#define FEED_NOT_BLOCKED(reader, author)                                                 \
  "not exists (select from blocks where account_id = " reader " and target_id = " author \
  ") "                                                                                   \
  "and not exists (select from blocks where account_id = " author " and target_id = " reader ") "
#define FEED_DOMAIN_WANTED(reader, domain)                                                          \
  "(" domain " is null or not exists (select from account_domain_blocks where account_id = " reader \
  " and domain = " domain ")) "

// Whether `source` wants status `s` of its author: the rules of audience::of_home. `answers` tells whether answers to
// the author of s.in_reply_to_account_id are wanted.
#define FEED_WANTED(reader, answers)                                                                  \
  "s.author_id = source.author_id and s.deleted_at is null and (source.own or ("                      \
  "(s.visibility < 3 or exists (select from mentions where status_id = s.id and account_id = " reader \
  ")) "                                                                                               \
  "and (s.language = '' or cardinality(source.languages) = 0 or s.language = any(source.languages)) " \
  "and ((s.in_reply_to_id is null and s.in_reply_to_uri = '') "                                       \
  "or s.in_reply_to_account_id in (" reader ", s.author_id) or " answers                              \
  ") "                                                                                                \
  "and (s.boost_of_id is null or (source.show_boosts and exists ("                                    \
  "select from statuses o join accounts a on a.id = o.author_id where o.id = s.boost_of_id "          \
  "and " FEED_NOT_MUTED(reader, "o.author_id") "and " FEED_NOT_BLOCKED(                               \
      reader, "o.author_id") "and " FEED_DOMAIN_WANTED(reader, "a.domain") "))))) "

#define FEED_IN_WINDOW(id) id " < $3::bigint and " id " > $4::bigint "

// Asks every source for its first statuses in the window, by one probe of an index each: more of each where sources
// are few. The place of the (factor times n)-th of all these bounds the page, so only the few sources that reach it are
// read at all, and only down to there: a thousand followees cost little more than a thousand probes. When too many of
// what is found there is not wanted, the page is asked for again with a greater factor ($2), at last without a bound
// (0). `sources` tells author_id, show_boosts, languages and own of each. Hashtags may be sources too: `tag_ctes` finds
// them with their first statuses `ids`, `tag_heads` lists those, and `tagged` is what they add to the page.
#define FEED_DEPTH "limit (select n from depth)"
#define FEED_PAGE(reader, sources, answers, tag_ctes, tag_heads, tagged, direction, beyond, farthest)                \
  "with source as materialized (" sources                                                                            \
  "), depth as materialized ("                                                                                       \
  "select 1 + 2 * $2::int * $5::int / greatest(1, (select count(*) from source)) as n"                               \
  "), first as materialized ("                                                                                       \
  "select source.*, head.ids, head.ids[1] as id from source cross join lateral ("                                    \
  "select array(select s.id from statuses s where s.author_id = source.author_id and s.deleted_at is null "          \
  "and " FEED_IN_WINDOW("s.id") "order by s.id " direction " " FEED_DEPTH                                            \
                                ") as ids offset 0) head "                                                           \
                                "where head.ids <> '{}'"                                                             \
                                "), " tag_ctes                                                                       \
                                "bound as materialized ("                                                            \
                                "select coalesce((select id from (select unnest(ids) as id from first " tag_heads    \
                                ") heads where $2::int > 0 "                                                         \
                                "order by id " direction                                                             \
                                " offset greatest(0, $2::int * $5::int - 1) limit 1), " farthest                     \
                                ") as id"                                                                            \
                                ") select found.id, found.bound <> " farthest                                        \
                                " from ("                                                                            \
                                "select page.id, bound.id as bound "                                                 \
                                "from bound cross join first source cross join lateral ("                            \
                                "select s.id from statuses s where " FEED_WANTED(                                    \
                                    reader, answers) "and s.id " beyond                                              \
                                                     "= bound.id "                                                   \
                                                     "and " FEED_IN_WINDOW("s.id") "order by s.id " direction        \
                                                                                   " limit $5::int) page "           \
                                                                                   "where source.id " beyond         \
                                                                                   "= bound.id and " FEED_NOT_MUTED( \
                                                                                       reader, "source.author_id")   \
                                                                                       tagged                        \
      ") found order by found.id " direction " limit $5::int"

namespace dunlin::store {

/// The page of such a feed.
template <class AnyId>
std::vector<StatusId> read_feed(db::Tx& tx, Windowed const& list, AnyId whose, Window const& window) {
  // Most pages are full at the first; who wants no answers of people who talk all day needs the second.
  static constexpr std::array<int, 3> factors{2, 10, 0};
  std::vector<StatusId> ids;
  for (auto const factor : factors) {
    bool bounded = true;
    auto const read = [&](db::Row const& row) {
      bounded = row.get<bool>(1);
      return row.get<StatusId>(0);
    };
    ids = read_window(tx, list, window, read, whose, factor);
    if (ids.size() >= static_cast<std::size_t>(window.limit) || !bounded) break;
  }
  return ids;
}

}  // namespace dunlin::store
