#include "dunlin/store/lists.hpp"

#include "windows.hpp"

namespace dunlin::store::lists {
namespace {

#define LISTS "select l.id, l.account_id, l.title, l.replies_policy, l.exclusive from lists l "

constexpr db::Statement find_sql{"lists.find", LISTS "where l.account_id = $1 and l.id = $2"};
constexpr db::Statement of_owner_sql{"lists.of_owner", LISTS "where l.account_id = $1 order by l.id"};
constexpr db::Statement with_member_sql{
    "lists.with_member",
    LISTS "join list_members m on m.list_id = l.id where l.account_id = $1 and m.account_id = $2 order by l.id"};

// The owner's row is locked, so that two at once cannot both be the last one allowed.
constexpr db::Statement insert_sql{"lists.insert", R"sql(
  with owner as materialized (select id from accounts where id = $2 for no key update)
  insert into lists (id, account_id, title, replies_policy, exclusive, created_at)
  select $1::bigint, id, $3, $4::smallint, $5::bool, $6::timestamptz from owner
  where (select count(*) from lists where account_id = $2) < $7
)sql"};
constexpr db::Statement update_sql{"lists.update",
                                   "update lists set title = $2, replies_policy = $3, exclusive = $4 where id = $1"};
constexpr db::Statement remove_sql{"lists.remove", "delete from lists where id = $1"};

// Ties of the owner $1 with accounts $2.
#define TIES                                                                                                      \
  "(select target_id as account_id, id as follow_id from follows "                                                \
  "where follower_id = $1 and target_id = any($2::bigint[]) "                                                     \
  "union all select target_id, id from follow_requests where follower_id = $1 and target_id = any($2::bigint[]) " \
  "union all select id, null from accounts where id = $1 and id = any($2::bigint[])) tie "

constexpr db::Statement look_at_sql{
    "lists.look_at", "select (select count(distinct tie.account_id) from " TIES
                     "), (select count(*) from list_members where list_id = $3 and account_id = any($2::bigint[])), "
                     "(select count(*) from list_members where list_id = $3)"};
constexpr db::Statement add_sql{"lists.add",
                                "insert into list_members (id, list_id, account_id, follow_id, created_at) "
                                "select ids.id, $3::bigint, tie.account_id, tie.follow_id, $5::timestamptz "
                                "from unnest($2::bigint[], $4::bigint[]) as ids(account_id, id) join " TIES
                                "on tie.account_id = ids.account_id on conflict do nothing"};
constexpr db::Statement take_off_sql{"lists.take_off",
                                     "delete from list_members where list_id = $1 and account_id = any($2::bigint[])"};

#define MEMBERS                                                        \
  "select m.id, m.account_id from list_members m "                     \
  "join accounts a on a.id = m.account_id and a.suspended_at is null " \
  "where m.list_id = $1 and m.id < $2 and m.id > $3 order by m.id "
constexpr Windowed members_sql{{"lists.members", MEMBERS "desc limit $4"},
                               {"lists.members_above", MEMBERS "asc limit $4"}};

List read_list(db::Row const& row) {
  return {.id = row.get<ListId>(0),
          .account = row.get<AccountId>(1),
          .title = row.get<std::string>(2),
          .replies = row.get<RepliesPolicy>(3),
          .exclusive = row.get<bool>(4)};
}

std::vector<List> read_lists(db::Rows const& rows) {
  std::vector<List> lists;
  for (auto const row : rows) lists.push_back(read_list(row));
  return lists;
}

}  // namespace

std::optional<List> find(Tx& tx, AccountId owner, ListId id) {
  auto const rows = tx.query(find_sql, owner, id);
  if (rows.empty()) return std::nullopt;
  return read_list(rows[0]);
}

std::vector<List> of_owner(Tx& tx, AccountId owner) {
  return read_lists(tx.query(of_owner_sql, owner));
}

std::vector<List> with_member(Tx& tx, AccountId owner, AccountId member) {
  return read_lists(tx.query(with_member_sql, owner, member));
}

bool insert(Tx& tx, List const& l, int most, Timestamp now) {
  return tx.query(insert_sql, l.id, l.account, l.title, l.replies, l.exclusive, now, most).affected() != 0;
}

void update(Tx& tx, List const& l) {
  tx.execute(update_sql, l.id, l.title, l.replies, l.exclusive);
}

void remove(Tx& tx, ListId id) {
  tx.execute(remove_sql, id);
}

Candidates look_at(Tx& tx, List const& list, std::span<AccountId const> accounts) {
  auto const rows = tx.query(look_at_sql, list.account, accounts, list.id);
  return {.present = rows[0].get<int>(0), .members = rows[0].get<int>(1), .all_members = rows[0].get<int>(2)};
}

void add(Tx& tx, List const& list, std::span<AccountId const> accounts, Timestamp now) {
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < accounts.size(); ++i) ids.push_back(tx.next_id<ListId>(now).value);
  tx.execute(add_sql, list.account, accounts, list.id, ids, now);
}

void take_off(Tx& tx, ListId id, std::span<AccountId const> accounts) {
  tx.execute(take_off_sql, id, accounts);
}

std::vector<relations::Entry> members(Tx& tx, ListId id, Window const& window) {
  auto const read = [](db::Row const& row) {
    return relations::Entry{.cursor = row.get<std::int64_t>(0), .account = row.get<AccountId>(1), .expires_at = {}};
  };
  return read_window(tx, members_sql, window, read, id);
}

#undef LISTS
#undef TIES
#undef MEMBERS

}  // namespace dunlin::store::lists
