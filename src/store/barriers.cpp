// Blocks, mutes and blocked domains.
#include <utility>

#include "dunlin/store/records.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/stances.hpp"

namespace dunlin::store::relations {
namespace {

constexpr db::Statement insert_block_sql{"relations.insert_block", R"sql(
  insert into blocks (id, account_id, target_id, uri, created_at) values ($1, $2, $3, $4, $5)
  on conflict (account_id, target_id) do nothing
)sql"};
constexpr db::Statement remove_block_sql{"relations.remove_block", R"sql(
  delete from blocks where account_id = $1 and target_id = $2 returning id, uri, created_at
)sql"};
constexpr db::Statement put_mute_sql{"relations.put_mute", R"sql(
  insert into mutes (id, account_id, target_id, hide_notifications, expires_at, created_at)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (account_id, target_id) do update
  set hide_notifications = excluded.hide_notifications, expires_at = excluded.expires_at
)sql"};
constexpr db::Statement remove_mute_sql{"relations.remove_mute",
                                        "delete from mutes where account_id = $1 and target_id = $2"};
constexpr db::Statement remove_ended_mutes_sql{"relations.remove_ended_mutes",
                                               "delete from mutes where account_id = $1 and expires_at <= $2"};
constexpr db::Statement insert_domain_block_sql{"relations.insert_domain_block", R"sql(
  insert into account_domain_blocks (id, account_id, domain, created_at) values ($1, $2, $3, $4)
  on conflict (account_id, domain) do nothing
)sql"};
constexpr db::Statement remove_domain_block_sql{
    "relations.remove_domain_block", "delete from account_domain_blocks where account_id = $1 and domain = $2"};
constexpr db::Statement ties_with_domain_sql{"relations.ties_with_domain", R"sql(
  select (select count(*) from follows f join accounts a on a.id = f.target_id
          where f.follower_id = $1 and a.domain = $2),
    (select count(*) from follows f join accounts a on a.id = f.follower_id where f.target_id = $1 and a.domain = $2)
)sql"};
constexpr db::Statement barriers_sql{"relations.barriers", R"sql(
  select exists (select from blocks where account_id = $1 and target_id = $2),
    exists (select from blocks where account_id = $2 and target_id = $1),
    exists (select from account_domain_blocks d join accounts a on a.domain = d.domain
            where d.account_id = $1 and a.id = $2),
    exists (select from account_domain_blocks d join accounts a on a.domain = d.domain
            where d.account_id = $2 and a.id = $1)
)sql"};

constexpr db::Statement apart_from_sql{"relations.apart_from", R"sql(
  select target_id from blocks where account_id = $1 and target_id = any($2::bigint[])
  union select account_id from blocks where target_id = $1 and account_id = any($2::bigint[])
  union select a.id from account_domain_blocks d join accounts a on a.domain = d.domain
    where d.account_id = $1 and a.id = any($2::bigint[])
  union select d.account_id from account_domain_blocks d join accounts a on a.domain = d.domain
    where a.id = $1 and d.account_id = any($2::bigint[])
)sql"};

}  // namespace

std::vector<AccountId> apart_from(Tx& tx, AccountId account, std::span<AccountId const> others) {
  std::vector<AccountId> found;
  for (auto const row : tx.query(apart_from_sql, account, others)) found.push_back(row.get<AccountId>(0));
  return found;
}

bool insert_block(Tx& tx, Block const& b) {
  tx.changed(change::apart, b.account);
  tx.changed(change::apart, b.target);
  stances::changed(tx, b.account, b.target);
  return tx.query(insert_block_sql, b.id, b.account, b.target, b.uri, b.created_at).affected() > 0;
}

std::optional<Block> remove_block(Tx& tx, AccountId account, AccountId target) {
  tx.changed(change::apart, account);
  tx.changed(change::apart, target);
  stances::changed(tx, account, target);
  auto const rows = tx.query(remove_block_sql, account, target);
  if (rows.empty()) return std::nullopt;
  return Block{.id = rows[0].get<BlockId>(0),
               .account = account,
               .target = target,
               .uri = rows[0].get<std::string>(1),
               .created_at = rows[0].get<Timestamp>(2)};
}

void put_mute(Tx& tx, Mute const& m) {
  tx.execute(put_mute_sql, m.id, m.account, m.target, m.hide_notifications, m.expires_at, m.created_at);
  stances::changed(tx, m.account, m.target);
}

bool remove_mute(Tx& tx, AccountId account, AccountId target) {
  stances::changed(tx, account, target);
  return tx.query(remove_mute_sql, account, target).affected() > 0;
}

bool remove_ended_mutes(Tx& tx, AccountId account, Timestamp now) {
  return tx.query(remove_ended_mutes_sql, account, now).affected() > 0;
}

bool insert_domain_block(Tx& tx, AccountId account, std::string_view domain, Timestamp now) {
  stances::all_changed(tx);
  auto const id = tx.next_id<BlockId>(now);
  return tx.query(insert_domain_block_sql, id, account, domain, now).affected() > 0;
}

bool remove_domain_block(Tx& tx, AccountId account, std::string_view domain) {
  stances::all_changed(tx);
  return tx.query(remove_domain_block_sql, account, domain).affected() > 0;
}

DomainTies ties_with_domain(Tx& tx, AccountId account, std::string_view domain) {
  auto const rows = tx.query(ties_with_domain_sql, account, domain);
  return {.following = rows[0].get<std::int64_t>(0), .followers = rows[0].get<std::int64_t>(1)};
}

Barriers barriers(Tx& tx, AccountId first, AccountId second) {
  auto const rows = tx.query(barriers_sql, first, second);
  return {.blocking = rows[0].get<bool>(0),
          .blocked_by = rows[0].get<bool>(1),
          .domain_blocked = rows[0].get<bool>(2),
          .domain_blocked_by = rows[0].get<bool>(3)};
}

}  // namespace dunlin::store::relations
