// The timeline of a list: lists.hpp.
#include "dunlin/store/lists.hpp"
#include "feed_sql.hpp"

namespace dunlin::store::lists {
namespace {

// Of the list $1; each is found once.
#define OWNER "(select account_id from lists where id = $1)"
#define POLICY "(select replies_policy from lists where id = $1)"

// Who is only asked to be followed shows what anybody may see.
#define SOURCES                                                                      \
  "select m.account_id as author_id, coalesce(f.show_boosts, true) as show_boosts, " \
  "coalesce(f.languages, '{}') as languages, m.account_id = " OWNER                  \
  " as own from list_members m "                                                     \
  "left join follows f on f.follower_id = " OWNER " and f.target_id = m.account_id where m.list_id = $1"
#define ANSWERS                                                     \
  "(" POLICY                                                        \
  " = 0 and exists (select from list_members "                      \
  "where list_id = $1 and account_id = s.in_reply_to_account_id)) " \
  "or (" POLICY                                                     \
  " = 1 and exists (select from follows "                           \
  "where follower_id = " OWNER " and target_id = s.in_reply_to_account_id))"

#define PAGE(direction, beyond, farthest) FEED_PAGE(OWNER, SOURCES, ANSWERS, "", "", "", direction, beyond, farthest)

constexpr Windowed page_sql{{"lists.page", PAGE("desc", ">", "0"), true},
                            {"lists.page_above", PAGE("asc", "<", "9223372036854775807"), true}};

// The same rules for one status $1 and the lists $2.
#define ANSWERS_OF_L                                                                               \
  "(l.replies_policy = 0 and exists (select from list_members "                                    \
  "where list_id = l.id and account_id = s.in_reply_to_account_id)) "                              \
  "or (l.replies_policy = 1 and exists (select from follows where follower_id = l.account_id and " \
  "target_id = s.in_reply_to_account_id))"
constexpr db::Statement showing_sql{
    "lists.showing",
    "select l.id from statuses s join list_members m on m.account_id = s.author_id "
    "join lists l on l.id = m.list_id cross join lateral (select m.account_id as author_id, "
    "coalesce(f.show_boosts, true) as show_boosts, coalesce(f.languages, '{}') as languages, "
    "m.account_id = l.account_id as own from (select) as one "
    "left join follows f on f.follower_id = l.account_id and f.target_id = m.account_id) source "
    "where s.id = $1 and l.id = any($2::bigint[]) and " FEED_NOT_MUTED(
        "l.account_id", "s.author_id") "and " FEED_WANTED("l.account_id", ANSWERS_OF_L),
    true};

}  // namespace

std::vector<ListId> showing(Tx& tx, StatusId status, std::span<ListId const> lists) {
  std::vector<ListId> found;
  for (auto const row : tx.query(showing_sql, status, lists)) found.push_back(row.get<ListId>(0));
  return found;
}

std::vector<StatusId> page(Tx& tx, ListId id, Window const& window) {
  return read_feed(tx, page_sql, id, window);
}

#undef OWNER
#undef POLICY
#undef SOURCES
#undef ANSWERS
#undef PAGE
#undef ANSWERS_OF_L

}  // namespace dunlin::store::lists
