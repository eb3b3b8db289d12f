#include "dunlin/store/endorsements.hpp"

#include "windows.hpp"

namespace dunlin::store::endorsements {
namespace {

constexpr db::Statement insert_sql{"endorsements.insert", R"sql(
  insert into endorsements (id, account_id, target_id, created_at) values ($1, $2, $3, $4)
  on conflict (account_id, target_id) do nothing
)sql"};
constexpr db::Statement remove_sql{"endorsements.remove",
                                   "delete from endorsements where account_id = $1 and target_id = $2"};

// Of $1, for the viewer $2: below $3, above $4, at most $5.
#define ENDORSED                                                                          \
  "select e.id, e.target_id from endorsements e join accounts a on a.id = e.target_id "   \
  "where e.account_id = $1 and a.suspended_at is null "                                   \
  "and not exists (select from blocks b where b.account_id = $2 and b.target_id = a.id) " \
  "and not exists (select from blocks b where b.account_id = a.id and b.target_id = $2) " \
  "and not exists (select from mutes m where m.account_id = $2 and m.target_id = a.id "   \
  "and (m.expires_at is null or m.expires_at > now())) and e.id < $3 and e.id > $4 "
constexpr Windowed by_account_sql{{"endorsements.by_account", ENDORSED "order by e.id desc limit $5"},
                                  {"endorsements.by_account_above", ENDORSED "order by e.id limit $5"}};

constexpr db::Statement put_note_sql{"endorsements.put_note", R"sql(
  insert into account_notes (account_id, target_id, comment) values ($1, $2, $3)
  on conflict (account_id, target_id) do update set comment = excluded.comment
)sql"};
constexpr db::Statement remove_note_sql{"endorsements.remove_note",
                                        "delete from account_notes where account_id = $1 and target_id = $2"};

}  // namespace

void insert(Tx& tx, AccountId account, AccountId target, Timestamp now) {
  tx.execute(insert_sql, tx.next_id<Id<struct EndorsementTag>>(now), account, target, now);
}

void remove(Tx& tx, AccountId account, AccountId target) {
  tx.execute(remove_sql, account, target);
}

std::vector<relations::Entry> by_account(Tx& tx, AccountId account, AccountId viewer, Window const& window) {
  auto const read = [](db::Row const& row) {
    return relations::Entry{.cursor = row.get<std::int64_t>(0), .account = row.get<AccountId>(1), .expires_at = {}};
  };
  return read_window(tx, by_account_sql, window, read, account, viewer);
}

void put_note(Tx& tx, AccountId account, AccountId target, std::string_view comment) {
  if (comment.empty())
    tx.execute(remove_note_sql, account, target);
  else
    tx.execute(put_note_sql, account, target, comment);
}

#undef ENDORSED

}  // namespace dunlin::store::endorsements
