#include "dunlin/store/direct.hpp"

#include "windows.hpp"

namespace dunlin::store::direct {
namespace {

// Everybody who takes part in a post, sorted.
#define PEOPLE                                                                         \
  "array(select account_id from mentions m where m.status_id = s.id and not m.silent " \
  "union select s.author_id order by 1)"

constexpr db::Statement add_sql{"direct.add", R"sql(
  with post as (
    select s.id, s.author_id, s.conversation_id, )sql" PEOPLE R"sql( as people
    from statuses s
    where s.id = $1 and s.visibility = 3 and s.deleted_at is null and s.boost_of_id is null
      and s.conversation_id is not null),
  owners as (
    select a.id, false as unread from post join accounts a on a.id = post.author_id and a.domain is null
    union all
    select n.account_id, true from post
    join notifications n on n.status_id = post.id and n.type = 'mention' and n.from_id = post.author_id
      and not n.filtered)
  insert into account_conversations (account_id, conversation_id, participants, last_status_id, unread)
  select owners.id, post.conversation_id, array_remove(post.people, owners.id), post.id, owners.unread from owners, post
  on conflict (account_id, conversation_id, participants) do update
  set last_status_id = excluded.last_status_id, unread = excluded.unread
  where account_conversations.last_status_id < excluded.last_status_id
  returning account_id
)sql",
                                true};
constexpr db::Statement forget_sql{"direct.forget", R"sql(
  with ended as (
    select c.id, (
      select max(s.id) from statuses s
      where s.conversation_id = c.conversation_id and s.visibility = 3 and s.deleted_at is null
        and s.boost_of_id is null and s.id <> $1 and array_remove()sql" PEOPLE R"sql(, c.account_id) = c.participants
    ) as before
    from account_conversations c where c.last_status_id = $1),
  gone as (delete from account_conversations where id in (select id from ended where before is null))
  update account_conversations c set last_status_id = ended.before
  from ended where ended.id = c.id and ended.before is not null
)sql",
                                   true};

#define COLUMNS "select id, participants, last_status_id, unread from account_conversations where account_id = $1 "
#define WINDOW "and last_status_id < $2 and last_status_id > $3 "
constexpr Windowed page_sql{{"direct.page", COLUMNS WINDOW "order by last_status_id desc limit $4"},
                            {"direct.page_above", COLUMNS WINDOW "order by last_status_id limit $4"}};
constexpr db::Statement find_sql{"direct.find", COLUMNS "and id = $2"};
constexpr db::Statement ending_with_sql{"direct.ending_with", COLUMNS "and last_status_id = $2 limit 1"};
constexpr db::Statement mark_sql{"direct.mark",
                                 "update account_conversations set unread = $3 where account_id = $1 and id = $2"};
constexpr db::Statement remove_sql{"direct.remove",
                                   "delete from account_conversations where account_id = $1 and id = $2"};
constexpr db::Statement remove_with_sql{
    "direct.remove_with", "delete from account_conversations where account_id = $1 and $2 = any(participants)"};

Talk read(db::Row const& row) {
  Talk talk{.id = row.get<TalkId>(0), .others = {}, .last_status = row.get<StatusId>(2), .unread = row.get<bool>(3)};
  for (auto const id : row.get<std::vector<std::int64_t>>(1)) talk.others.push_back(AccountId{id});
  return talk;
}

}  // namespace

std::vector<AccountId> add(Tx& tx, StatusId status) {
  std::vector<AccountId> whose;
  for (auto const row : tx.query(add_sql, status)) whose.push_back(row.get<AccountId>(0));
  return whose;
}

void forget(Tx& tx, StatusId status) {
  tx.execute(forget_sql, status);
}

std::vector<Talk> page(Tx& tx, AccountId of, Window const& window) {
  return read_window(tx, page_sql, window, read, of);
}

std::optional<Talk> find(Tx& tx, AccountId of, TalkId id) {
  auto const rows = tx.query(find_sql, of, id);
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

std::optional<Talk> ending_with(Tx& tx, AccountId of, StatusId last) {
  auto const rows = tx.query(ending_with_sql, of, last);
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

bool mark(Tx& tx, AccountId of, TalkId id, bool unread) {
  return tx.query(mark_sql, of, id, unread).affected() > 0;
}

bool remove(Tx& tx, AccountId of, TalkId id) {
  return tx.query(remove_sql, of, id).affected() > 0;
}

void remove_with(Tx& tx, AccountId of, AccountId other) {
  tx.execute(remove_with_sql, of, other);
}

#undef PEOPLE
#undef COLUMNS
#undef WINDOW

}  // namespace dunlin::store::direct
